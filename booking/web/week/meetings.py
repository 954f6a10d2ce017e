"""The meetings of a day of the week, in a line each: when, where, what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from booking.models import Booking, Employee, Participant
from booking.web.days_in_words import long_day
from booking.web.week.days import Day


@dataclass(frozen=True, slots=True)
class Meeting:
    time: str
    what: str  # the room, and the title where there is one
    url: str
    spoken: str
    is_open: bool  # not answered yet


def with_meetings(days: Sequence[Day], *, viewer: Employee) -> list[Day]:
    """The same days with what one takes part in, at whatever site. One query."""
    found = _meetings(viewer, min(day.date for day in days), max(day.date for day in days)) if days else {}
    return [replace(day, meetings=tuple(found.get(day.date, ()))) for day in days]


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
