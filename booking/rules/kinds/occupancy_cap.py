"""At most so many people at once in a site, floor or zone: a number, or a percentage of a dated base.

The limit of a percentage is rounded down: no official rounding rule is known. The Belgian Ministerial Decree of 4 June
2021 caps presence at 20 % of those for whom telework is mandatory, and at 5 persons where they are fewer than 10.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from booking.rules.facts import Facts
from booking.rules.kind import DAY, SPACE, BadParameter, Kind, one_of, whole_number
from booking.rules.proposal import Proposal
from booking.rules.scope import Tally
from booking.rules.verdict import Objection, Usage

HEADCOUNT, DESKS, SAFE_CAPACITY, FLOOR_AREA = "headcount", "desks", "safe_capacity", "floor_area"
BASES = (HEADCOUNT, DESKS, SAFE_CAPACITY, FLOOR_AREA)


@dataclass(frozen=True)
class OccupancyCap(Kind):
    """``number`` people, or ``percent`` of ``base``.

    base: headcount (of the population, by snapshot), desks (in use), safe_capacity (people, summed over the spaces),
    floor_area (m² divided by ``m2_per_person``). ``small_base`` is {"below": people, "limit": people}: a base under
    ``below`` gives ``limit`` instead. ``guests`` counts visitors, too.
    """

    code = "occupancy_cap"

    percent: int | float | None = None
    number: int | None = None
    base: str = HEADCOUNT
    m2_per_person: int | float | None = None
    small_base: Mapping[str, int] | None = None
    guests: bool = False

    def check(self) -> None:
        if (self.percent is None) == (self.number is None):
            raise BadParameter("percent: give either percent or number.")
        if self.number is not None:
            whole_number("number", self.number, 0, 1_000_000)
        elif (
            not isinstance(self.percent, int | float) or isinstance(self.percent, bool) or not 0 <= self.percent <= 100
        ):
            raise BadParameter(f"percent: give 0 to 100, not {self.percent!r}.")
        one_of("base", self.base, BASES)
        if (self.base == FLOOR_AREA) != (self.m2_per_person is not None):
            raise BadParameter("m2_per_person: goes with base floor_area, and only with it.")
        if self.m2_per_person is not None and (
            not isinstance(self.m2_per_person, int | float) or not 0 < self.m2_per_person <= 10_000
        ):
            raise BadParameter(f"m2_per_person: give square metres above 0, not {self.m2_per_person!r}.")
        if self.small_base is not None:
            if not isinstance(self.small_base, Mapping) or set(self.small_base) != {"below", "limit"}:
                raise BadParameter("small_base: give below and limit, such as {below = 10, limit = 5}.")
            for name, value in self.small_base.items():
                whole_number(f"small_base.{name}", value, 0, 1_000_000)
        if not isinstance(self.guests, bool):
            raise BadParameter("guests: give true or false.")

    @property
    def speaks_of(self) -> str:
        return DAY if self.scope.place.level == "site" else SPACE

    def tallies(self) -> tuple[Tally, ...]:
        return (self._tally,)

    @property
    def _tally(self) -> Tally:
        return Tally(self.scope.place, self.scope.population, self.guests)

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        rulebook, place = facts.rulebook(proposal), self.scope.place
        if place.level != "site" and not rulebook.stands_in(proposal.space_id or 0, place):
            return None
        base, limit, small = self._limit(proposal, facts)
        counts = facts.people(self._tally, proposal)
        waiting = facts.queue(proposal).before(proposal, self._tally)
        new = proposal.parts.minus(facts.parts_already_in(proposal, place))
        halves = [
            _Half(counts[half], counts[half] + new[half], waiting[half], ("morning", "afternoon")[half])
            for half in (0, 1)
            if proposal.parts[half]
        ]
        decides = max(halves, key=lambda half: half.weight(limit))
        return Usage(
            limit=limit,
            used=decides.used,
            asked=decides.asked,
            base=base,
            applies=self._limits(proposal),
            details={
                "percent": self.percent,
                "base": self.base,
                "m2_per_person": self.m2_per_person,
                "population": self.scope.population.kind,
                "population_name": self.scope.population.name or self.scope.population.role,
                "level": place.level,
                "place": place.name,
                "part": decides.part,
                "morning": counts[0],
                "afternoon": counts[1],
                "small_base": small,
                "waiting": decides.waiting,
            },
        )

    def objects(self, usage: Usage) -> bool:
        """As any limit; and a free place goes to those who wait for the day before it goes to anybody else."""
        others = usage.details["waiting"]
        queued = bool(others) and usage.asked > usage.used and usage.asked + others > usage.limit
        return usage.applies and (queued or super().objects(usage))

    def _limits(self, proposal: Proposal) -> bool:
        if proposal.person.visitor_id is not None:
            return self.guests
        return self.scope.population.includes(proposal.person, proposal.site_id)

    def _limit(self, proposal: Proposal, facts: Facts) -> tuple[int | None, int, bool]:
        """(base, limit, whether the small-base exception gave it); all in people, except a base of desks."""
        if self.number is not None:
            return None, self.number, False
        base = self._base(proposal, facts)
        if self.small_base is not None and base < self.small_base["below"]:
            return base, self.small_base["limit"], True
        # In hundredths of a percent, so that 20 % of 45 is 9 and not 8.999….
        return base, base * round((self.percent or 0) * 100) // 10_000, False

    def _base(self, proposal: Proposal, facts: Facts) -> int:
        rulebook, place = facts.rulebook(proposal), self.scope.place
        if self.base == HEADCOUNT:
            snapshot = rulebook.base_on(proposal.date)
            return snapshot.headcount(self.scope.population) if snapshot else 0
        if self.base == FLOOR_AREA:
            return int(rulebook.area(place) / Decimal(str(self.m2_per_person)))
        room = rulebook.room_in(place, proposal.date)
        return room.desks if self.base == DESKS else room.people

    @staticmethod
    def title(objection: Objection) -> str:
        return gettext("Others wait for this day") if only_the_queue(objection) else gettext("Cap reached")

    @staticmethod
    def sentence(objection: Objection) -> str:
        details = objection.details
        if only_the_queue(objection):
            said = ngettext(
                "%(waiting)d person waits for this day; a free place goes to them first.",
                "%(waiting)d people wait for this day; a free place goes to them first.",
                details["waiting"],
            )
            return said % details
        said = gettext("%(used)d of %(limit)d.") % {"used": objection.used, "limit": objection.limit}
        if details.get("level", "site") != "site":
            said = gettext("%(place)s: %(used)d of %(limit)d.") % {
                "place": details["place"],
                "used": objection.used,
                "limit": objection.limit,
            }
        return f"{said} {limit_in_words(objection.limit or 0, objection.base, details)}"


class _Half(NamedTuple):
    """A half of the day that is asked for: people in it now and with the proposal, and others who wait for it."""

    used: int
    asked: int
    waiting: int
    part: str

    def weight(self, limit: int) -> tuple[int, int, int]:
        """The fuller half decides, a rise above the limit before one that only the queue stands before."""
        rise = self.asked - self.used
        above, after_the_queue = self.asked > limit, self.asked + self.waiting > limit
        return rise if above else 0, rise if after_the_queue else 0, self.asked


def only_the_queue(objection: Objection) -> bool:
    """Whether there is a place, and it is only not this person's turn."""
    return (objection.asked or 0) <= (objection.limit or 0)


def limit_in_words(limit: int, base: int | None, details: Mapping[str, Any]) -> str:
    """Where a cap's limit comes from, such as “The limit is 20 % of the 248 able to telework, rounded down.”"""
    if details["percent"] is None:
        return ngettext("The limit is %(limit)d person.", "The limit is %(limit)d people.", limit) % {"limit": limit}
    of_what = base_in_words(base or 0, details)
    if details["small_base"]:
        return gettext("The limit for a small site (%(base)s) is %(limit)d.") % {"base": of_what, "limit": limit}
    return gettext("The limit is %(percent)s of %(base)s, rounded down.") % {
        "percent": percent_in_words(details["percent"]),
        "base": of_what,
    }


def base_in_words(base: int, details: Mapping[str, Any]) -> str:
    """What a percentage is taken of, such as “the 248 able to telework”."""
    numbers = {"base": base, "name": details["population_name"]}
    match details["base"], details["population"]:
        case "desks", _:
            return ngettext("%(base)d desk", "the %(base)d desks", base) % numbers
        case "safe_capacity", _:
            return gettext("a safe capacity of %(base)d") % numbers
        case "floor_area", _:
            numbers["m2"] = number_format(f"{details['m2_per_person']:g}")
            said = ngettext(
                "the %(base)d person that the floor area holds at %(m2)s m² each",
                "the %(base)d people that the floor area holds at %(m2)s m² each",
                base,
            )
            return said % numbers
        case _, "telework":
            return ngettext("the %(base)d person able to telework", "the %(base)d able to telework", base) % numbers
        case _, "team":
            said = ngettext("the %(base)d person of team %(name)s", "the %(base)d people of team %(name)s", base)
            return said % numbers
        case _, "role":
            said = ngettext(
                "the %(base)d person with the role %(name)s", "the %(base)d people with the role %(name)s", base
            )
            return said % numbers
    return ngettext("the %(base)d person of this site", "the %(base)d people of this site", base) % numbers


def percent_in_words(percent: float) -> str:
    """Such as “20 %”, which no line breaks."""
    return f"{number_format(f'{percent:g}')}\N{NO-BREAK SPACE}%"
