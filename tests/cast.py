"""The cast: a small office that tests tell their stories about. Nobody here exists.

Brussels has a floor with two zones of desks and a room; its people are Ann, Bob, Cas … in teams Blue and Red. Monday
2 March 2026 is "today", at eight in the morning.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from psycopg.types.range import Range

from booking.actions.asking import Ask
from booking.models import BaseSnapshot, Employee, Floor, Policy, RoleGrant, Rule, Site, Space, Team, Zone
from booking.rules.proposal import ALL_DAY, Parts

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (TODAY + timedelta(days=n) for n in range(5))
NEXT_MONDAY = MONDAY + timedelta(days=7)
ALWAYS = Range(date(2020, 1, 1), None)

NAMES = ["Ann", "Bob", "Cas", "Dia", "Eve", "Fay", "Gus", "Hal", "Ida", "Jan"]


@dataclass
class Office:
    site: Site
    floor: Floor
    zones: dict[str, Zone] = field(default_factory=dict)
    desks: list[Space] = field(default_factory=list)
    room: Space | None = None
    people: dict[str, Employee] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Employee:
        try:
            return self.__dict__["people"][name.capitalize()]
        except KeyError:
            raise AttributeError(name) from None

    def ask(self, who: Employee, day: date = TUESDAY, *, desk: int | None = None, parts: Parts = ALL_DAY) -> Ask:
        """``who`` asks for a day here, at desk number ``desk`` (from 0) if given."""
        space_id = self.desks[desk].pk if desk is not None else None
        return Ask(employee_id=who.pk, site_id=self.site.pk, day=day, parts=parts, space_id=space_id)

    def publish(self, *rules: dict, period: Range = ALWAYS, name: str = "20 %") -> Policy:
        return publish(self.site, *rules, period=period, name=name)

    def base(self, *, telework: int, everyone: int | None = None, starts_on: date = date(2020, 1, 1)) -> BaseSnapshot:
        return BaseSnapshot.objects.create(
            site=self.site, starts_on=starts_on, telework=telework, everyone=everyone or telework, taken_at=NOW
        )


def office(code: str = "brussels", *, desks: int = 12, people: int = 4, first: int = 0) -> Office:
    """A site with ``desks`` desks in zones A and B, a room of six, and the first ``people`` of the cast."""
    site = Site.objects.create(code=code, name=code.title(), holiday_country="BE", floor_area=400)
    floor = Floor.objects.create(site=site, code="3", name="Floor 3", level=3, area=400)
    cast = Office(site, floor)
    cast.zones = {c: Zone.objects.create(floor=floor, code=c, name=f"Zone {c}", area=100) for c in "AB"}
    cast.desks = Space.objects.bulk_create(
        Space(floor=floor, zone=cast.zones["AB"[i % 2]], code=f"3.{i + 1:02}", x=200 * (i % 10), y=150 * (i // 10))
        for i in range(desks)
    )
    cast.room = Space.objects.create(
        floor=floor, kind="room", code="3.R1", name="Zenne", seats=6, width=400, height=300
    )
    cast.teams = {name: Team.objects.get_or_create(name=name)[0] for name in ("Blue", "Red")}
    for i in range(first, first + people):
        name = NAMES[i] if i < len(NAMES) else f"Person{i}"
        cast.people[name] = person(name, site, cast.teams["Blue" if i % 2 == 0 else "Red"])
    return cast


def person(name: str, site: Site, team: Team | None = None, **fields) -> Employee:
    """An employee called ``name``; the password is not usable."""
    return Employee.objects.create(
        email=f"{name.lower()}@{site.code}.example", given_name=name, family_name="Test", home_site=site, team=team,
        number=f"{site.code}-{name}", **fields,
    )  # fmt: skip


def publish(site: Site | None, *rules: dict, period: Range = ALWAYS, name: str = "20 %") -> Policy:
    """A published policy with rules given as {"kind": …, "strength": …, "population": …, other keys: parameters}."""
    policy = Policy.objects.create(site=site, name=name, period=period, state=Policy.State.PUBLISHED, published_at=NOW)
    columns = {f.name for f in Rule._meta.fields}
    for position, rule in enumerate(rules):
        fields = {key: value for key, value in rule.items() if key in columns}
        parameters = {key: value for key, value in rule.items() if key not in columns}
        Rule.objects.create(policy=policy, position=position, parameters=parameters, **fields)
    return policy


def grant(employee: Employee, role: str, site: Site | None = None) -> RoleGrant:
    return RoleGrant.objects.create(employee=employee, role=role, site=site)


CAP_20 = {
    "kind": "occupancy_cap",
    "percent": 20,
    "population": "telework",
    "small_base": {"below": 10, "limit": 5},
}
ONE_DAY = {"kind": "person_maximum", "days": 1, "population": "telework"}
ONE_DESK = {"kind": "one_desk"}
