"""The audit trail: every change of what people can change leaves an event, by triggers, so bulk changes are seen, too.

A booking and an attendance are written far more often than anything else, and their first state is all in the row and
its refusals; for them the trail keeps the state before each change and each deletion, and costs a new booking nothing.
"""

import pghistory

from booking.models.absence import Absence
from booking.models.attendance import Attendance
from booking.models.base_snapshot import BaseSnapshot
from booking.models.booking import Booking
from booking.models.closure import Closure
from booking.models.delegation import Delegation
from booking.models.desk_release import DeskRelease
from booking.models.dispute import Dispute
from booking.models.employee import Employee, RoleGrant
from booking.models.fault import Fault
from booking.models.participant import Participant
from booking.models.place import Floor, Site, Space, Zone
from booking.models.policy import Policy, Rule
from booking.models.team import Team
from booking.models.visit import Visit
from booking.models.visitor import Visitor

WHOLE_LIFE = (
    Absence, BaseSnapshot, Closure, Delegation, DeskRelease, Dispute, Employee, Fault, Floor, Policy, RoleGrant, Rule,
    Site, Space, Team, Visitor, Zone,
)  # fmt: skip
CHANGES_ONLY = (Attendance, Booking, Participant, Visit)

# What is nobody's business in a trail: a password's hash, and the minute somebody signed in.
LEFT_OUT = {Employee: ["password", "last_login"], Site: ["rules_version"]}

for _model in WHOLE_LIFE:
    pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude_auto=True)),
        pghistory.DeleteEvent(),
        exclude=LEFT_OUT.get(_model),
    )(_model)

for _model in CHANGES_ONLY:
    pghistory.track(
        pghistory.UpdateEvent("before_change", row=pghistory.Old),
        pghistory.DeleteEvent("before_deletion", row=pghistory.Old),
    )(_model)
