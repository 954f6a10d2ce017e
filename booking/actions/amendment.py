"""Change a standing day: another space, another date, more of the day, or less of it.

An update is a booking, too: it is judged like one. Only a pure shrink always goes.
"""

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from booking.actions.asking import Ask, NotPossible, judge_ask
from booking.actions.cancellation import end_attendance, hold_of, standing_attendance
from booking.actions.locking import hold
from booking.actions.permissions import check_may_act_for
from booking.actions.refusing import refusals_kept
from booking.actions.reservation import Reserved, write
from booking.models import Attendance, Booking, Employee
from booking.notifications.outbox import tell
from booking.rules.proposal import NO_PART, Parts, Period


def move(
    *,
    attendance: Attendance,
    by: Employee,
    now: datetime,
    door: str,
    day: date | None = None,
    space_id: int | None = None,
    reason: str = "",
    override_reason: str = "",
) -> Reserved:
    """Let a day go and take another, or another space on the same day, in one stroke: either both happen or neither.

    Without ``space_id`` a move keeps the space; without ``day``, the date. Raises Refused, ReasonNeeded, NotAllowed,
    NotPossible, Busy.
    """
    employee_id = _owner(attendance)
    check_may_act_for(by=by, employee_id=employee_id, site_id=attendance.site_id)
    day = day or attendance.date
    with (
        refusals_kept(verb="move", by=by, door=door, now=now),
        hold(
            sites=[attendance.site_id],
            people=[("employee", employee_id)],
            days={(attendance.site_id, attendance.date), (attendance.site_id, day)},
        ),
    ):
        standing = standing_attendance(attendance.pk)
        if standing.state == Attendance.State.PRESENT and day != standing.date:
            raise NotPossible(_("You have checked in for this day already."))
        bookings = list(Booking.objects.standing().filter(attendance=standing))
        ask = Ask(
            employee_id=employee_id,
            site_id=standing.site_id,
            day=day,
            parts=Parts(standing.morning, standing.afternoon),
            space_id=space_id or next((booking.space_id for booking in bookings), None),
            gives_up=frozenset(booking.pk for booking in bookings),
        )
        if day != standing.date:
            ask = replace(ask, leaves=frozenset({standing.pk}))
            granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
            end_attendance(standing, by=by, now=now)
        else:
            granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
            Booking.objects.filter(pk__in=ask.gives_up).update(state=Booking.State.CANCELLED, changed_at=now)
        return write(granted, by=by, now=now, reason=reason, override_reason=override_reason)


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
    """Stay for more of the day, at the same space if there is one. Raises as ``move`` does."""
    employee_id = _owner(attendance)
    check_may_act_for(by=by, employee_id=employee_id, site_id=attendance.site_id)
    with refusals_kept(verb="extend", by=by, door=door, now=now), hold_of(attendance):
        standing = standing_attendance(attendance.pk)
        bookings = list(Booking.objects.standing().filter(attendance=standing).order_by("period"))
        ask = Ask(
            employee_id=employee_id,
            site_id=standing.site_id,
            day=standing.date,
            parts=Parts(standing.morning, standing.afternoon).union(parts),
            space_id=bookings[0].space_id if bookings else None,
            gives_up=frozenset(booking.pk for booking in bookings),
        )
        granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
        Booking.objects.filter(pk__in=ask.gives_up).update(state=Booking.State.CANCELLED, changed_at=now)
        return write(granted, by=by, now=now, reason=reason, override_reason=override_reason)


def shrink(*, attendance: Attendance, parts: Parts, by: Employee, now: datetime) -> None:
    """Keep only ``parts`` of a day; no rule can object. Raises NotAllowed, NotPossible, Busy."""
    check_may_act_for(by=by, employee_id=_owner(attendance), site_id=attendance.site_id)
    with hold_of(attendance):
        standing = standing_attendance(attendance.pk)
        now_has = Parts(standing.morning, standing.afternoon)
        if parts in (NO_PART, now_has) or any(parts.minus(now_has)):
            raise NotPossible(_("Choose a part of the day that you have, and less than all of it."))
        kept = Period(*standing.site.part_of_day(standing.date, morning=parts.morning, afternoon=parts.afternoon))
        for booking in Booking.objects.standing().filter(attendance=standing):
            _cut(booking, kept, parts, now)
        Attendance.objects.filter(pk=standing.pk).update(
            morning=parts.morning, afternoon=parts.afternoon, changed_at=now
        )
        tell(
            kind="changed",
            key=f"changed:{standing.pk}:{now.timestamp()}",
            employee_id=standing.employee_id,
            payload={"attendance": standing.pk, "before": {"morning": now_has.morning, "afternoon": now_has.afternoon}},
            now=now,
        )


def _cut(booking: Booking, kept: Period, parts: Parts, now: datetime) -> None:
    """Shorten a booking to the kept part of the day, or cancel it where nothing is left."""
    start, end = max(booking.period.lower, kept.start), min(booking.period.upper, kept.end)
    if start >= end:
        booking.state = Booking.State.CANCELLED
    else:
        booking.period = Period(start, end)
        booking.morning, booking.afternoon = booking.morning and parts.morning, booking.afternoon and parts.afternoon
    booking.changed_at = now
    booking.save(update_fields=["state", "period", "morning", "afternoon", "changed_at"])


def _owner(attendance: Attendance) -> int:
    if attendance.employee_id is None:
        raise NotPossible(_("A visitor’s day is changed by its host."))
    return attendance.employee_id
