"""The way back from a cancellation: what the day had is booked again, judged and held like any other booking."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import AlreadyHad, Ask, NotPossible
from booking.actions.participation import respond
from booking.actions.permissions import check_may_change
from booking.actions.reservation import reserve
from booking.models import Attendance, Booking, Employee, Override, Participant
from booking.rules.proposal import NO_PART, Parts, Period
from booking.rules.verdict import REFUSE


def restore(
    *,
    attendance: Attendance,
    by: Employee,
    now: datetime,
    door: str,
    reason: str = "",
    override_reason: str = "",
) -> None:
    """Undo a cancellation: book again what the day had when it was cancelled, a hold for each space and meeting.

    The reasons that it was granted for are given again, unless there are new ones. What is there again already stays.
    Raises Refused, ReasonNeeded, NotAllowed, NotPossible, Busy; what was booked again until then stays.
    """
    check_may_change(by=by, attendance=attendance)
    if attendance.standing or attendance.employee_id is None or attendance.ended_at is None:
        raise NotPossible(_("This day stands; there is nothing to undo."))
    if (before := Override.objects.filter(attendance=attendance).last()) is not None:
        reason = reason or before.reason
        if any(objection["strength"] == REFUSE for objection in before.objections):
            override_reason = override_reason or before.reason
    for ask in _asks(attendance):
        with suppress(AlreadyHad):
            reserve(ask=ask, by=by, now=now, door=door, reason=reason, override_reason=override_reason)
    for participant in _left_with(attendance):
        response = Participant.Response.IN_PERSON
        respond(
            participant=participant,
            response=response,
            by=by,
            now=now,
            door=door,
            reason=reason,
            override_reason=override_reason,
        )


def _left_with(attendance: Attendance) -> Iterable[Participant]:
    """Its owner's places in meetings that still stand, and to which they came until the day ended."""
    assert attendance.ended_at is not None
    return Participant.objects.filter(
        employee=attendance.employee_id,
        booking__date=attendance.date,
        booking__space__floor__site=attendance.site_id,
        booking__state__in=Booking.STANDING,
        response=Participant.Response.REMOTE,
        changed_at=attendance.ended_at,
    ).order_by("booking__period")


def _asks(attendance: Attendance) -> list[Ask]:
    day = Ask(employee_id=attendance.employee_id or 0, site_id=attendance.site_id, day=attendance.date)
    lost = Booking.objects.filter(attendance=attendance, ended_at=attendance.ended_at).order_by("period")
    asks = [replace(day, period=Period(b.period.lower, b.period.upper), space_id=b.space_id) for b in lost]
    alone = Parts(attendance.without_space_morning, attendance.without_space_afternoon)
    if not asks:
        alone = Parts(attendance.morning, attendance.afternoon)
    return asks if alone == NO_PART else [replace(day, parts=alone), *asks]
