"""One's team and one's favourite colleagues, as far as they show themselves. Only their owner ever reads this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from booking.models import Companion, Employee
from booking.models.employee import shown_to

ALL, TEAM, FAVOURITES = "all", "team", "favourites"
WHO = (ALL, TEAM, FAVOURITES)


@dataclass(frozen=True, slots=True)
class Mate:
    """``shows``: to the owner of the circle."""

    id: int
    name: str
    initials: str
    in_team: bool
    is_favourite: bool
    shows: bool

    def belongs_to(self, who: str) -> bool:
        return {TEAM: self.in_team, FAVOURITES: self.is_favourite}.get(who, True)


@dataclass(frozen=True, slots=True)
class Circle:
    mates: Sequence[Mate]

    def company(self, who: str) -> list[Mate]:
        """Those of ``who`` (one of WHO) who show themselves."""
        return [mate for mate in self.mates if mate.shows and mate.belongs_to(who)]

    @property
    def favourites(self) -> list[Mate]:
        return [mate for mate in self.mates if mate.is_favourite]

    @property
    def hidden_in_team(self) -> int:
        return sum(mate.in_team and not mate.shows for mate in self.mates)


def circle_of(viewer: Employee, *, on: date) -> Circle:
    """Those who are employed on that day, by name. One query."""
    favourite = Exists(Companion.objects.filter(employee=viewer, colleague=OuterRef("pk")))
    in_team = Q(team=viewer.team_id) if viewer.team_id is not None else Q(pk__in=())
    rows = (
        Employee.objects.employed_on(on)
        .exclude(pk=viewer.pk)
        .annotate(favourite=favourite, shows=ExpressionWrapper(shown_to(viewer), BooleanField()))
        .filter(in_team | Q(favourite=True))
        .order_by("sort_key", "pk")
        .values_list("pk", "given_name", "family_name", "team", "favourite", "shows")
    )
    return Circle(
        [
            Mate(
                id=pk,
                name=f"{given} {family}".strip(),
                initials=f"{given[:1]}{family[:1]}".upper(),
                in_team=viewer.team_id is not None and team == viewer.team_id,
                is_favourite=favourite,
                shows=shows,
            )
            for pk, given, family, team, favourite, shows in rows
        ]
    )


def company_of(viewer: Employee, who: str, *, on: date) -> list[int]:
    """The keys of those of ``who`` who show themselves to ``viewer``."""
    return [mate.id for mate in circle_of(viewer, on=on).company(who)]
