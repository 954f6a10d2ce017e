"""The way back from a booking and from a cancellation. Each is judged and held like any other change."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.amendment import shrink
from booking.actions.asking import Ask, NotPossible
from booking.actions.cancellation import cancel_booking
from booking.actions.reservation import reserve
from booking.models import Attendance, Booking, Employee
from booking.rules.proposal import NO_PART, Parts, Period


def take_back(*, booking: Booking, by: Employee, now: datetime) -> None:
    """Undo a booking: the day ends with it, or shrinks to what the other bookings of that day need.

    Raises NotAllowed, NotPossible, Busy.
    """
    attendance = booking.attendance
    if attendance is None:
        raise NotPossible(_("This booking belongs to nobody’s day."))
    cancel_booking(booking=booking, by=by, now=now)
    left = NO_PART
    for other in Booking.objects.standing().filter(attendance=attendance):
        left = left.union(Parts(other.morning, other.afternoon))
    if left not in (NO_PART, Parts(attendance.morning, attendance.afternoon)) and not attendance.without_space:
        shrink(attendance=attendance, parts=left, by=by, now=now)


def restore(*, attendance: Attendance, by: Employee, now: datetime, door: str) -> None:
    """Undo a cancellation: book again what the day had when it was cancelled, a hold for each space.

    Raises Refused, ReasonNeeded, NotAllowed, NotPossible, Busy; what was booked again until then stays.
    """
    if attendance.standing or attendance.employee_id is None:
        raise NotPossible(_("This day stands; there is nothing to undo."))
    lost = Booking.objects.filter(
        attendance=attendance, state=Booking.State.CANCELLED, changed_at=attendance.ended_at
    ).order_by("period")
    for ask in _asks(attendance, list(lost)):
        reserve(ask=ask, by=by, now=now, door=door, reason=attendance.warning_reason)


def _asks(attendance: Attendance, lost: list[Booking]) -> list[Ask]:
    day = Ask(
        employee_id=attendance.employee_id or 0,
        site_id=attendance.site_id,
        day=attendance.date,
        parts=Parts(attendance.morning, attendance.afternoon),
    )
    asks = [_again(day, booking) for booking in lost]
    covered = NO_PART
    for booking in lost:
        covered = covered.union(Parts(booking.morning, booking.afternoon))
    if attendance.without_space:
        return [day, *asks]  # first, so that it is again a day that stands without a space
    return asks if covered == day.parts else [*asks, day]


def _again(day: Ask, booking: Booking) -> Ask:
    return Ask(
        employee_id=day.employee_id,
        site_id=day.site_id,
        day=day.day,
        period=Period(booking.period.lower, booking.period.upper),
        space_id=booking.space_id,
    )
