"""Whoever leaves has days to come that are no longer theirs: found, shown, and ended one by one."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from booking.actions.asking import NotPossible
from booking.actions.cancellation import cancel
from booking.actions.import_outcome import EndedDay
from booking.actions.locking import hold
from booking.actions.room_booking import cancel_room
from booking.models import Attendance, Booking, Employee

AT_A_TIME = 100  # people locked together


def coming_days(leavers: Mapping[int, date], *, now: datetime) -> list[Attendance]:
    """The days still to come, from their last day on, of ``leavers`` (key → first day no longer employed)."""
    if not leavers:
        return []
    earliest = max(min(leavers.values()), now.date() - timedelta(days=1))
    return [
        attendance
        for attendance in Attendance.objects.filter(
            employee__in=leavers,
            date__gte=earliest,
            state__in=[Attendance.State.HELD, Attendance.State.PLANNED],
        )
        .select_related("employee", "site")
        .order_by("date", "employee__sort_key")
        if attendance.date >= max(leavers[attendance.employee_id or 0], attendance.site.local_date(now))
    ]


def end_coming_days(leavers: Mapping[int, date], *, by: Employee | None, now: datetime) -> list[EndedDay]:
    """Cancel those days, each in a hold of its own. Call it after the leaving dates were committed."""
    wait_for_bookings_of(leavers)
    ended = []
    for attendance in coming_days(leavers, now=now):
        try:
            cancel(attendance=attendance, by=by, now=now, reason="left")
        except NotPossible:
            continue  # ended, or checked in, in the meantime
        ended.append(as_ended(attendance))
    _cancel_meetings_of(leavers, by=by, now=now)
    return ended


def _cancel_meetings_of(leavers: Mapping[int, date], *, by: Employee | None, now: datetime) -> None:
    """Rooms that nobody will use are free again; those invited are told, and may book one themselves."""
    organised = Booking.objects.standing().filter(organiser__in=leavers, period__endswith__gt=now)
    for booking in organised.select_related("space__floor").order_by("period"):
        if booking.date >= leavers[booking.organiser_id or 0]:
            try:
                cancel_room(booking=booking, by=None, now=now, reason="left")
            except NotPossible:
                continue  # cancelled in the meantime


def as_ended(attendance: Attendance) -> EndedDay:
    return EndedDay(str(attendance.employee), attendance.date, attendance.site.code)


def wait_for_bookings_of(people: Collection[int]) -> None:
    """Until whoever was booking has ended: later bookings read what was committed, earlier ones can be seen."""
    keys = sorted(people)
    for start in range(0, len(keys), AT_A_TIME):
        with hold(sites=[], people=[("employee", pk) for pk in keys[start : start + AT_A_TIME]]):
            pass
