"""Sit down at a free desk: it is booked from this moment on and checked in at once, in one hold."""

from collections.abc import Collection, Sequence
from datetime import datetime

from booking.actions.asking import Ask, judge_ask, judge_unheld
from booking.actions.cancellation import end_bookings
from booking.actions.check_in import arrive, check_open
from booking.actions.locking import hold
from booking.actions.refusing import refusals_kept
from booking.actions.reservation import Reserved, write
from booking.models import Attendance, Booking, Employee
from booking.rules.loading import rulebook
from booking.rules.proposal import ALL_DAY, Parts, Period
from booking.rules.rulebook import Rulebook
from booking.rules.verdict import Verdict


def walk_in(
    *, space_id: int, site_id: int, by: Employee, now: datetime, door: str, reason: str = "", override_reason: str = ""
) -> Reserved:
    """Book a desk until somebody else has it, at most for the rest of the day; whoever had another moves from there.

    Raises Refused (kept as a refusal), ReasonNeeded, NotPossible, Busy.
    """
    book = rulebook(site_id)
    with (
        refusals_kept(verb="reserve", by=by, door=door, now=now),
        hold(sites=[site_id], people=[("employee", by.pk)], days=[(site_id, book.site.local_date(now))]),
    ):
        left = _desks_had(by, book, now)
        (ask,) = _asks([space_id], book, by, left, now)
        granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
        _leave(left, book, by=by, now=now)
        reserved = write(granted, by=by, now=now)
        standing = Attendance.objects.select_related("site").get(pk=reserved.attendance_id)
        check_open(standing, now, now=now)
        arrive(standing, now=now)
        return reserved


def walk_in_choices(*, space_ids: Sequence[int], site_id: int, by: Employee, now: datetime) -> list[Verdict]:
    """What would be said to somebody who sat down at each of these desks now: a fixed number of queries, no hold."""
    book = rulebook(site_id)
    return judge_unheld(_asks(space_ids, book, by, _desks_had(by, book, now), now), now=now)


def _asks(
    space_ids: Sequence[int], book: Rulebook, by: Employee, left: Collection[Booking], now: datetime
) -> list[Ask]:
    """Each desk from now until its next booking begins, or for the rest of the day."""
    day = book.site.local_date(now)
    day_ends = ALL_DAY.period(book.site, day).end
    until: dict[int, datetime] = {}
    coming = Booking.objects.standing().filter(space__in=space_ids, date=day, period__startswith__gt=now)
    for booking in coming.exclude(pk__in=[b.pk for b in left]).order_by("-period"):
        until[booking.space_id] = booking.period.lower
    return [
        Ask(
            employee_id=by.pk,
            site_id=book.site.pk,
            day=day,
            period=Period(now, until.get(pk, day_ends)),
            space_id=pk,
            gives_up=frozenset(booking.pk for booking in left),
        )
        for pk in space_ids
    ]


def _desks_had(by: Employee, book: Rulebook, now: datetime) -> list[Booking]:
    """The desks that somebody has from now on today: they leave them for this one."""
    return list(
        Booking.objects.standing()
        .filter(attendance__employee=by, attendance__site=book.site, date=book.site.local_date(now))
        .filter(period__endswith__gt=now, space__kind="desk")
    )


def _leave(bookings: Collection[Booking], book: Rulebook, *, by: Employee, now: datetime) -> None:
    """What was used until now stays, as history; the rest is free for others."""
    used = [b for b in bookings if b.state == Booking.State.CHECKED_IN and b.period.lower < now]
    end_bookings([b.pk for b in bookings if b not in used], by=by, now=now)
    for booking in used:
        parts = Parts.touched(Period(booking.period.lower, now), book.site, booking.date)
        Booking.objects.filter(pk=booking.pk).update(
            period=(booking.period.lower, now), morning=parts.morning, afternoon=parts.afternoon, changed_at=now
        )
