"""The nouns of the house. Each file holds one and its queryset."""

import booking.models.audit
import booking.models.rules_version  # noqa: F401
from booking.models.absence import Absence
from booking.models.attendance import Attendance
from booking.models.base_snapshot import BaseSnapshot
from booking.models.booking import Booking
from booking.models.calendar_feed import CalendarFeed
from booking.models.closure import Closure
from booking.models.companion import Companion
from booking.models.delegation import Delegation
from booking.models.desk_release import DeskRelease
from booking.models.device import Device
from booking.models.dispute import Dispute
from booking.models.employee import Employee, RoleGrant
from booking.models.fault import Fault
from booking.models.meet_up import Invitation, MeetUp
from booking.models.message import Message
from booking.models.override import Override
from booking.models.participant import Participant
from booking.models.place import Floor, Site, Space, Zone
from booking.models.policy import Policy, Rule
from booking.models.refusal import Refusal
from booking.models.series import Series
from booking.models.standing_wish import StandingWish, WishTurn
from booking.models.team import Team
from booking.models.visit import Visit
from booking.models.visitor import Visitor
from booking.models.waitlist import WaitlistEntry

__all__ = [
    "Absence",
    "Attendance",
    "BaseSnapshot",
    "Booking",
    "CalendarFeed",
    "Closure",
    "Companion",
    "Delegation",
    "DeskRelease",
    "Device",
    "Dispute",
    "Employee",
    "Fault",
    "Floor",
    "Invitation",
    "MeetUp",
    "Message",
    "Override",
    "Participant",
    "Policy",
    "Refusal",
    "RoleGrant",
    "Rule",
    "Series",
    "Site",
    "Space",
    "StandingWish",
    "Team",
    "Visit",
    "Visitor",
    "WaitlistEntry",
    "WishTurn",
    "Zone",
]
