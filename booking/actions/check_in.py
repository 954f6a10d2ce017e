"""Say that one has come: the planned day becomes present, and the space of this hour is checked in."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.cancellation import hold_of, standing_attendance
from booking.actions.permissions import check_may_change
from booking.models import Attendance, Booking, Employee
from booking.rules.check_in_window import check_in_opens
from booking.rules.loading import rulebook
from booking.rules.proposal import Parts


def check_in(*, attendance: Attendance, by: Employee, now: datetime) -> None:
    """Check in on the day itself, from the policy's minutes before it begins until its last part ends.

    A second time changes nothing. Raises NotAllowed, NotPossible (ended, over, or not yet open), Busy.
    """
    check_may_change(by=by, attendance=attendance)
    with hold_of(attendance):
        arrive(standing_attendance(attendance.pk, now=now), now=now)


def arrive(standing: Attendance, *, now: datetime) -> None:
    """As ``check_in``, inside a hold of the day that the caller has taken."""
    site, parts = standing.site, Parts(standing.morning, standing.afternoon)
    if site.local_date(now) != standing.date:
        raise NotPossible(_("You can check in on the day itself."))
    if parts.period(site, standing.date).end <= now:
        raise NotPossible(_("This time is over."))
    coming = _coming(standing, now)
    begins = [moment for moment in (_alone_begins(standing), coming and coming.period.lower) if moment]
    check_open(standing, min(begins, default=parts.period(site, standing.date).start), now=now)
    if standing.state != Attendance.State.PRESENT:
        Attendance.objects.filter(pk=standing.pk).update(
            state=Attendance.State.PRESENT, checked_in_at=now, held_until=None, changed_at=now
        )
    if coming is not None and coming.state == Booking.State.BOOKED and _opens(standing, coming.period.lower) <= now:
        Booking.objects.filter(pk=coming.pk).update(state=Booking.State.CHECKED_IN, checked_in_at=now, changed_at=now)


def check_open(standing: Attendance, begins: datetime, *, now: datetime) -> None:
    """Raise NotPossible before check-in opens for what begins then."""
    opens = _opens(standing, begins)
    if now < opens:
        clock = opens.astimezone(standing.site.zone_info).strftime("%H:%M")
        raise NotPossible(_("Check-in opens at %(time)s.") % {"time": clock})


def _opens(standing: Attendance, begins: datetime) -> datetime:
    return check_in_opens(rulebook(standing.site_id), standing.date, begins)


def _coming(standing: Attendance, now: datetime) -> Booking | None:
    """The booking of this moment, or else the day's next: an afternoon's desk is not used in the morning."""
    return Booking.objects.standing().filter(attendance=standing, period__endswith__gt=now).order_by("period").first()


def _alone_begins(standing: Attendance) -> datetime | None:
    """When the halves begin for which its owner needs no space."""
    alone = Parts(standing.without_space_morning, standing.without_space_afternoon)
    return alone.period(standing.site, standing.date).start if any(alone) else None
