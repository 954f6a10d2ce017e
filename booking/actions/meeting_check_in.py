"""Say that a meeting takes place: the room is used, and whoever says so in person has come."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.check_in import arrive
from booking.actions.locking import hold
from booking.actions.permissions import NotAllowed
from booking.actions.room_asking import meeting, standing_meeting
from booking.models import Attendance, Booking, Employee, Participant
from booking.rules.check_in_window import check_in_opens
from booking.rules.loading import rulebook


def check_in_meeting(*, booking: Booking, by: Employee, now: datetime) -> None:
    """For its organiser, or anybody who takes part; a second time changes nothing.

    Raises NotAllowed, NotPossible (cancelled, over, or not yet open), Busy.
    """
    asked = meeting(booking.pk)
    site = asked.space.floor.site
    with hold(sites=[site.pk], people=[("employee", by.pk)], days=[(site.pk, asked.date)]):
        standing = standing_meeting(asked.pk, on=asked.date, now=now)
        part = standing.participants.filter(employee=by).exclude(response=Participant.Response.DECLINED).first()
        if part is None and standing.organiser_id != by.pk:
            raise NotAllowed
        opens = check_in_opens(rulebook(site.pk), standing.date, standing.period.lower)
        if now < opens:
            raise NotPossible(
                _("Check-in opens at %(time)s.") % {"time": opens.astimezone(site.zone_info).strftime("%H:%M")}
            )
        if standing.state == Booking.State.BOOKED:
            Booking.objects.filter(pk=standing.pk).update(
                state=Booking.State.CHECKED_IN, checked_in_at=now, changed_at=now
            )
        if part is not None and part.attendance_id is not None:
            arrive(Attendance.objects.select_related("site").get(pk=part.attendance_id), now=now)
