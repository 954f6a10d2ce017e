"""A site's rules, places, closures and bases, as one immutable book per version of the site. Pure data and look-ups."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from booking.models.place import Site
from booking.rules.kind import Kind
from booking.rules.kinds.access import Access
from booking.rules.kinds.booking_window import BookingWindow
from booking.rules.kinds.distance import Distance
from booking.rules.kinds.occupancy_cap import OccupancyCap
from booking.rules.kinds.one_desk import OneDesk
from booking.rules.kinds.person_maximum import PersonMaximum
from booking.rules.kinds.person_minimum import PersonMinimum
from booking.rules.kinds.room_limits import RoomLimits
from booking.rules.kinds.team_days import TeamDays
from booking.rules.opening import Closed, closed_by, part_closed_by
from booking.rules.practice import BY_DEFAULT, Practice
from booking.rules.proposal import ALL_DAY, Parts
from booking.rules.scope import Place, Population

KINDS: dict[str, type[Kind]] = {
    kind.code: kind
    for kind in (
        OccupancyCap,
        PersonMaximum,
        PersonMinimum,
        TeamDays,
        BookingWindow,
        Access,
        Distance,
        OneDesk,
        RoomLimits,
    )
}


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A kind with its parameters and scope, as one policy binds it."""

    rule_id: int
    policy_id: int
    policy_name: str
    strength: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """A published policy of a site, or the fallback; ``end`` is the first date on which it no longer holds."""

    policy_id: int
    name: str
    start: date
    end: date | None
    rules: tuple[BoundRule, ...]
    source: str = ""
    practice: Practice = BY_DEFAULT

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Base:
    """A headcount that holds from a date on; people, by population."""

    starts_on: date
    everyone: int
    telework: int
    by_team: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    by_role: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def headcount(self, population: Population) -> int:
        if population.kind == "telework":
            return self.telework
        if population.kind == "team":
            return self.by_team.get(str(population.team_id), {}).get("everyone", 0)
        if population.kind == "role":
            return self.by_role.get(population.role, {}).get("everyone", 0)
        return self.everyone


class SpaceFacts(NamedTuple):
    """A desk or room as rules see it; lengths in centimetres, capacity in people, and the term that binds it."""

    id: int
    code: str
    name: str
    kind: str
    floor_id: int
    zone_id: int | None
    x: int
    y: int
    width: int
    height: int
    seats: int
    safe_capacity: int
    equipment: tuple[str, ...]
    accessible: bool
    owner_id: int | None
    retired_on: date | None
    needs_approval: bool = False
    capacity_term: str = "seats"  # seats, air_flow, volume, free_area, fire_limit
    capacity_amount: Decimal | int | None = None  # of that term

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


class FloorFacts(NamedTuple):
    id: int
    code: str
    name: str
    level: int
    area: Decimal | None


class ZoneFacts(NamedTuple):
    id: int
    floor_id: int
    code: str
    name: str
    area: Decimal | None


class Room(NamedTuple):
    """How many desks a place has, and how many people all its spaces together hold safely."""

    desks: int
    people: int


@dataclass(frozen=True)
class Rulebook:
    """Everything that a judgement at one site knows besides people and bookings."""

    site: Site
    version: int
    policies: tuple[PolicyInForce, ...] = ()
    fallback: tuple[PolicyInForce, ...] = ()
    closures: tuple[Closed, ...] = ()
    bases: tuple[Base, ...] = ()  # by date
    spaces: Mapping[int, SpaceFacts] = field(default_factory=dict)
    floors: Mapping[int, FloorFacts] = field(default_factory=dict)
    zones: Mapping[int, ZoneFacts] = field(default_factory=dict)
    releases: Mapping[int, tuple[tuple[date, date], ...]] = field(default_factory=dict)  # by space, half-open

    def policy_on(self, day: date) -> PolicyInForce | None:
        """The site's policy on ``day``, or the fallback where the site has none then."""
        return next((p for p in (*self.policies, *self.fallback) if p.holds_on(day)), None)

    def rules_on(self, day: date) -> tuple[BoundRule, ...]:
        policy = self.policy_on(day)
        return policy.rules if policy else ()

    def practice_on(self, day: date) -> Practice:
        policy = self.policy_on(day)
        return policy.practice if policy else BY_DEFAULT

    def base_on(self, day: date) -> Base | None:
        """The snapshot in force on ``day``; before the first one, the first one counts."""
        in_force = [base for base in self.bases if base.starts_on <= day]
        return in_force[-1] if in_force else next(iter(self.bases), None)

    def closed(self, day: date, parts: Parts) -> Closed | None:
        """Why the whole site is closed during any of ``parts`` of ``day``, or None when it is open."""
        return closed_by(self.site, self.closures_on(day), day, parts)

    def part_closed(self, day: date, parts: Parts, space: SpaceFacts) -> Closed | None:
        """Why the floor, the zone or the space is closed then, though the site may be open."""
        return part_closed_by(self.closures_on(day), day, parts, space)

    def released(self, space_id: int, day: date) -> bool:
        """Whether the owner of an assigned space has released it for ``day``."""
        return any(start <= day < end for start, end in self.releases.get(space_id, ()))

    def closures_on(self, day: date) -> tuple[Closed, ...]:
        """The closures that cover any of ``day``: few, however long their history."""
        if day not in self._closures_by_day:
            self._closures_by_day[day] = tuple(closure for closure in self.closures if closure.covers(day, ALL_DAY))
        return self._closures_by_day[day]

    def stands_in(self, space_id: int, place: Place) -> bool:
        """Whether a space lies in a place."""
        space = self.spaces.get(space_id)
        if space is None:
            return False
        if place.level == "zone":
            return space.zone_id == place.id
        return place.level == "site" or space.floor_id == place.id

    def room_in(self, place: Place, day: date) -> Room:
        """What the spaces of a place that are in use on ``day`` hold. Counted once between two retirements."""
        key = place, bisect_right(self._retirements, day)
        if key not in self._rooms:
            spaces = [
                space
                for space in self.spaces.values()
                if (space.retired_on is None or day < space.retired_on) and self.stands_in(space.id, place)
            ]
            self._rooms[key] = Room(
                desks=sum(space.kind == "desk" for space in spaces),
                people=sum(space.safe_capacity for space in spaces),
            )
        return self._rooms[key]

    def meeting_rooms(self, place: Place) -> tuple[int, ...]:
        """The rooms of a place, in use or not."""
        if place not in self._meeting_rooms:
            self._meeting_rooms[place] = tuple(
                space.id for space in self.spaces.values() if space.kind == "room" and self.stands_in(space.id, place)
            )
        return self._meeting_rooms[place]

    def area(self, place: Place) -> Decimal:
        """Floor area of a place in m², exact; 0 where nobody entered one."""
        if place.level == "zone":
            return self.zones[place.id].area or Decimal()
        if place.level == "floor":
            return self.floors[place.id].area or Decimal()
        return Decimal(self.site.floor_area or 0)

    def neighbours(self, space_id: int, reach: int) -> tuple[int, ...]:
        """The other desks whose centre is less than ``reach`` centimetres from this one's, on the same floor."""
        if reach not in self._neighbours_within:
            self._neighbours_within[reach] = _neighbours_by_desk(self.spaces.values(), reach)
        return self._neighbours_within[reach].get(space_id, ())

    @cached_property
    def _retirements(self) -> list[date]:
        return sorted({space.retired_on for space in self.spaces.values() if space.retired_on is not None})

    @cached_property
    def _rooms(self) -> dict[tuple[Place, int], Room]:
        return {}

    @cached_property
    def _meeting_rooms(self) -> dict[Place, tuple[int, ...]]:
        return {}

    @cached_property
    def _closures_by_day(self) -> dict[date, tuple[Closed, ...]]:
        return {}

    @cached_property
    def _neighbours_within(self) -> dict[int, dict[int, tuple[int, ...]]]:
        return {}


def _neighbours_by_desk(spaces: Iterable[SpaceFacts], reach: int) -> dict[int, tuple[int, ...]]:
    """For every desk its neighbours, found in a grid of cells as wide as the reach rather than pair by pair."""
    cells: dict[tuple[int, int, int], list[SpaceFacts]] = {}
    desks = [space for space in spaces if space.kind == "desk"]
    for desk in desks:
        cells.setdefault(_cell(desk, reach), []).append(desk)
    near = {}
    for desk in desks:
        floor, column, row = _cell(desk, reach)
        around = ((floor, column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        near[desk.id] = tuple(
            other.id
            for cell in around
            for other in cells.get(cell, ())
            if other.id != desk.id and math.dist(desk.centre, other.centre) < reach
        )
    return near


def _cell(desk: SpaceFacts, reach: int) -> tuple[int, int, int]:
    x, y = desk.centre
    return desk.floor_id, int(x // reach), int(y // reach)
