"""The meetings of a day of the week, in a line each: when, where, what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from booking.models import Booking, Employee, Participant
from booking.web.days_in_words import long_day

LINES = 4


@dataclass(frozen=True, slots=True)
class Meeting:
    time: str
    what: str  # the room, and the title where there is one
    url: str
    spoken: str
    is_open: bool  # not answered yet


def meetings_of_days(*, viewer: Employee, first: date, last: date) -> dict[date, tuple[Meeting, ...]]:
    """What one takes part in on the days that have any, at whatever site. One query."""
    return {day: _first_few(day, found) for day, found in _meetings(viewer, first, last).items()}


def _first_few(day: date, meetings: list[Meeting]) -> tuple[Meeting, ...]:
    """A line for each of a few; the others are one link to the rooms of the day."""
    if len(meetings) <= LINES:
        return tuple(meetings)
    more = len(meetings) - LINES + 1
    words = ngettext("and %(more)d more", "and %(more)d more", more) % {"more": more}
    url = f"{reverse('rooms')}?date={day.isoformat()}"
    return (*meetings[: LINES - 1], Meeting("", words, url, f"{words}: {long_day(day)}", is_open=False))


def _meetings(viewer: Employee, first: date, last: date) -> dict[date, list[Meeting]]:
    taking_part = (
        Participant.objects.filter(
            employee=viewer, booking__date__range=(first, last), booking__state__in=Booking.STANDING
        )
        .exclude(response=Participant.Response.DECLINED)
        .select_related("booking__space__floor__site")
        .order_by("booking__period")
    )
    found: dict[date, list[Meeting]] = defaultdict(list)
    for one in taking_part:
        booking = one.booking
        zone = booking.space.floor.site.zone_info
        start, end = (moment.astimezone(zone) for moment in (booking.period.lower, booking.period.upper))
        what = ", ".join(filter(None, [str(booking.space), booking.title]))
        found[booking.date].append(
            Meeting(
                time=f"{start:%H:%M}",
                what=what,
                url=reverse("meeting", args=[booking.pk]),
                spoken=f"{start:%H:%M}–{end:%H:%M} {what}: {long_day(booking.date)}",
                is_open=one.response == Participant.Response.INVITED,
            )
        )
    return found
