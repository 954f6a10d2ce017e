"""Change a standing day: another space, another date, more of the day, or less of it.

An update is a booking, too: it is judged like one. Only a pure shrink always goes. Each change keeps the hours of what
it moves, and leaves the other bookings of the day alone.
"""

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from booking.actions.asking import Ask, Granted, NotPossible, judge_ask
from booking.actions.cancellation import (
    check_can_be_let_go,
    end_attendance,
    end_bookings,
    hold_of,
    standing_attendance,
    tell_changed,
)
from booking.actions.locking import hold
from booking.actions.permissions import check_may_change
from booking.actions.refusing import refusals_kept
from booking.actions.remaining import come_no_more
from booking.actions.reservation import Reserved, write
from booking.models import Attendance, Booking, Employee, Site
from booking.rules.proposal import NO_PART, Parts, Period


def move(
    *,
    attendance: Attendance,
    by: Employee,
    now: datetime,
    door: str,
    day: date | None = None,
    space_id: int | None = None,
    booking_id: int | None = None,
    reason: str = "",
    override_reason: str = "",
) -> Reserved:
    """Let a day go for another date, or a booking for another space, in one stroke: either all happens or nothing.

    Without ``space_id`` the spaces are kept, without ``day`` the date; ``booking_id`` says which of several bookings
    takes the space (by default the first). Raises Refused, ReasonNeeded, NotAllowed, NotPossible, Busy.
    """
    employee_id = _owner(attendance)
    check_may_change(by=by, attendance=attendance)
    day = day or attendance.date
    with (
        refusals_kept(verb="move", by=by, door=door, now=now),
        hold(
            sites=[attendance.site_id],
            people=[("employee", employee_id)],
            days={(attendance.site_id, attendance.date), (attendance.site_id, day)},
        ),
    ):
        standing = standing_attendance(attendance.pk, now=now)
        bookings = _bookings(standing)
        moved = next((b for b in bookings if booking_id in (None, b.pk)), None)
        if booking_id is not None and moved is None:
            raise NotPossible(_("This booking has ended already."))
        if day == standing.date:
            asks = [_at_another_space(standing, moved, space_id)]
            gone = [moved.pk] if moved else []
        else:
            check_can_be_let_go(standing, now=now)
            spaces = {b.pk: space_id if space_id and b is moved else b.space_id for b in bookings}
            asks = _on_another_day(standing, bookings, spaces, day)
            gone = [b.pk for b in bookings]
        # All are judged before the old goes, as if it were gone; and each is written before the next is judged.
        results: list[Reserved] = []
        for ask in asks:
            granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
            if not results:
                _let_go(standing, gone, day, by, now)
            results.append(write(granted, by=by, now=now))
        return results[0]


def extend(
    *,
    attendance: Attendance,
    parts: Parts,
    by: Employee,
    now: datetime,
    door: str,
    reason: str = "",
    override_reason: str = "",
) -> Reserved:
    """Stay for more of the day, at the space next to the new part if there is one. Raises as ``move`` does."""
    _owner(attendance)
    check_may_change(by=by, attendance=attendance)
    with refusals_kept(verb="extend", by=by, door=door, now=now), hold_of(attendance):
        standing = standing_attendance(attendance.pk, now=now)
        parts = parts.union(Parts(standing.morning, standing.afternoon))
        return write(_more(standing, parts, by, now, reason, override_reason), by=by, now=now)


def shrink(*, attendance: Attendance, parts: Parts, by: Employee, now: datetime) -> None:
    """Keep only ``parts`` of a day; no rule can object. Raises NotAllowed, NotPossible, Busy."""
    check_may_change(by=by, attendance=attendance)
    with hold_of(attendance):
        shrink_held(standing_attendance(attendance.pk, now=now), parts=parts, by=by, now=now)


def change_parts(
    *,
    attendance: Attendance,
    parts: Parts,
    by: Employee,
    now: datetime,
    door: str,
    reason: str = "",
    override_reason: str = "",
) -> None:
    """Let a day be ``parts``: more of it, less of it, or its other half, in one stroke. Raises as ``move`` does."""
    _owner(attendance)
    check_may_change(by=by, attendance=attendance)
    with refusals_kept(verb="extend", by=by, door=door, now=now), hold_of(attendance):
        standing = standing_attendance(attendance.pk, now=now)
        has = Parts(standing.morning, standing.afternoon)
        gone = has.minus(parts)
        if any(gone):
            _check_not_over(gone, standing, now)
        if any(parts.minus(has)):
            write(_more(standing, parts, by, now, reason, override_reason), by=by, now=now)
        if any(gone):
            shrink_held(standing_attendance(attendance.pk, now=now), parts=parts, by=by, now=now)


def shrink_held(standing: Attendance, *, parts: Parts, by: Employee | None, now: datetime, reason: str = "") -> None:
    """As ``shrink``, inside a hold of the day that the caller has taken; ``by`` is None for an import.

    ``reason`` is told to whom they would meet.
    """
    now_has = Parts(standing.morning, standing.afternoon)
    if parts in (NO_PART, now_has) or parts.minus(now_has) != NO_PART:
        raise NotPossible(_("Choose a part of the day that you have, and less than all of it."))
    _check_not_over(now_has.minus(parts), standing, now)
    kept = parts.period(standing.site, standing.date)
    for booking in _bookings(standing):
        _cut(booking, kept, standing.site, by, now)
    come_no_more(standing, parts, now=now, reason=reason)
    Attendance.objects.filter(pk=standing.pk).update(
        morning=parts.morning,
        afternoon=parts.afternoon,
        without_space_morning=standing.without_space_morning and parts.morning,
        without_space_afternoon=standing.without_space_afternoon and parts.afternoon,
        changed_at=now,
    )
    tell_changed(standing, by=by, now=now)


def _more(
    standing: Attendance, parts: Parts, by: Employee, now: datetime, reason: str, override_reason: str
) -> Granted:
    """What is granted of ``parts`` beyond the day as it stands; the booking that it widens or shifts has ended then."""
    has = Parts(standing.morning, standing.afternoon)
    new = parts.minus(has)
    if new == NO_PART:
        raise NotPossible(_("You have this part of the day already."))
    _check_not_over(new, standing, now)
    ask = Ask(employee_id=_owner(standing), site_id=standing.site_id, day=standing.date, parts=new)
    bookings = _bookings(standing)
    if bookings:
        widened = bookings[0] if new.morning else bookings[-1]
        period = new.period(standing.site, standing.date)
        if has.minus(parts) != has:  # else the other half goes, and need not be granted again
            period = Period(min(widened.period.lower, period.start), max(widened.period.upper, period.end))
        ask = replace(
            ask,
            period=period,
            space_id=widened.space_id,
            gives_up=frozenset({widened.pk}),
        )
    granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
    end_bookings(ask.gives_up, by=by, now=now)
    return granted


def _check_not_over(parts: Parts, standing: Attendance, now: datetime) -> None:
    if parts.period(standing.site, standing.date).end <= now:
        raise NotPossible(_("This time is over."))


def _at_another_space(standing: Attendance, moved: Booking | None, space_id: int | None) -> Ask:
    """The same hours at another space; or, for a day without one, its parts."""
    return Ask(
        employee_id=_owner(standing),
        site_id=standing.site_id,
        day=standing.date,
        parts=Parts(standing.morning, standing.afternoon),
        period=Period(moved.period.lower, moved.period.upper) if moved else None,
        space_id=space_id or (moved.space_id if moved else None),
        gives_up=frozenset({moved.pk} if moved else ()),
    )


def _on_another_day(standing: Attendance, bookings: list[Booking], spaces: dict[int, int], day: date) -> list[Ask]:
    """The same day on another date: each booking with its hours, and the halves that need no space."""
    whole = Ask(
        employee_id=_owner(standing),
        site_id=standing.site_id,
        day=day,
        leaves=frozenset({standing.pk}),
        gives_up=frozenset(spaces),
    )
    alone = Parts(standing.without_space_morning, standing.without_space_afternoon)
    if not bookings:
        alone = Parts(standing.morning, standing.afternoon)
    asks = [replace(whole, parts=alone)] if alone != NO_PART else []
    for booking in bookings:
        period = _same_hours(booking, standing.site, day)
        asks.append(replace(whole, period=period, space_id=spaces[booking.pk]))
    return asks


def _same_hours(booking: Booking, site: Site, day: date) -> Period:
    """A booking's hours by the wall clock, on another date; whole halves stay whole when the clocks change."""
    whole = Parts(booking.morning, booking.afternoon)
    old = Period(booking.period.lower, booking.period.upper)
    if old == whole.period(site, booking.date):
        return whole.period(site, day)
    start, end = (moment.astimezone(site.zone_info).time() for moment in old)
    last = site.instant(day, end) if end > start else Parts(True, True).period(site, day).end
    return Period(site.instant(day, start), last)


def _let_go(standing: Attendance, bookings: list[int], day: date, by: Employee, now: datetime) -> None:
    if day == standing.date:
        end_bookings(bookings, by=by, now=now)
    else:
        end_attendance(standing, by=by, now=now)


def _cut(booking: Booking, kept: Period, site: Site, by: Employee | None, now: datetime) -> None:
    """Shorten a booking to the kept part of the day, or cancel it where nothing is left."""
    period = Period(max(booking.period.lower, kept.start), min(booking.period.upper, kept.end))
    if period.start >= period.end:
        end_bookings([booking.pk], by=by, now=now)
        return
    parts = Parts.touched(period, site, booking.date)
    Booking.objects.filter(pk=booking.pk).update(
        period=tuple(period), morning=parts.morning, afternoon=parts.afternoon, changed_at=now
    )


def _bookings(standing: Attendance) -> list[Booking]:
    return list(Booking.objects.standing().filter(attendance=standing).order_by("period"))


def _owner(attendance: Attendance) -> int:
    if attendance.employee_id is None:
        raise NotPossible(_("A visitor’s day is changed by its host."))
    return attendance.employee_id
