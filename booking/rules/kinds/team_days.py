"""Days that belong to a team: it comes only then, or a zone is theirs then, or it is merely recommended."""

from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext

from booking.rules.dates_in_words import day_and_month
from booking.rules.facts import Facts
from booking.rules.kind import DAY, SPACE, BadParameter, Kind, one_of, weekdays
from booking.rules.proposal import Proposal
from booking.rules.verdict import Objection, Usage

ONLY, RESERVED, RECOMMENDED = "only", "reserved", "recommended"


@dataclass(frozen=True)
class TeamDays(Kind):
    """On ``weekdays`` (ISO numbers), in ``weeks`` (every, odd or even ISO weeks), and on single ``dates`` (ISO format).

    mode: only (the population may come on these days only), reserved (on these days the place is theirs and others
    are refused there), recommended (reported, never refused).
    """

    code = "team_days"

    mode: str = RECOMMENDED
    weekdays: tuple[int, ...] = ()
    weeks: str = "every"
    dates: tuple[str, ...] = ()

    def check(self) -> None:
        one_of("mode", self.mode, (ONLY, RESERVED, RECOMMENDED))
        weekdays("weekdays", self.weekdays)
        one_of("weeks", self.weeks, ("every", "odd", "even"))
        for day in self.dates:
            try:
                date.fromisoformat(day)
            except (TypeError, ValueError):
                raise BadParameter(f"dates: give dates such as 2026-03-17, not {day!r}.") from None
        if not self.weekdays and not self.dates:
            raise BadParameter("weekdays: give weekdays or dates.")
        if self.mode == RESERVED and self.scope.place.level == "site":
            raise BadParameter("mode: reserved needs a zone or a floor.")
        if self.mode != RESERVED and self.scope.place.level != "site":
            raise BadParameter(f"mode: {self.mode} holds for a whole site, not for a floor or zone.")

    @property
    def speaks_of(self) -> str:
        return SPACE if self.mode == RESERVED else DAY

    def falls_on(self, day: date) -> bool:
        """Whether ``day`` is one of the team's days."""
        if day.isoformat() in self.dates:
            return True
        odd = day.isocalendar().week % 2 == 1
        return day.isoweekday() in self.weekdays and (self.weeks == "every" or odd == (self.weeks == "odd"))

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        theirs = self.scope.population.includes(proposal.person, proposal.site_id)
        on_the_day = self.falls_on(proposal.date)
        if self.mode == RESERVED:
            place = self.scope.place
            if not on_the_day or not facts.rulebook(proposal).stands_in(proposal.space_id or 0, place):
                return None
            already = facts.parts_already_in(proposal, place)
            return self._usage(allowed=theirs, already=not any(proposal.parts.minus(already)), applies=not theirs)
        return self._usage(allowed=on_the_day, already=facts.attends(proposal), applies=theirs)

    def _usage(self, *, allowed: bool, already: bool, applies: bool) -> Usage:
        return Usage(
            limit=0,
            used=int(already),
            asked=0 if allowed else 1,
            applies=applies,
            details={
                "mode": self.mode,
                "weekdays": list(self.weekdays),
                "weeks": self.weeks,
                "dates": list(self.dates),
                "team": self.scope.population.name or self.scope.population.role,
                "place": self.scope.place.name,
                "on_the_day": allowed if self.mode != RESERVED else True,
            },
        )

    def objects(self, usage: Usage) -> bool:
        return self.mode != RECOMMENDED and super().objects(usage)

    @staticmethod
    def title(objection: Objection) -> str:
        return gettext("Reserved for a team") if objection.details["mode"] == RESERVED else gettext("Not a team day")

    @staticmethod
    def sentence(objection: Objection) -> str:
        details = objection.details
        if details["mode"] == RESERVED:
            return gettext("%(place)s is kept for %(team)s on this day.") % details
        return gettext("Your days at this site: %(days)s.") % {"days": days_in_words(details)}


def days_in_words(details) -> str:
    """The team's days, such as “Tuesday, Thursday (even weeks)”."""
    named = [str(WEEKDAYS[day - 1]) for day in details["weekdays"]]
    named += [day_and_month(date.fromisoformat(day)) for day in details["dates"]]
    said = ", ".join(named)
    if details["weeks"] == "odd":
        said = gettext("%(days)s in odd weeks") % {"days": said}
    elif details["weeks"] == "even":
        said = gettext("%(days)s in even weeks") % {"days": said}
    return capfirst(said)
