"""What somebody asks for: one person, at one site, on one local date, for a part of the day, perhaps at one space."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from booking.models.place import Site


class Period(NamedTuple):
    """Half-open, in aware instants."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Period") -> bool:
        return self.start < other.end and other.start < self.end

    def shared_with(self, other: "Period") -> "Period":
        """The time that two overlapping periods have in common."""
        return Period(max(self.start, other.start), min(self.end, other.end))

    def minus(self, other: "Period") -> list["Period"]:
        """What is left of it outside another: nothing, one piece, or one before and one after."""
        if not self.overlaps(other):
            return [self]
        pieces = Period(self.start, other.start), Period(other.end, self.end)
        return [piece for piece in pieces if piece.start < piece.end]

    def covers(self, other: "Period") -> bool:
        return self.start <= other.start and other.end <= self.end


class Parts(NamedTuple):
    """The parts of a day: the morning is [00:00, midday) at the site, the afternoon the rest."""

    morning: bool
    afternoon: bool

    @classmethod
    def touched(cls, period: Period, site: Site, day: date) -> "Parts":
        """The parts of ``day`` that ``period`` touches by the site's midday."""
        midday = site.instant(day, site.midday)
        return cls(period.start < midday, period.end > midday)

    def period(self, site: Site, day: date) -> Period:
        """These parts in instants; both halves are the whole local day, DST included."""
        return Period(*site.part_of_day(day, morning=self.morning, afternoon=self.afternoon))

    def halves(self) -> "list[Parts]":
        """Each asked half by itself."""
        return [half for half, asked in ((MORNING, self.morning), (AFTERNOON, self.afternoon)) if asked]

    def minus(self, other: "Parts") -> "Parts":
        return Parts(self.morning and not other.morning, self.afternoon and not other.afternoon)

    def union(self, other: "Parts") -> "Parts":
        return Parts(self.morning or other.morning, self.afternoon or other.afternoon)


ALL_DAY = Parts(True, True)
MORNING = Parts(True, False)
AFTERNOON = Parts(False, True)
NO_PART = Parts(False, False)


class Away(NamedTuple):
    """An absence: dates half-open, parts as entered. Never a medical reason."""

    kind: str
    start: date
    end: date
    parts: Parts


@dataclass(frozen=True, slots=True)
class Person:
    """The one who will sit there, as the rules see them. Visitors have no team, no roles and no working pattern."""

    employee_id: int | None = None
    visitor_id: int | None = None
    team_id: int | None = None
    telework_able: bool = False
    roles: frozenset[tuple[str, int | None]] = frozenset()  # (role, site or None for everywhere)
    working_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    joined_on: date | None = None
    left_on: date | None = None
    active: bool = True
    away: tuple[Away, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        return ("employee", self.employee_id) if self.employee_id is not None else ("visitor", self.visitor_id or 0)

    def roles_at(self, site_id: int) -> tuple[str, ...]:
        """The roles held at a site, sorted: what an attendance there is stamped with."""
        return tuple(sorted({role for role, site in self.roles if site in (None, site_id)}))

    def has_role(self, role: str, site_id: int) -> bool:
        return (role, None) in self.roles or (role, site_id) in self.roles


@dataclass(frozen=True, slots=True)
class Proposal:
    """``leaves`` are attendances and ``gives_up`` bookings (keys) that the person lets go of in the same stroke.

    Without ``presence`` a thing is asked for by which nobody comes: a room, for ``people`` expected in it. Whoever
    comes to a meeting asks for a day, in the room of booking ``meeting_id``, which is theirs to enter, not to take.
    ``queue``: it comes from the queue for the "day" or for the "space", whose turn it is; empty: from nobody's turn.
    """

    person: Person
    site_id: int
    date: date
    parts: Parts
    period: Period
    now: datetime
    space_id: int | None = None
    leaves: frozenset[int] = frozenset()
    gives_up: frozenset[int] = frozenset()
    presence: bool = True
    meeting_id: int | None = None
    people: int = 1
    queue: str = ""

    @property
    def day_key(self) -> tuple:
        """Proposals that ask for the same day differ only in their space."""
        return (
            self.person.key, self.site_id, self.date, self.parts, self.period, self.leaves, self.gives_up,
            self.presence, self.queue,
        )  # fmt: skip

    @property
    def own_space_id(self) -> int | None:
        """The space that is booked for the person's own day: not a room that is entered, nor one asked for as such."""
        return self.space_id if self.presence and self.meeting_id is None else None
