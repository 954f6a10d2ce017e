"""Free now: for each size of group the room that fits best, to be taken with one tap."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions.room_search import RoomChoice, free_rooms
from booking.models import Employee
from booking.rules.proposal import Period
from booking.rules.rulebook import Rulebook
from booking.web.rooms.timeline import room_address
from booking.web.rooms.track import clock, minute_at
from booking.web.week.actions import Action

FOR = timedelta(minutes=30)
SIZES = (2, 4, 6, 8, 12)  # people; for each the best room, and each room once
NOW = "now"  # in the field "from"


@dataclass(frozen=True, slots=True)
class FreeNow:
    """A room that can be taken at once, for up to ``people``."""

    people: int
    name: str
    where: str
    until: str
    url: str
    take: Action


def free_now(book: Rulebook, *, viewer: Employee, now: datetime, here: str) -> list[FreeNow]:
    """Smallest first; none while the site is closed for the day. A fixed number of queries."""
    site = book.site
    today, end = site.local_date(now), taken_until(now)
    if not site.instant(today, site.opens) <= now or end > site.instant(today, site.closes):
        return []
    found = free_rooms(site_id=site.pk, day=today, period=Period(now, end), employee_id=viewer.pk, now=now)
    free = [choice for choice in found if not choice.verdict.refused]
    best = [next((choice for choice in free if choice.capacity >= size), None) for size in SIZES]
    once = {choice.space.id: choice for choice in best if choice is not None}
    return [_tile(choice, book, end, here) for choice in once.values()]


def taken_until(now: datetime) -> datetime:
    """Half an hour from now, and as far as the next five minutes, since people read clocks so."""
    end = now.replace(second=0, microsecond=0) + FOR
    return end + timedelta(minutes=-end.minute % 5)


def _tile(choice: RoomChoice, book: Rulebook, end: datetime, here: str) -> FreeNow:
    room, site = choice.space, book.site
    day = site.local_date(end)
    floor = book.floors[room.floor_id]
    until = clock(minute_at(end, day, site))
    label = _("Take it until %(time)s") % {"time": until}
    fields = (
        ("site", str(site.pk)),
        ("space", str(room.id)),
        ("date", day.isoformat()),
        ("from", NOW),
        ("until", until),
        ("next", here),
    )
    return FreeNow(
        people=choice.capacity,
        name=room.name or room.code,
        where=floor.name or floor.code,
        until=_until(choice, book),
        url=f"{room_address(book, room)}?date={day.isoformat()}",
        take=Action(reverse("meetings"), label, f"{label}: {room.name or room.code}", "is-block", fields, "check"),
    )


def _until(choice: RoomChoice, book: Rulebook) -> str:
    site = book.site
    day = choice.verdict.proposal.date
    if choice.free_until >= site.instant(day, site.closes):
        return _("free for the rest of the day")
    return _("free until %(time)s") % {"time": clock(minute_at(choice.free_until, day, site))}
