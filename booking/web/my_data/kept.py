"""What is kept about somebody, in plain words: how much of it, what for, and for how long."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from booking.models import (
    Absence,
    Attendance,
    Booking,
    CalendarFeed,
    Companion,
    Delegation,
    Dispute,
    Employee,
    Fault,
    Invitation,
    Message,
    Participant,
    Refusal,
    RoleGrant,
    StandingWish,
    WaitlistEntry,
)
from booking.web.my_data.history import events_about


@dataclass(frozen=True, slots=True)
class Kept:
    what: str
    number: int
    why: str
    how_long: str


def kept_about(employee: Employee) -> list[Kept]:
    """Every kind of record, also those of which there is none."""
    until_removed = _("Until your employer has it removed; figures are kept without your name.")
    while_used = _("Until you or your employer change it.")
    own = {"employee": employee}
    return [
        Kept(
            _("Your name, address, team and site"),
            1,
            _("To know whose day it is, and to which limits it belongs."),
            _("As long as you work here, and after that until your employer has it removed."),
        ),
        Kept(
            _("Days at a site"),
            Attendance.objects.filter(**own).count(),
            _("To count people under the limits, to explain the answers, and for the figures."),
            until_removed,
        ),
        Kept(
            _("Desks and rooms booked"),
            Booking.objects.filter(Q(attendance__employee=employee) | Q(organiser=employee)).count(),
            _("So that a desk or room is given once."),
            until_removed,
        ),
        Kept(
            _("Invitations to meetings, and your answers"),
            Participant.objects.filter(**own).count() + Invitation.objects.filter(**own).count(),
            _("To know who comes, and to keep a place for them."),
            until_removed,
        ),
        Kept(
            _("Absences, without a medical reason"),
            Absence.objects.filter(**own).count(),
            _("So that nothing is booked for you while you are away."),
            until_removed,
        ),
        Kept(
            _("Places in a queue"),
            WaitlistEntry.objects.filter(**own).count(),
            _("To serve the queue in its order, and to tell later ones their odds."),
            until_removed,
        ),
        Kept(
            _("Refusals"),
            Refusal.objects.filter(**own).count(),
            _("To show you the reasons again, and to see where limits are too tight."),
            _("Until you delete them, or your employer has them removed."),
        ),
        Kept(
            _("Messages to you"),
            Message.objects.filter(**own).count(),
            _("So that you are told once, and told what has changed since."),
            _("Until you empty them, or your employer has them removed."),
        ),
        Kept(
            _("Favourites, wishes, assistants and calendar addresses"),
            Companion.objects.filter(**own).count()
            + bool(employee.favourite_desk_id)
            + StandingWish.objects.filter(**own).count()
            + Delegation.objects.filter(**own).count()
            + CalendarFeed.objects.filter(**own).count(),
            _("Your own choices."),
            while_used,
        ),
        Kept(
            _("Roles and duties"),
            RoleGrant.objects.filter(**own).count(),
            _("To know what you may do for others."),
            while_used,
        ),
        Kept(
            _("Disputes and reports of faults"),
            Dispute.objects.filter(**own).count() + Fault.objects.filter(reported_by=employee).count(),
            _("To answer them, and to be able to show the answer."),
            until_removed,
        ),
        Kept(
            _("History of changes"),
            sum(events.count() for _name, events in events_about(employee)),
            _("To be able to show who changed a record, and when."),
            until_removed,
        ),
    ]
