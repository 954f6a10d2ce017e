"""Who of one's team is in, as far as they show it, and how one's own days stand: one query for any number of days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, JSONObject

from booking.models import Attendance, Employee, Invitation

# Of a held day, the invitation that waits for an answer: looked up for one's own held days only.
_INVITED = Invitation.objects.filter(attendance=OuterRef("pk"), response=Invitation.Response.WAITING).values(
    found=JSONObject(
        id="pk",
        lead=Concat("meet_up__proposed_by__given_name", Value(" "), "meet_up__proposed_by__family_name"),
        note="meet_up__note",
    )
)[:1]

CIRCLES = 4  # the last of them says "+n" where there are more


@dataclass(frozen=True, slots=True)
class Colleague:
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Team:
    """The first few of those who are in, and how many more there are."""

    people: tuple[Colleague, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that has not been answered."""

    id: int
    lead: str
    note: str


@dataclass(frozen=True, slots=True)
class OwnState:
    """What a count need not know of one's own attendance."""

    checked_in_at: datetime | None
    held_until: datetime | None
    invitation: Invited | None = None  # of a day that is held because a lead proposed it


@dataclass(frozen=True)
class Presence:
    team: Mapping[date, Team] = field(default_factory=dict)
    own: Mapping[int, OwnState] = field(default_factory=dict)  # by attendance

    def team_on(self, day: date) -> Team:
        return self.team.get(day, Team())


def presence(
    *, viewer: Employee, site_id: int, first: date, last: date, today: date, person: Employee | None = None
) -> Presence:
    """The team of ``viewer`` at a site, and the viewer's own days anywhere; ``first`` and ``last`` are included.

    With ``person``, their days and team instead, as far as the team shows itself to ``viewer``. Who was in on a day
    gone by is nobody's business: from ``today`` on people are named.
    """
    person = person or viewer
    shown = {Employee.Visibility.EVERYONE}
    if viewer.team_id == person.team_id:
        shown.add(Employee.Visibility.TEAM)
    whose = Q(employee=person) if person.team_id is None else Q(employee__team=person.team_id)
    rows = (
        Attendance.objects.standing()
        .filter(whose, date__range=(first, last))
        .exclude(~Q(employee=person), state=Attendance.State.HELD)  # they have yet to say that they come
        .annotate(invited=Case(When(employee=person, state=Attendance.State.HELD, then=Subquery(_INVITED))))
        .order_by("employee__sort_key", "employee")
        .values_list(
            "pk", "employee", "employee__given_name", "employee__family_name", "employee__visibility", "site", "date",
            "checked_in_at", "held_until", "invited",
        )
    )  # fmt: skip
    colleagues, own = defaultdict(list), {}
    for pk, employee_id, given, family, visibility, site, day, checked_in_at, held_until, invited in rows:
        if employee_id == person.pk:
            own[pk] = OwnState(checked_in_at, held_until, Invited(**invited) if invited else None)
        elif site == site_id and day >= today and visibility in shown:
            colleagues[day].append(Colleague(f"{given} {family}".strip(), f"{given[:1]}{family[:1]}".upper()))
    return Presence({day: few(people) for day, people in colleagues.items()}, own)


def people_in(*, site_id: int, first: date, last: date) -> dict[date, tuple[int, int]]:
    """How many people stand in the morning and the afternoon of each day: for days that no cap counts."""
    rows = (
        Attendance.objects.standing()
        .filter(site=site_id, date__range=(first, last))
        .values("date")
        .annotate(am=Count("pk", filter=Q(morning=True)), pm=Count("pk", filter=Q(afternoon=True)))
        .order_by()
        .values_list("date", "am", "pm")
    )
    return {day: (am, pm) for day, am, pm in rows}


def few(people: Sequence[Colleague]) -> Team:
    """As many as have room as circles."""
    # A circle that says "+1" takes the room of the one that it hides.
    shown = people if len(people) <= CIRCLES else people[: CIRCLES - 1]
    return Team(tuple(shown), len(people) - len(shown))
