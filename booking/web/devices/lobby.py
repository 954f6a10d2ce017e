"""The board in a lobby: the places and desks that are left today, and how each room stands. Nobody is named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from booking.actions.room_asking import NOBODY
from booking.models import Booking, Site
from booking.rules import wording
from booking.rules.gathering import gather
from booking.rules.judgement import judge
from booking.rules.loading import rulebook
from booking.rules.proposal import Parts, Period, Proposal
from booking.rules.rulebook import Rulebook
from booking.web.days_in_words import long_day
from booking.web.floor.shown import free_desks


@dataclass(frozen=True)
class Floor:
    name: str
    desks: str


@dataclass(frozen=True)
class Room:
    name: str
    floor: str
    busy: bool
    words: str
    next: str


@dataclass(frozen=True)
class Board:
    site: str
    day: str
    clock: str
    places: str  # left under the tightest cap; empty without one
    closed: str
    floors: Sequence[Floor]
    rooms: Sequence[Room]


def board_of(site: Site, *, now: datetime) -> Board:
    """A fixed number of queries."""
    book = rulebook(site.pk)
    today = book.site.local_date(now)
    booked = defaultdict(list)
    for space_id, period in (
        Booking.objects.standing()
        .filter(space__floor__site=site, date=today, period__endswith__gt=now)
        .order_by("period")
        .values_list("space", "period")
    ):
        booked[space_id].append((period.lower, period.upper))
    half = Parts.touched(Period(now, now + timedelta(seconds=1)), book.site, today)
    return Board(
        site=site.name,
        day=capfirst(long_day(today)),
        clock=_clock(now, book),
        places=_places(book, half, now),
        closed=_("Closed today") if book.closed(today, half) else "",
        floors=_floors(book, booked, now),
        rooms=_rooms(book, booked, now),
    )


def _places(book: Rulebook, half: Parts, now: datetime) -> str:
    today = book.site.local_date(now)
    proposal = Proposal(NOBODY, book.site.pk, today, half, half.period(book.site, today), now)
    cap = judge(proposal, gather([proposal])).usage("occupancy_cap")
    return wording.places_left(cap) if cap else ""


def _floors(book: Rulebook, booked, now: datetime) -> list[Floor]:
    today = book.site.local_date(now)
    desks = [s for s in book.spaces.values() if s.kind == "desk" and (s.retired_on is None or today < s.retired_on)]
    found = []
    for floor in sorted(book.floors.values(), key=lambda floor: (floor.level, floor.code)):
        here = [desk for desk in desks if desk.floor_id == floor.id]
        taken = sum(any(start <= now for start, _end in booked[desk.id]) for desk in here)
        if here:
            found.append(Floor(floor.name or floor.code, free_desks(len(here) - taken, len(here))))
    return found


def _rooms(book: Rulebook, booked, now: datetime) -> list[Room]:
    today = book.site.local_date(now)
    rooms = [s for s in book.spaces.values() if s.kind == "room" and (s.retired_on is None or today < s.retired_on)]
    found = []
    for room in rooms:
        meetings = booked[room.id]
        current = next((end for start, end in meetings if start <= now), None)
        coming = next(((start, end) for start, end in meetings if start > now), None)
        if current is not None:
            words = _("Busy until %(time)s") % {"time": _clock(current, book)}
        elif coming is not None:
            words = _("Free until %(time)s") % {"time": _clock(coming[0], book)}
        else:
            words = _("Free")
        later = _("then %(from)s–%(until)s") if coming else ""
        if coming:
            later = later % {"from": _clock(coming[0], book), "until": _clock(coming[1], book)}
        floor = book.floors[room.floor_id]
        found.append(Room(room.name or room.code, floor.name or floor.code, current is not None, words, later))
    return found


def _clock(moment: datetime, book: Rulebook) -> str:
    return moment.astimezone(book.site.zone_info).strftime("%H:%M")
