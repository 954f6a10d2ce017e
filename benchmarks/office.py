"""The offices that are measured: desks in rows on one floor, people in teams, a policy that uses the whole engine."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from psycopg.types.range import Range

from benchmarks.setwise import insert
from booking.models import BaseSnapshot, Employee, Floor, Policy, Rule, Site, Space, Team, Zone

COLUMNS = 50
PITCH, AISLE = 180, 400  # centimetres: along a row, and from one pair of rows to the next
FACING = 140  # between the two desks of a pair, which is nearer than the distance rule allows
DISTANCE = 150
TEAM_SIZE = 30
PERCENT = 20
LONG_AGO = date(2000, 1, 1)
ZONES = "ABCD"
PASSWORD = "!bench"  # unusable: everybody's session is made beforehand


@dataclass(frozen=True)
class Office:
    """``desks`` are the upper rows of the pairs: all can be taken at once, since the distance rule lets them."""

    site: Site
    floor: Floor
    desks: list[int]
    people: list[int]  # who come by rota
    bookers: list[int]  # who have no day yet
    cap: int  # people at once

    @property
    def everybody(self) -> list[int]:
        return self.people + self.bookers


def office(code: str, *, desks: int, people: int, bookers: int, cap: int) -> Office:
    """A site with ``desks`` desks in all, and a base of which 20 % is ``cap``."""
    now = datetime.now(UTC)
    pairs = -(-desks // (2 * COLUMNS))
    site = Site.objects.create(code=code, name=code.title(), floor_area=desks * 8)
    floor = Floor.objects.create(
        site=site, code="1", name="Floor 1", level=1, width=600 + COLUMNS * PITCH, height=600 + pairs * AISLE
    )
    zones = _zones(floor, pairs)
    spaces = Space.objects.bulk_create(
        Space(floor=floor, zone=zones[n % COLUMNS * len(zones) // COLUMNS], code=f"1.{n + 1:04}", **_position(n))
        for n in range(desks)
    )
    teams = Team.objects.bulk_create(
        Team(name=f"{code} {n + 1}", zone=zones[n % len(zones)]) for n in range(max(1, people // TEAM_SIZE))
    )
    upper = [space.pk for n, space in enumerate(spaces) if n // COLUMNS % 2 == 0]
    keys = _people(site, [team.pk for team in teams], upper, people + bookers)
    base = cap * 100 // PERCENT
    BaseSnapshot.objects.create(site=site, starts_on=LONG_AGO, everyone=base, telework=base, taken_at=now)
    _publish(site, zones[0], now)
    return Office(site, floor, upper, keys[:people], keys[people:], cap)


def _zones(floor: Floor, pairs: int) -> list[Zone]:
    width = COLUMNS * PITCH // len(ZONES)
    return Zone.objects.bulk_create(
        Zone(floor=floor, code=code, name=f"Zone {code}", x=300 + n * width, y=150, width=width, height=pairs * AISLE)
        for n, code in enumerate(ZONES)
    )


def _position(n: int) -> dict[str, int]:
    row, column = divmod(n, COLUMNS)
    return {"x": 300 + column * PITCH, "y": 200 + row // 2 * AISLE + row % 2 * FACING, "width": 160, "height": 100}


def _publish(site: Site, zone: Zone, now: datetime) -> None:
    policy = Policy.objects.create(
        site=site, name="Benchmark", period=Range(LONG_AGO, None), state="published", published_at=now
    )
    everyone, telework = {"population": "everyone"}, {"population": "telework"}
    rules = [
        ("occupancy_cap", telework, {"percent": PERCENT, "small_base": {"below": 10, "limit": 5}}),
        ("occupancy_cap", everyone | {"zone": zone}, {"percent": 90, "base": "desks"}),
        ("person_maximum", telework, {"days": 1}),
        ("team_days", everyone, {"mode": "only", "weekdays": [1, 2, 3, 4, 5]}),
        ("booking_window", everyone, {"days_ahead": 700}),
        ("distance", everyone, {"centimetres": DISTANCE}),
        ("one_desk", everyone, {}),
    ]
    Rule.objects.bulk_create(
        Rule(policy=policy, position=n, kind=kind, parameters=parameters, **scope)
        for n, (kind, scope, parameters) in enumerate(rules)
    )


def _people(site: Site, teams: list[int], desks: list[int], people: int) -> list[int]:
    """Two in ten show themselves to their team only, one in ten to nobody."""
    values = {"password": PASSWORD, "code": site.code, "site": site.pk, "teams": teams, "desks": desks, "n": people - 1}
    insert(Employee, _EMPLOYEE, "FROM generate_series(0, %(n)s) AS n", values)
    return list(Employee.objects.filter(home_site=site).order_by("pk").values_list("pk", flat=True))


_EMPLOYEE = {
    "password": "%(password)s",
    "number": "%(code)s || n",
    "email": "'person' || n || '@' || %(code)s || '.example'",
    "given_name": "'Person'",
    "family_name": "'Number ' || n",
    "sort_key": "'number ' || n || ' person'",
    "home_site_id": "%(site)s",
    "team_id": "(%(teams)s::bigint[])[1 + n %% cardinality(%(teams)s::bigint[])]",
    "visibility": "CASE n %% 10 WHEN 0 THEN 'nobody' WHEN 1 THEN 'team' WHEN 2 THEN 'team' ELSE 'everyone' END",
    "favourite_desk_id": "(%(desks)s::bigint[])[1 + n %% cardinality(%(desks)s::bigint[])]",
}
