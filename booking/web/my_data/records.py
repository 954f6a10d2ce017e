"""Every record about somebody as a row of fixed columns (docs/my-data.md), for a file of any length.

Codes and numbers as they are stored, no sentences: whoever reads the file with a program finds the same in each
language. Other people are named only as far as they show themselves to the reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict

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
    Override,
    Participant,
    Refusal,
    RoleGrant,
    StandingWish,
    WaitlistEntry,
)
from booking.rules.proposal import Parts
from booking.web.booking_form import part_name
from booking.web.my_data.history import events_about

AT_ONCE = 500  # rows fetched together
LEFT_OUT = ("password", "last_login", "groups", "user_permissions")


@dataclass(frozen=True, slots=True)
class Row:
    record: str
    id: int
    recorded_at: datetime | None = None
    date: Day | None = None
    until: Day | datetime | None = None
    site: str = ""
    place: str = ""
    part: str = ""
    state: str = ""
    text: str = ""
    details: dict[str, Any] = field(default_factory=dict)


COLUMNS = tuple(Row.__dataclass_fields__)


def records_of(employee: Employee) -> Iterator[Row]:
    """All rows, by kind of record and then in order of their keys; nothing is held in memory."""
    yield _person(employee)
    for query, row in _sources(employee):
        for one in query.order_by("pk").iterator(chunk_size=AT_ONCE):
            yield row(one, employee)
    for noun, events in events_about(employee):
        for event in events.select_related("pgh_context").iterator(chunk_size=AT_ONCE):
            yield _event(noun, event)


def _sources(me: Employee) -> list[tuple[QuerySet, Any]]:
    own = {"employee": me}
    place = "space__floor__site"
    return [
        (RoleGrant.objects.filter(**own).select_related("site"), _role),
        (Attendance.objects.filter(**own).select_related("site", "team"), _day),
        (Booking.objects.filter(Q(attendance__employee=me) | Q(organiser=me)).select_related(place), _booking),
        (
            Participant.objects.filter(**own).select_related(f"booking__{place}", "booking__organiser"),
            _participation,
        ),
        (Override.objects.filter(Q(attendance__employee=me) | Q(booking__organiser=me)), _override),
        (Absence.objects.filter(**own), _absence),
        (WaitlistEntry.objects.filter(**own).select_related("site", "space"), _waiting),
        (Refusal.objects.filter(**own).select_related("site", "space"), _refusal),
        (Message.objects.filter(**own), _message),
        (Dispute.objects.filter(**own).select_related("attendance__site"), _dispute),
        (Fault.objects.filter(reported_by=me).select_related(place), _fault),
        (Companion.objects.filter(**own).select_related("colleague"), _favourite),
        (Delegation.objects.filter(**own).select_related("assistant"), _assistant),
        (StandingWish.objects.filter(**own).select_related("site", "desk"), _wish),
        (Invitation.objects.filter(**own).select_related("meet_up__site"), _meet_up),
        (CalendarFeed.objects.filter(**own), _feed),
    ]


def _person(me: Employee) -> Row:
    return Row(
        "person",
        me.pk,
        site=me.home_site.code if me.home_site else "",
        place=me.favourite_desk.code if me.favourite_desk else "",
        state="active" if me.is_active else "inactive",
        text=me.get_full_name(),
        details=model_to_dict(me, exclude=LEFT_OUT) | {"team": me.team.name if me.team else None},
    )


def _role(one: RoleGrant, me: Employee) -> Row:
    return Row("role", one.pk, site=one.site.code if one.site else "", state=one.role)


def _day(one: Attendance, me: Employee) -> Row:
    return Row(
        "day",
        one.pk,
        recorded_at=one.created_at,
        date=one.date,
        site=one.site.code,
        part=_part(one),
        state=one.state,
        details={
            "team": one.team.name if one.team else None,
            "telework_able": one.telework_able,
            "roles": one.roles,
            "changed_at": one.changed_at,
            "checked_in_at": one.checked_in_at,
            "ended_at": one.ended_at,
            "held_until": one.held_until,
        },
    )


def _booking(one: Booking, me: Employee) -> Row:
    return Row(
        "booking",
        one.pk,
        recorded_at=one.created_at,
        date=one.date,
        site=one.space.floor.site.code,
        place=one.space.code,
        part=_part(one),
        state=one.state,
        text=one.title,
        details={
            "day": one.attendance_id,
            "from": one.period.lower,
            "until": one.period.upper,
            "people": one.people,
            "changed_at": one.changed_at,
            "checked_in_at": one.checked_in_at,
            "ended_at": one.ended_at,
        },
    )


def _participation(one: Participant, me: Employee) -> Row:
    meeting = one.booking
    return Row(
        "meeting",
        one.pk,
        recorded_at=one.created_at,
        date=meeting.date,
        site=meeting.space.floor.site.code,
        place=meeting.space.code,
        state=one.response,
        text=meeting.title,
        details={
            "booking": meeting.pk,
            "day": one.attendance_id,
            "from": meeting.period.lower,
            "until": meeting.period.upper,
            "organiser": _shown(meeting.organiser, me),
            "changed_at": one.changed_at,
        },
    )


def _override(one: Override, me: Employee) -> Row:
    details = {"day": one.attendance_id, "booking": one.booking_id, "objections": one.objections}
    return Row("override", one.pk, recorded_at=one.at, text=one.reason, details=details)


def _absence(one: Absence, me: Employee) -> Row:
    return Row(
        "absence", one.pk, date=one.period.lower, until=one.period.upper, part=_part(one), state=one.kind,
        details={"source": one.source},
    )  # fmt: skip


def _waiting(one: WaitlistEntry, me: Employee) -> Row:
    return Row(
        "queue",
        one.pk,
        recorded_at=one.created_at,
        date=one.date,
        until=one.offered_until,
        site=one.site.code,
        place=one.space.code if one.space else "",
        part=_part(one),
        state=one.state,
        details={"accept_at_once": one.accept_at_once, "changed_at": one.changed_at},
    )


def _refusal(one: Refusal, me: Employee) -> Row:
    return Row(
        "refusal",
        one.pk,
        recorded_at=one.first_at,
        date=one.date,
        site=one.site.code,
        place=one.space.code if one.space else "",
        part=_part(one),
        state=one.verb,
        text=one.code,
        details={"tries": one.tries, "last_at": one.last_at, "objections": one.objections},
    )


def _message(one: Message, me: Employee) -> Row:
    return Row(
        "message", one.pk, recorded_at=one.created_at, state=one.state, text=one.kind,
        details={"sent_at": one.sent_at, "payload": one.payload},
    )  # fmt: skip


def _dispute(one: Dispute, me: Employee) -> Row:
    return Row(
        "dispute",
        one.pk,
        recorded_at=one.at,
        date=one.attendance.date,
        site=one.attendance.site.code,
        state=one.state,
        text=one.text,
        details={"day": one.attendance_id, "answer": one.answer, "answered_at": one.answered_at},
    )


def _fault(one: Fault, me: Employee) -> Row:
    site, place = one.space.floor.site.code, one.space.code
    return Row(
        "fault", one.pk, recorded_at=one.reported_at, site=site, place=place, state=one.state, text=one.what,
        details={"answer": one.answer},
    )  # fmt: skip


def _favourite(one: Companion, me: Employee) -> Row:
    return Row("favourite", one.pk, text=_shown(one.colleague, me))


def _assistant(one: Delegation, me: Employee) -> Row:
    return Row("assistant", one.pk, recorded_at=one.created_at, text=one.assistant.get_full_name())


def _wish(one: StandingWish, me: Employee) -> Row:
    desk = one.desk.code if one.desk else ""
    return Row(
        "wish", one.pk, recorded_at=one.created_at, site=one.site.code, place=desk, part=_part(one),
        details={"weekdays": one.weekdays},
    )  # fmt: skip


def _meet_up(one: Invitation, me: Employee) -> Row:
    return Row(
        "meet_up", one.pk, date=one.meet_up.date, site=one.meet_up.site.code, state=one.response,
        details={"day": one.attendance_id, "objections": one.objections, "changed_at": one.changed_at},
    )  # fmt: skip


def _feed(one: CalendarFeed, me: Employee) -> Row:
    return Row(
        "calendar", one.pk, recorded_at=one.created_at, state="revoked" if one.revoked_at else "open",
        details={"last_read_at": one.last_read_at, "revoked_at": one.revoked_at},
    )  # fmt: skip


def _event(noun: str, event: Any) -> Row:
    columns = {
        column.attname: column.value_from_object(event)
        for column in event._meta.concrete_fields
        if not column.name.startswith("pgh_") and not column.name.endswith("_by")
    }
    return Row(
        "history", event.pk, recorded_at=event.pgh_created_at, state=event.pgh_label, text=noun.lower(),
        details={name: str(value) if name == "period" else value for name, value in columns.items()},
    )  # fmt: skip


def _part(one: Any) -> str:
    return part_name(Parts(one.morning, one.afternoon))


def _shown(colleague: Employee | None, me: Employee) -> str:
    """The name of a colleague who shows it to this reader, or nothing."""
    if colleague is None:
        return ""
    everyone = colleague.visibility == Employee.Visibility.EVERYONE
    team = colleague.visibility == Employee.Visibility.TEAM and colleague.team_id and colleague.team_id == me.team_id
    return colleague.get_full_name() if colleague == me or everyone or team else ""
