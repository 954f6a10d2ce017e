"""At least so many office days for a person in an ISO week or a month. A guide: it reports, and refuses nothing."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from booking.rules.facts import Facts
from booking.rules.kind import Kind, one_of, whole_number
from booking.rules.proposal import Proposal
from booking.rules.spans import span_of
from booking.rules.verdict import Objection, Usage


@dataclass(frozen=True)
class PersonMinimum(Kind):
    """At least ``days`` dates per ``per`` (week or month)."""

    code = "person_minimum"
    whole_site_only = True

    days: int
    per: str = "week"

    def check(self) -> None:
        whole_number("days", self.days, 0, 31)
        one_of("per", self.per, ("week", "month"))

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        start, end = span_of(self.per, proposal.date)
        before = {day.date for day in facts.days_now(proposal) if start <= day.date < end}
        after = {day.date for day in facts.kept_days(proposal) if start <= day.date < end} | {proposal.date}
        return Usage(
            limit=self.days,
            used=len(before),
            asked=len(after),
            applies=self.scope.population.includes(proposal.person, proposal.site_id),
            details={"per": self.per},
        )

    def objects(self, usage: Usage) -> bool:
        """Coming never breaks a minimum; leaving is free."""
        return False

    @staticmethod
    def title(objection: Objection) -> str:
        return gettext("Fewer office days than asked")

    @staticmethod
    def sentence(objection: Objection) -> str:
        numbers = {"used": objection.used, "limit": objection.limit}
        if objection.details["per"] == "week":
            return (
                ngettext(
                    "%(used)d of at least %(limit)d day this week.",
                    "%(used)d of at least %(limit)d days this week.",
                    objection.limit or 0,
                )
                % numbers
            )
        return (
            ngettext(
                "%(used)d of at least %(limit)d day this month.",
                "%(used)d of at least %(limit)d days this month.",
                objection.limit or 0,
            )
            % numbers
        )
