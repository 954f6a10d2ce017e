"""What is kept about somebody, in plain words: how much of it, what for, and for how long."""

from dataclasses import dataclass

from django.db.models import IntegerField, Q, QuerySet, Subquery
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
    """Every kind of record, also those of which there is none. One query, however many kinds."""
    until_removed = _("Until your employer has it removed; figures are kept without your name.")
    while_used = _("Until you or your employer change it.")
    number = _numbers(employee)
    return [
        Kept(
            _("Your name, address, team and site"),
            1,
            _("To know whose day it is, and to which limits it belongs."),
            _("As long as you work here, and after that until your employer has it removed."),
        ),
        Kept(
            _("Days at a site"),
            number["days"],
            _("To count people under the limits, to explain the answers, and for the figures."),
            until_removed,
        ),
        Kept(
            _("Desks and rooms booked"),
            number["bookings"],
            _("So that a desk or room is given once."),
            until_removed,
        ),
        Kept(
            _("Invitations to meetings, and your answers"),
            number["invitations"],
            _("To know who comes, and to keep a place for them."),
            until_removed,
        ),
        Kept(
            _("Absences, without a medical reason"),
            number["absences"],
            _("So that nothing is booked for you while you are away."),
            until_removed,
        ),
        Kept(
            _("Places in a queue"),
            number["queue"],
            _("To serve the queue in its order, and to tell later ones their odds."),
            until_removed,
        ),
        Kept(
            _("Refusals"),
            number["refusals"],
            _("To show you the reasons again, and to see where limits are too tight."),
            _("Until you delete them, or your employer has them removed."),
        ),
        Kept(
            _("Messages to you"),
            number["messages"],
            _("So that you are told once, and told what has changed since."),
            _("Until you empty them, or your employer has them removed."),
        ),
        Kept(
            _("Favourites, wishes, assistants and calendar addresses"),
            number["choices"] + (employee.favourite_desk_id is not None),
            _("Your own choices."),
            while_used,
        ),
        Kept(
            _("Roles and duties"),
            number["roles"],
            _("To know what you may do for others."),
            while_used,
        ),
        Kept(
            _("Disputes and reports of faults"),
            number["disputes"],
            _("To answer them, and to be able to show the answer."),
            until_removed,
        ),
        Kept(
            _("History of changes"),
            number["history"],
            _("To be able to show who changed a record, and when."),
            until_removed,
        ),
    ]


def _numbers(employee: Employee) -> dict[str, int]:
    own = {"employee": employee}
    wanted: dict[str, list[QuerySet]] = {
        "days": [Attendance.objects.filter(**own)],
        "bookings": [Booking.objects.filter(Q(attendance__employee=employee) | Q(organiser=employee))],
        "invitations": [Participant.objects.filter(**own), Invitation.objects.filter(**own)],
        "absences": [Absence.objects.filter(**own)],
        "queue": [WaitlistEntry.objects.filter(**own)],
        "refusals": [Refusal.objects.filter(**own)],
        "messages": [Message.objects.filter(**own)],
        "choices": [noun.objects.filter(**own) for noun in (Companion, StandingWish, Delegation, CalendarFeed)],
        "roles": [RoleGrant.objects.filter(**own)],
        "disputes": [Dispute.objects.filter(**own), Fault.objects.filter(reported_by=employee)],
        "history": [events for _noun, events in events_about(employee)],
    }
    counts = {
        f"{name}_{place}": _Count(query.order_by().values("pk"))
        for name, queries in wanted.items()
        for place, query in enumerate(queries)
    }
    found = Employee.objects.filter(pk=employee.pk).values(**counts)[0]
    return {name: sum(found[f"{name}_{place}"] for place in range(len(queries))) for name, queries in wanted.items()}


class _Count(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
