"""Where a rule holds, for whom, and how strongly.

The population feeds both base and count: people outside it are neither limited nor counted.
"""

from dataclasses import dataclass

from booking.rules.proposal import Person


@dataclass(frozen=True, slots=True)
class Place:
    """A whole site, one of its floors, or one of its zones."""

    level: str = "site"  # site, floor, zone
    id: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    kind: str = "everyone"  # everyone, telework, team, role
    team_id: int | None = None
    role: str = ""
    name: str = ""  # of the team

    def includes(self, person: Person, site_id: int) -> bool:
        """Whether the employee ``person`` belongs; visitors belong to no population (a rule may count them on top)."""
        if person.employee_id is None:
            return False
        if self.kind == "telework":
            return person.telework_able
        if self.kind == "team":
            return person.team_id == self.team_id
        if self.kind == "role":
            return person.has_role(self.role, site_id)
        return True


@dataclass(frozen=True, slots=True)
class Scope:
    place: Place = Place()
    population: Population = Population()
    strength: str = "refuse"  # refuse, warn, guide


@dataclass(frozen=True, slots=True)
class Tally:
    """A count that facts can be asked for: distinct people of a population in a place, per date and day part."""

    place: Place
    population: Population
    guests: bool = False
