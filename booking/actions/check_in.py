"""Say that one has come: the planned day becomes present, its bookings checked in."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.cancellation import hold_of, standing_attendance
from booking.actions.permissions import check_may_act_for
from booking.models import Attendance, Booking, Employee


def check_in(*, attendance: Attendance, by: Employee, now: datetime) -> None:
    """Check in on the day itself, by the site's calendar; a second time changes nothing.

    Raises NotAllowed, NotPossible (ended, or not today), Busy.
    """
    check_may_act_for(by=by, employee_id=attendance.employee_id or 0, site_id=attendance.site_id)
    with hold_of(attendance):
        standing = standing_attendance(attendance.pk)
        if standing.site.local_date(now) != standing.date:
            raise NotPossible(_("You can check in on the day itself."))
        if standing.state == Attendance.State.PRESENT:
            return
        Attendance.objects.filter(pk=standing.pk).update(
            state=Attendance.State.PRESENT, checked_in_at=now, held_until=None, changed_at=now
        )
        Booking.objects.standing().filter(attendance=standing).update(state=Booking.State.CHECKED_IN, changed_at=now)
