"""The nouns of the house. Each file holds one and its queryset."""

import booking.models.audit
import booking.models.rules_version  # noqa: F401
from booking.models.absence import Absence
from booking.models.attendance import Attendance
from booking.models.base_snapshot import BaseSnapshot
from booking.models.booking import Booking
from booking.models.closure import Closure
from booking.models.employee import Employee, RoleGrant
from booking.models.message import Message
from booking.models.override import Override
from booking.models.place import Floor, Site, Space, Zone
from booking.models.policy import Policy, Rule
from booking.models.refusal import Refusal
from booking.models.team import Team
from booking.models.visitor import Visitor
from booking.models.waitlist import WaitlistEntry

__all__ = [
    "Absence",
    "Attendance",
    "BaseSnapshot",
    "Booking",
    "Closure",
    "Employee",
    "Floor",
    "Message",
    "Override",
    "Policy",
    "Refusal",
    "RoleGrant",
    "Rule",
    "Site",
    "Space",
    "Team",
    "Visitor",
    "WaitlistEntry",
    "Zone",
]
