"""At most so many office days for a person in an ISO week or a month, wherever they are.

Every attended date carries the limit in force at its site. For each such limit L, the dates of the week whose limit is
at most L number at most L; so the answer does not depend on the order of booking, nor on a policy that changes in
mid-week. A day counts once however many halves or sites.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from booking.rules.dates_in_words import long_day
from booking.rules.facts import Facts
from booking.rules.kind import Kind, one_of, whole_number
from booking.rules.proposal import Proposal
from booking.rules.spans import span_of
from booking.rules.verdict import Objection, Usage


@dataclass(frozen=True)
class PersonMaximum(Kind):
    """At most ``days`` dates per ``per`` (week or month)."""

    code = "person_maximum"
    whole_site_only = True

    days: int
    per: str = "week"

    def check(self) -> None:
        whole_number("days", self.days, 0, 31)
        one_of("per", self.per, ("week", "month"))

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        before = self._limits_by_date(proposal, facts, facts.days_now(proposal))
        after = self._limits_by_date(proposal, facts, facts.kept_days(proposal))
        after[proposal.date] = min(self.days, after.get(proposal.date, self.days))
        # Only limits from this date's own upwards can be reached by it. One that it breaks binds before one that is
        # merely full, or that was over already.
        limit = max(
            {limit for limit in after.values() if limit >= after[proposal.date]},
            key=lambda limit: (
                _dates_under(limit, after) > max(limit, _dates_under(limit, before)),
                _dates_under(limit, after) - limit,
            ),
        )
        dates = sorted(day for day, its_limit in before.items() if its_limit <= limit)
        return Usage(
            limit=limit,
            used=len(dates),
            asked=_dates_under(limit, after),
            applies=self.scope.population.includes(proposal.person, proposal.site_id),
            details={"per": self.per, "dates": [day.isoformat() for day in dates]}
            | self._elsewhere(limit, proposal, facts),
        )

    def _elsewhere(self, limit: int, proposal: Proposal, facts: Facts) -> dict[str, str]:
        """Where the limit that binds is not this rule's own: the site and the policy that it comes from."""
        if limit == self.days:
            return {}
        for day in facts.kept_days(proposal):
            if self._limit_in_force(day.site_id, day.date, proposal, facts) == limit:
                book = facts.rulebooks[day.site_id]
                policy = book.policy_on(day.date)
                return {"site": book.site.name, "policy_name": policy.name if policy else ""}
        return {}

    def _limits_by_date(self, proposal: Proposal, facts: Facts, days: Iterable) -> dict[date, int]:
        """The attended dates of the week or month that are limited, each with the lowest limit of its sites."""
        start, end = span_of(self.per, proposal.date)
        limits: dict[date, int] = {}
        for day in days:
            if start <= day.date < end:
                limit = self._limit_in_force(day.site_id, day.date, proposal, facts)
                if limit is not None:
                    limits[day.date] = min(limit, limits.get(day.date, limit))
        return limits

    def _limit_in_force(self, site_id: int, day: date, proposal: Proposal, facts: Facts) -> int | None:
        limits = [
            rule.kind.days
            for rule in facts.rulebooks[site_id].rules_on(day)
            if isinstance(rule.kind, PersonMaximum)
            and rule.kind.per == self.per
            and rule.strength == self.scope.strength  # a mere guide does not use up what another rule limits
            and rule.kind.scope.population.includes(proposal.person, site_id)
        ]
        return min(limits, default=None)

    @staticmethod
    def title(objection: Objection) -> str:
        if not objection.limit:
            return gettext("No office days now")
        return ngettext("Your office day is used", "Your office days are used", objection.limit)

    @staticmethod
    def sentence(objection: Objection) -> str:
        numbers = {"used": objection.used, "limit": objection.limit}
        if objection.details["per"] == "week":
            said = gettext("%(used)d of %(limit)d this week") % numbers
        else:
            said = gettext("%(used)d of %(limit)d this month") % numbers
        if site := objection.details.get("site"):
            said = gettext("%(said)s, by the limit of %(site)s") % {"said": said, "site": site}
        days = [long_day(date.fromisoformat(day)) for day in objection.details["dates"]]
        if not days:
            return f"{said}."
        return gettext("%(said)s: %(days)s.") % {"said": said, "days": ", ".join(days)}


def _dates_under(limit: int, limits: dict[date, int]) -> int:
    return sum(its_limit <= limit for its_limit in limits.values())
