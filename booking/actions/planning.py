"""Several weeks in one sweep: a hold for each date, earliest first, and each date answered by itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from booking.actions.amendment import shrink
from booking.actions.asking import Ask, NotPossible, ReasonNeeded, Refused, judge_unheld
from booking.actions.cancellation import cancel, cancel_booking
from booking.actions.foresight import ASKED_FOR, NEEDS_REASON, REFUSED, Foreseen, Sweep, foresee
from booking.actions.locking import Busy
from booking.actions.permissions import check_may_act_for
from booking.actions.reservation import Reserved, reserve
from booking.actions.usual_desk import reserve_usual_desk
from booking.models import Attendance, Booking, Employee
from booking.rules import physical
from booking.rules.proposal import NO_PART, Parts
from booking.rules.verdict import Objection

BOOKED, BUSY, IMPOSSIBLE = "booked", "busy", "impossible"
TRIES = 3  # of a date that finds its locks taken

T = TypeVar("T")


@dataclass(frozen=True)
class Taken:
    """What a sweep took on one date, so that it can be given back. ``before``: what of the day was there already."""

    attendance_id: int
    booking_id: int | None
    before: Parts


@dataclass(frozen=True)
class Planned:
    """How one date went: ``outcome`` is BOOKED, BUSY, IMPOSSIBLE, or an outlook of the foresight.

    ``why`` holds the objections to the date, or, of a booked one, to the usual desk; ``text`` says what was impossible.
    """

    day: date
    outcome: str
    taken: Taken | None = None
    space_id: int | None = None
    usual_id: int | None = None
    why: tuple[Objection, ...] = ()
    refusal_id: int | None = None
    text: str = ""


def plan(*, sweep: Sweep, by: Employee, now: datetime, door: str) -> list[Planned]:
    """Book every date of ``sweep`` that can be booked; the sweep as a whole never fails.

    Dates that ask for nothing (closed, away, already in, not open yet) are only reported. Raises NotAllowed.
    """
    check_may_act_for(by=by, employee_id=sweep.employee_id, site_id=sweep.site_id)
    return [_planned(foreseen, sweep, by, now, door) for foreseen in foresee(sweep=sweep, now=now)]


def unplan(*, taken: Iterable[Taken], by: Employee, now: datetime) -> list[date]:
    """Give back what a sweep took, a hold for each date; returns the dates given back.

    What has ended, or begun, in the meantime stays as it is. Raises NotAllowed.
    """
    taken = list(taken)
    days = Attendance.objects.in_bulk([one.attendance_id for one in taken])
    bookings = Booking.objects.select_related("attendance").in_bulk([one.booking_id for one in taken if one.booking_id])
    given_back = []
    for one in taken:
        attendance, booking = days.get(one.attendance_id), bookings.get(one.booking_id or 0)
        if attendance is None or (booking is not None and booking.attendance_id != attendance.pk):
            continue
        try:
            _patiently(partial(_give_back, one, attendance, booking, by, now))
        except (NotPossible, Busy):
            continue
        given_back.append(attendance.date)
    return given_back


def _planned(foreseen: Foreseen, sweep: Sweep, by: Employee, now: datetime, door: str) -> Planned:
    nothing = Planned(foreseen.day, foreseen.outlook, usual_id=foreseen.usual_id, why=foreseen.why)
    if foreseen.outlook not in ASKED_FOR:
        space_id = foreseen.own.bookings[0].space_id if foreseen.own and foreseen.own.bookings else None
        return replace(nothing, space_id=space_id)
    ask = Ask(
        employee_id=sweep.employee_id,
        site_id=sweep.site_id,
        day=foreseen.day,
        parts=foreseen.verdict.proposal.parts,
    )
    book = reserve_usual_desk if sweep.with_desk else reserve
    try:
        reserved = _patiently(lambda: book(ask=ask, by=by, now=now, door=door))
    except ReasonNeeded as needed:
        return replace(nothing, outcome=NEEDS_REASON, why=needed.verdict.warnings)
    except Refused as refused:
        return replace(nothing, outcome=REFUSED, why=refused.verdict.refusals, refusal_id=refused.refusal_id)
    except NotPossible as impossible:
        return replace(nothing, outcome=IMPOSSIBLE, text=str(impossible))
    except Busy:
        return replace(nothing, outcome=BUSY)
    return _booked(foreseen, ask, reserved, now)


def _booked(foreseen: Foreseen, ask: Ask, reserved: Reserved, now: datetime) -> Planned:
    """The date as it was booked, and what spoke against the usual desk where it became another."""
    space_id = None
    if reserved.booking_id is not None:
        space_id = Booking.objects.values_list("space", flat=True).get(pk=reserved.booking_id)
    usual, why = foreseen.usual_id, foreseen.why
    if usual in (None, space_id):
        why = ()
    elif not why:  # it was free a moment ago
        given_up = frozenset({reserved.booking_id} if reserved.booking_id else ())
        (verdict,) = judge_unheld([replace(ask, space_id=usual, gives_up=given_up)], now=now)
        why = verdict.refusals
    return Planned(
        foreseen.day,
        BOOKED,
        taken=Taken(reserved.attendance_id, reserved.booking_id, foreseen.own.parts if foreseen.own else NO_PART),
        space_id=space_id,
        usual_id=usual,
        why=tuple(sorted(why, key=lambda objection: objection.code != physical.TAKEN)),
    )


def _give_back(taken: Taken, attendance: Attendance, booking: Booking | None, by: Employee, now: datetime) -> None:
    if booking is not None:
        cancel_booking(booking=booking, by=by, now=now)
    elif taken.before == NO_PART:
        cancel(attendance=attendance, by=by, now=now)
    else:
        shrink(attendance=attendance, parts=taken.before, by=by, now=now)


def _patiently(act: Callable[[], T]) -> T:
    """Try again where the locks were not to be had in time. Raises Busy after the last try."""
    for _turn in range(TRIES - 1):
        try:
            return act()
        except Busy:
            continue
    return act()
