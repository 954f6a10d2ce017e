"""Cancel a day, or one booking of it. A cancelled row stays, with its history: the statistics and the audit need it."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.locking import hold
from booking.actions.permissions import check_may_change
from booking.actions.remaining import come_no_more, parts_needed
from booking.models import Attendance, Booking, Employee
from booking.notifications.outbox import tell
from booking.rules.proposal import NO_PART, Parts


def cancel(*, attendance: Attendance, by: Employee | None, now: datetime, reason: str = "") -> None:
    """End a day that is not over, with its bookings, in a hold of its own; ``by`` is None for the clockwork.

    Raises NotAllowed, NotPossible (already ended, over, or checked in), Busy.
    """
    if by is not None:
        check_may_change(by=by, attendance=attendance)
    with hold_of(attendance):
        standing = standing_attendance(attendance.pk, now=now)
        check_can_be_let_go(standing, now=now)
        end_attendance(standing, by=by, now=now, reason=reason)


def cancel_booking(*, booking: Booking, by: Employee, now: datetime) -> Parts:
    """Give one space back, and with it the half-days that nothing else needs; returns what is left of the day.

    The last booking ends the day, unless its owner comes without a space, or has come. Raises NotAllowed, NotPossible,
    Busy.
    """
    attendance = booking.attendance
    if attendance is None:
        raise NotPossible(_("This booking belongs to nobody’s day."))
    check_may_change(by=by, attendance=attendance)
    with hold_of(attendance):
        standing = standing_attendance(attendance.pk, now=now)
        if not Booking.objects.standing().filter(pk=booking.pk, attendance=standing).exists():
            raise NotPossible(_("This booking has ended already."))
        if booking.period.upper <= now:
            raise NotPossible(_("This time is over."))
        left = parts_needed(standing, but_bookings=[booking.pk])
        if left == NO_PART:
            end_attendance(standing, by=by, now=now)
            return left
        end_bookings([booking.pk], by=by, now=now)
        Attendance.objects.filter(pk=standing.pk).update(morning=left.morning, afternoon=left.afternoon, changed_at=now)
        tell_changed(standing, by=by, now=now)
        return left


def end_attendance(attendance: Attendance, *, by: Employee | None, now: datetime, reason: str = "") -> None:
    """Mark a standing attendance and its bookings as cancelled and tell its owner. Inside a hold."""
    end_attendance_untold(attendance, by=by, now=now, reason=reason)
    tell_cancelled(attendance, by=by, now=now, reason=reason)


def end_attendance_untold(attendance: Attendance, *, by: Employee | None, now: datetime, reason: str = "") -> None:
    """As ``end_attendance``, for whoever tells of it in a message of their own. Its meetings go on without it."""
    end_bookings(Booking.objects.standing().filter(attendance=attendance).values("pk"), by=by, now=now)
    come_no_more(attendance, NO_PART, now=now, reason=reason)
    Attendance.objects.filter(pk=attendance.pk).update(
        state=Attendance.State.CANCELLED, ended_at=now, ended_by=by, changed_at=now
    )


def tell_cancelled(attendance: Attendance, *, by: Employee | None, now: datetime, reason: str = "") -> None:
    """Tell the owner of a day that it has ended."""
    tell(
        kind="cancelled",
        key=f"cancelled:{attendance.pk}",
        employee_id=attendance.employee_id,
        visitor_id=attendance.visitor_id,
        payload={"attendance": attendance.pk, "by": by.pk if by else None, "reason": reason},
        now=now,
    )


def end_bookings(keys, *, by: Employee | None, now: datetime) -> None:
    """Mark bookings (keys) as cancelled. Inside a hold."""
    Booking.objects.filter(pk__in=keys).update(state=Booking.State.CANCELLED, ended_at=now, ended_by=by, changed_at=now)


def tell_changed(attendance: Attendance, *, by: Employee | None, now: datetime) -> None:
    """Tell the owner of a day how it now stands; ``attendance`` is the row as it was before."""
    tell(
        kind="changed",
        key=f"changed:{attendance.pk}:{now.timestamp()}",
        employee_id=attendance.employee_id,
        visitor_id=attendance.visitor_id,
        payload={
            "attendance": attendance.pk,
            "by": by and by.pk,
            "before": {"morning": attendance.morning, "afternoon": attendance.afternoon},
        },
        now=now,
    )


def hold_of(attendance: Attendance):
    """The hold under which an existing attendance may change: its site, its person, its date."""
    return hold(
        sites=[attendance.site_id], people=[attendance.person_key], days=[(attendance.site_id, attendance.date)]
    )


def standing_attendance(pk: int, *, now: datetime) -> Attendance:
    """The row as it is under the hold. Raises NotPossible when it has ended, or its day is over: history stays."""
    attendance = Attendance.objects.select_related("site").get(pk=pk)
    if not attendance.standing:
        raise NotPossible(_("This day has been cancelled already."))
    if attendance.date < attendance.site.local_date(now):
        raise NotPossible(_("This day is over."))
    return attendance


def check_can_be_let_go(attendance: Attendance, *, now: datetime) -> None:
    """Raise NotPossible when its owner has come, or its last half is over: a day that was used is not given back."""
    if attendance.state == Attendance.State.PRESENT:
        raise NotPossible(_("You have checked in for this day already."))
    parts = Parts(attendance.morning, attendance.afternoon)
    if parts.period(attendance.site, attendance.date).end <= now:
        raise NotPossible(_("This time is over."))
