"""The world as somebody would keep it on paper: lists that are counted from scratch each time. Knows no booking code.

A day is minutes on the wall clock of its site, 0 to 1440; halves are the letters M and A.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 24 * 60


@dataclass(frozen=True)
class Place:
    """A site: its zone of the world, its midday in minutes, the weekdays on which it opens, and its desks."""

    id: int
    time_zone: str
    midday: int
    weekdays: tuple[int, ...]
    desks: tuple["Desk", ...]

    def moment(self, day: date, minutes: int) -> datetime:
        """The instant at which the wall clock shows so many minutes after midnight, in UTC."""
        return _moment(self.time_zone, day, minutes)

    def today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.time_zone)).date()

    def minutes_of(self, halves: set[str]) -> tuple[int, int]:
        return (0 if "M" in halves else self.midday, DAY if "A" in halves else self.midday)

    def halves_of(self, start: int, end: int) -> set[str]:
        return {half for half, touched in (("M", start < self.midday), ("A", end > self.midday)) if touched}


@lru_cache(maxsize=10_000)
def _moment(time_zone: str, day: date, minutes: int) -> datetime:
    on_the_wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    return on_the_wall.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


@dataclass(frozen=True)
class Desk:
    id: int
    floor: int
    zone: int
    x: int


@dataclass(frozen=True)
class Someone:
    id: int
    team: int
    telework: bool
    joined: date | None = None
    left: date | None = None


@dataclass(frozen=True)
class Seat:
    """A booking: a desk from one minute to another."""

    desk: int
    start: int
    end: int
    state: str = "booked"  # booked, checked_in, cancelled

    @property
    def stands(self) -> bool:
        return self.state != "cancelled"


@dataclass(frozen=True)
class Visit:
    """An attendance, with its bookings; ``alone`` are the halves that need no desk."""

    id: int
    person: int
    team: int
    telework: bool
    site: int
    day: date
    halves: frozenset[str]
    alone: frozenset[str] = frozenset()
    state: str = "planned"
    seats: tuple[Seat, ...] = ()
    past: tuple[tuple[str, frozenset[str]], ...] = ()  # what the audit trail must know: state and halves, before

    @property
    def stands(self) -> bool:
        return self.state in ("planned", "present")

    @property
    def standing_seats(self) -> list[Seat]:
        return sorted((seat for seat in self.seats if seat.stands), key=lambda seat: (seat.start, seat.end))

    def changed(self, **changes) -> "Visit":
        after = replace(self, **changes)
        if (after.state, after.halves) == (self.state, self.halves):
            return after
        return replace(after, past=(*self.past, (self.state, self.halves)))

    def without(self, seat: Seat) -> "Visit":
        """The visit with a seat given up; given-up seats stay in the list."""
        seats = list(self.seats)
        seats[seats.index(seat)] = replace(seat, state="cancelled")
        return replace(self, seats=tuple(seats))


@dataclass(frozen=True)
class Regime:
    """A published policy; ``site`` is None for the fallback, ``end`` the first day on which it no longer holds."""

    id: int
    site: int | None
    start: date
    end: date
    rules: tuple[dict, ...]

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end


@dataclass(frozen=True)
class Away:
    person: int
    start: date
    end: date
    halves: frozenset[str]


@dataclass(frozen=True)
class Shut:
    """A closure of a site, or of one of its zones."""

    site: int
    zone: int | None
    day: date
    halves: frozenset[str]


@dataclass(frozen=True)
class Base:
    site: int
    start: date
    everyone: int
    telework: int
    teams: dict[int, int]


@dataclass
class World:
    places: dict[int, Place]
    people: dict[int, Someone]
    visits: dict[int, Visit] = field(default_factory=dict)
    regimes: list[Regime] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    shut: list[Shut] = field(default_factory=list)
    bases: list[Base] = field(default_factory=list)

    def standing(self) -> list[Visit]:
        return [visit for visit in self.visits.values() if visit.stands]

    def desk(self, desk: int) -> Desk:
        for place in self.places.values():
            for one in place.desks:
                if one.id == desk:
                    return one
        raise LookupError(desk)

    def rules(self, site: int, day: date) -> tuple[dict, ...]:
        """The rules in force: those of the site's own policy, or else of the fallback."""
        for owner in (site, None):
            for regime in self.regimes:
                if regime.site == owner and regime.holds(day):
                    return regime.rules
        return ()

    def base(self, site: int, day: date) -> Base | None:
        """The last base taken for this day or before; where there is none, the first."""
        taken = sorted((base for base in self.bases if base.site == site), key=lambda base: base.start)
        before = [base for base in taken if base.start <= day]
        if before:
            return before[-1]
        return taken[0] if taken else None

    def put(self, visit: Visit) -> None:
        self.visits[visit.id] = visit
