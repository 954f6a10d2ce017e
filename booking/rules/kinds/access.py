"""A site, floor or zone that only some people may use: teams, roles, or those of the rule's population."""

from dataclasses import dataclass

from django.utils.translation import gettext

from booking.rules.facts import Facts
from booking.rules.kind import DAY, SPACE, BadParameter, Kind
from booking.rules.proposal import Proposal
from booking.rules.verdict import Objection, Usage


@dataclass(frozen=True)
class Access(Kind):
    """Only members of ``teams`` (keys) or holders of ``roles``, ``named`` for the reader; or the population."""

    code = "access"
    judges_things = True

    teams: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def check(self) -> None:
        if not all(isinstance(team, int) for team in self.teams) or not all(
            isinstance(role, str) for role in self.roles
        ):
            raise BadParameter("teams: give teams and roles as lists.")
        if not self.teams and not self.roles and self.scope.population.kind == "everyone":
            raise BadParameter("teams: give teams, roles, or a population.")

    @property
    def speaks_of(self) -> str:
        return DAY if self.scope.place.level == "site" else SPACE

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        place = self.scope.place
        if place.level != "site" and not facts.rulebook(proposal).stands_in(proposal.space_id or 0, place):
            return None
        already = not any(proposal.parts.minus(facts.parts_already_in(proposal, place)))
        return Usage(
            limit=0,
            used=int(already),
            asked=int(not self._may_enter(proposal)),
            details={
                "place": place.name,
                "who": list(self.named) or [self.scope.population.name or self.scope.population.role],
            },
        )

    def _may_enter(self, proposal: Proposal) -> bool:
        person = proposal.person
        if not self.teams and not self.roles:
            return self.scope.population.includes(person, proposal.site_id)
        return person.team_id in self.teams or any(person.has_role(role, proposal.site_id) for role in self.roles)

    @staticmethod
    def title(objection: Objection) -> str:
        return gettext("Not open to you")

    @staticmethod
    def sentence(objection: Objection) -> str:
        who = ", ".join(name for name in objection.details["who"] if name)
        if not who:
            return gettext("%(place)s is not open to everyone.") % objection.details
        return gettext("%(place)s is for %(who)s only.") % {"place": objection.details["place"], "who": who}
