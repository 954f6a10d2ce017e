"""Who takes part in a meeting: invited, coming in person (which is a day at the site), joining remotely, or not."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.cancellation import tell_cancelled, tell_changed
from booking.actions.locking import hold
from booking.actions.meeting_days import ENDED, KEPT, judge_coming, settle
from booking.actions.meeting_news import tell_of_meeting
from booking.actions.permissions import NotAllowed, check_may_act_for, check_may_change_meeting, manages
from booking.actions.refusing import refusals_kept
from booking.actions.reservation import write
from booking.actions.room_asking import check_stands, meeting, standing_meeting
from booking.models import Booking, Employee, Participant
from booking.rules.facts import PersonKey
from booking.rules.proposal import Parts

Response = Participant.Response
ANSWERS = (Response.IN_PERSON, Response.REMOTE, Response.DECLINED)


def invite(*, booking: Booking, people: Collection[PersonKey], by: Employee, now: datetime) -> None:
    """Invite people to a meeting and tell them; who takes part already is left alone. Nobody's day changes.

    Raises NotAllowed, NotPossible, Busy.
    """
    asked = meeting(booking.pk)
    check_may_change_meeting(by=by, meeting=asked)
    site_id = asked.space.floor.site_id
    with hold(sites=[site_id], days=[(site_id, asked.date)]):
        add_participants(standing_meeting(asked.pk, on=asked.date, now=now), people, by=by, now=now)


def add_participants(standing: Booking, people: Collection[PersonKey], *, by: Employee | None, now: datetime) -> None:
    """As ``invite``, inside a hold."""
    there = {participant.person_key for participant in standing.participants.all()}
    new = sorted(set(people) - there)
    Participant.objects.bulk_create(
        Participant(
            booking=standing,
            employee_id=pk if kind == "employee" else None,
            visitor_id=pk if kind == "visitor" else None,
            created_at=now,
            changed_at=now,
        )
        for kind, pk in new
    )
    for key in new:
        tell_of_meeting("invited", standing, key, now=now, by=by and by.pk)


def respond(
    *,
    participant: Participant,
    response: str,
    by: Employee,
    now: datetime,
    door: str,
    reason: str = "",
    override_reason: str = "",
) -> None:
    """Come in person, join remotely, or decline. To come is judged like any day, and reserves or extends it.

    Not to come gives back the half-days that nothing else needs. Raises Refused (kept as a refusal), ReasonNeeded,
    NotAllowed, NotPossible, Busy.
    """
    if response not in ANSWERS:
        raise NotPossible(_("Choose whether you come, join remotely, or decline."))
    asked = meeting(participant.booking_id)
    site_id = asked.space.floor.site_id
    _check_may_respond(participant, by, site_id)
    with (
        refusals_kept(verb="join", by=by, door=door, now=now),
        hold(sites=[site_id], people=[participant.person_key], days=[(site_id, asked.date)]),
    ):
        current = Participant.objects.select_related("booking__space__floor__site").get(pk=participant.pk)
        standing = current.booking
        check_stands(standing, on=asked.date, now=now)
        if current.response == response:
            return
        if response == Response.IN_PERSON:
            granted = judge_coming(
                standing, current.person_key, by=by, now=now, reason=reason, override_reason=override_reason
            )
            _answer(current, response, write(granted, by=by, now=now).attendance_id, now)
        else:
            leave(current, standing, response, by=by, now=now)


def leave(participant: Participant, standing: Booking, response: str, *, by: Employee | None, now: datetime) -> None:
    """Come no more, and give back of the day what nothing else needs. Inside a hold."""
    attendance_id = participant.attendance_id
    _answer(participant, response, None, now)
    if attendance_id is None:
        return
    settled = settle(attendance_id, Parts(standing.morning, standing.afternoon), by=by, now=now)
    if settled.day == ENDED:
        tell_cancelled(settled.before, by=by, now=now)
    elif settled.day != KEPT:
        tell_changed(settled.before, by=by, now=now)


def _answer(participant: Participant, response: str, attendance_id: int | None, now: datetime) -> None:
    Participant.objects.filter(pk=participant.pk).update(response=response, attendance_id=attendance_id, changed_at=now)


def _check_may_respond(participant: Participant, by: Employee, site_id: int) -> None:
    """A person for themselves, whoever may act for them, and a visitor's host."""
    if participant.employee_id is not None:
        check_may_act_for(by=by, employee_id=participant.employee_id, site_id=site_id)
    elif participant.visitor is None or (participant.visitor.host_id != by.pk and not manages(by, site_id)):
        raise NotAllowed
