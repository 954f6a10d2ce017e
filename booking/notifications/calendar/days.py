"""A day at a site as an event: a whole day as such, a half or hours from when to when."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from booking.models import Attendance, Booking
from booking.notifications.calendar.event import CANCELLED, CONFIRMED, Attendee, Event, uid
from booking.notifications.day import Day, space_in_words
from booking.rules.proposal import ALL_DAY, NO_PART, Parts, Period

COUNTED_FROM = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())


def day_event(day: Day, *, changed_at: datetime, attendee: Attendee | None = None) -> Event:
    """``changed_at`` is when the day or a space of it last changed.

    A day given back and booked again is the same event: its identity is person, site and date, and its SEQUENCE the
    seconds until its last change, which no new row begins anew.
    """
    attendance = day.attendance
    site = attendance.site
    start, end = _time_of(day)
    spaces = ", ".join(space_in_words(booking.space) for booking in day.bookings)
    words = {"site": site.name, "spaces": spaces}
    facts = day.facts()
    return Event(
        uid=uid("day", *attendance.person_key, attendance.site_id, attendance.date.strftime("%Y%m%d")),
        start=start,
        end=end,
        summary=_("In at %(site)s: %(spaces)s") % words if spaces else _("In at %(site)s") % words,
        description="\n".join([*(f"{label}: {value}" for label, value in facts[1:]), f"{settings.SITE_URL}/"]),
        location=", ".join(filter(None, [spaces, site.name, site.address])),
        changed_at=changed_at,
        sequence=int(changed_at.timestamp()) - COUNTED_FROM,
        is_busy=False,
        status=CONFIRMED if attendance.standing and not only_for_meetings(day) else CANCELLED,
        attendee=attendee,
    )


def only_for_meetings(day: Day) -> bool:
    """Whether nothing but meetings fills a standing day: then it has no event of its own, theirs say it all."""
    attendance = day.attendance
    comes_anyway = attendance.without_space_morning or attendance.without_space_afternoon
    return bool(day.meetings) and not day.bookings and not comes_anyway


def last_change(attendance: Attendance) -> datetime:
    """When the day, or a space of it that may have ended since, last changed."""
    of_bookings = Booking.objects.filter(attendance=attendance).aggregate(at=Max("changed_at"))["at"]
    return max(filter(None, [attendance.changed_at, of_bookings]))


def _time_of(day: Day) -> tuple[date | datetime, date | datetime]:
    """The hours of its spaces, and all of each half in which its owner comes without one; opening hours bound both."""
    attendance, site = day.attendance, day.attendance.site
    booked = NO_PART
    for booking in day.bookings:
        booked = booked.union(Parts(booking.morning, booking.afternoon))
    alone = Parts(attendance.without_space_morning, attendance.without_space_afternoon)
    free = day.parts.minus(booked.minus(alone))
    periods = [Period(booking.period.lower, booking.period.upper) for booking in day.bookings]
    periods += [half.period(site, attendance.date) for half in free.halves()]
    start, end = min(period.start for period in periods), max(period.end for period in periods)
    whole = ALL_DAY.period(site, attendance.date)
    if (start, end) == whole:
        return attendance.date, attendance.date + timedelta(days=1)
    opens, closes = site.instant(attendance.date, site.opens), site.instant(attendance.date, site.closes)
    if start == whole.start and opens < end:
        start = opens
    if end == whole.end and closes > start:
        end = closes
    return start, end
