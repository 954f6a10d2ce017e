"""Cancel a day, or one booking of it. A cancelled row stays, with its history: the statistics and the audit need it."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.locking import hold
from booking.actions.permissions import check_may_act_for
from booking.models import Attendance, Booking, Employee
from booking.notifications.outbox import tell


def cancel(*, attendance: Attendance, by: Employee | None, now: datetime, reason: str = "") -> None:
    """End a day that has not begun, with its bookings, in a hold of its own; ``by`` is None for the clockwork.

    Raises NotAllowed, NotPossible (already ended, or checked in), Busy.
    """
    if by is not None and attendance.employee_id is not None:
        check_may_act_for(by=by, employee_id=attendance.employee_id, site_id=attendance.site_id)
    with hold_of(attendance):
        standing = standing_attendance(attendance.pk)
        if standing.state == Attendance.State.PRESENT:
            raise NotPossible(_("You have checked in for this day already."))
        end_attendance(standing, by=by, now=now, reason=reason)


def cancel_booking(*, booking: Booking, by: Employee, now: datetime, reason: str = "") -> None:
    """Give one space back. The last booking of a day ends the day, unless its owner comes without a space.

    Raises NotAllowed, NotPossible, Busy.
    """
    attendance = booking.attendance
    if attendance is None:
        raise NotPossible(_("This booking belongs to nobody’s day."))
    check_may_act_for(by=by, employee_id=attendance.employee_id or 0, site_id=attendance.site_id)
    with hold_of(attendance):
        standing = standing_attendance(attendance.pk)
        bookings = list(Booking.objects.standing().filter(attendance=standing))
        if booking.pk not in {b.pk for b in bookings}:
            raise NotPossible(_("This booking has ended already."))
        if len(bookings) == 1 and not standing.without_space and standing.state != Attendance.State.PRESENT:
            end_attendance(standing, by=by, now=now, reason=reason)
        else:
            Booking.objects.filter(pk=booking.pk).update(state=Booking.State.CANCELLED, changed_at=now)


def end_attendance(attendance: Attendance, *, by: Employee | None, now: datetime, reason: str = "") -> None:
    """Mark a standing attendance and its bookings as cancelled and tell its owner. Inside a hold."""
    Booking.objects.standing().filter(attendance=attendance).update(state=Booking.State.CANCELLED, changed_at=now)
    Attendance.objects.filter(pk=attendance.pk).update(
        state=Attendance.State.CANCELLED, ended_at=now, ended_by=by, changed_at=now
    )
    tell(
        kind="cancelled",
        key=f"cancelled:{attendance.pk}",
        employee_id=attendance.employee_id,
        visitor_id=attendance.visitor_id,
        payload={"attendance": attendance.pk, "by": by.pk if by else None, "reason": reason},
        now=now,
    )


def hold_of(attendance: Attendance):
    """The hold under which an existing attendance may change: its site, its person, its date."""
    person = (
        ("employee", attendance.employee_id)
        if attendance.employee_id is not None
        else ("visitor", attendance.visitor_id or 0)
    )
    return hold(sites=[attendance.site_id], people=[person], days=[(attendance.site_id, attendance.date)])


def standing_attendance(pk: int) -> Attendance:
    """The row as it is under the hold. Raises NotPossible when it has ended meanwhile."""
    attendance = Attendance.objects.get(pk=pk)
    if not attendance.standing:
        raise NotPossible(_("This day has been cancelled already."))
    return attendance
