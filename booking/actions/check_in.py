"""Say that one has come: the planned day becomes present, and the space of this hour is checked in."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.cancellation import hold_of, standing_attendance
from booking.actions.permissions import check_may_change
from booking.models import Attendance, Booking, Employee


def check_in(*, attendance: Attendance, by: Employee, now: datetime) -> None:
    """Check in on the day itself, by the site's calendar; a second time changes nothing.

    Raises NotAllowed, NotPossible (ended, or not today), Busy.
    """
    check_may_change(by=by, attendance=attendance)
    with hold_of(attendance):
        standing = standing_attendance(attendance.pk, now=now)
        if standing.site.local_date(now) != standing.date:
            raise NotPossible(_("You can check in on the day itself."))
        if standing.state != Attendance.State.PRESENT:
            Attendance.objects.filter(pk=standing.pk).update(
                state=Attendance.State.PRESENT, checked_in_at=now, held_until=None, changed_at=now
            )
        _check_in_space(standing, now)


def _check_in_space(attendance: Attendance, now: datetime) -> None:
    """The booking of this moment, or else the day's next: an afternoon's desk is not used in the morning."""
    coming = (
        Booking.objects.standing().filter(attendance=attendance, period__endswith__gt=now).order_by("period").first()
    )
    if coming is not None and coming.state == Booking.State.BOOKED:
        Booking.objects.filter(pk=coming.pk).update(state=Booking.State.CHECKED_IN, checked_in_at=now, changed_at=now)
