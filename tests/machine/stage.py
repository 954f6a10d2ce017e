"""The stage of the machine: three sites far apart and six people, made once; and the rows that each example leaves."""

from dataclasses import dataclass
from datetime import date, time

from django.db import connection

from booking.models import Employee, Floor, RoleGrant, Site, Space, Team, Zone
from tests.machine.world import Desk, Place, Someone, World

# Beirut changes its clocks at midnight, so that a local day there begins or ends in an hour that is not, or is twice.
SITES = (
    ("brussels", "Europe/Brussels", time(13), (1, 2, 3, 4, 5, 6, 7)),
    ("beirut", "Asia/Beirut", time(12), (1, 2, 3, 4, 5, 6, 7)),
    ("auckland", "Pacific/Auckland", time(12, 30), (1, 2, 3, 4, 5)),
)
DESKS = 4  # per site: two in either zone, a metre apart


@dataclass(frozen=True)
class Stage:
    places: dict[int, Place]
    people: dict[int, Someone]
    employees: dict[int, Employee]
    teams: tuple[int, ...]
    manager: Employee

    def world(self) -> World:
        return World(dict(self.places), dict(self.people))

    def desks(self, site: int) -> tuple[Desk, ...]:
        return self.places[site].desks


def build(joins: date, leaves: date) -> Stage:
    """Dia joins on ``joins``, and ``leaves`` is Eve's first day no longer employed."""
    teams = tuple(Team.objects.create(name=name).pk for name in ("Blue", "Red"))
    sites = [_site(*described) for described in SITES]
    home = sites[0]
    traits = {
        "Ann": {"team_id": teams[0]},
        "Bob": {"team_id": teams[1]},
        "Cas": {"team_id": teams[0], "telework_able": False},
        "Dia": {"team_id": teams[1], "working_days": [1, 2], "joined_on": joins},
        "Eve": {"team_id": teams[0], "left_on": leaves},
    }
    employees = [
        Employee.objects.create(email=f"{name}@machine.example", given_name=name, number=name, home_site=home, **fields)
        for name, fields in traits.items()
    ]
    manager = Employee.objects.create(email="max@machine.example", given_name="Max", number="Max", home_site=home)
    RoleGrant.objects.create(employee=manager, role=RoleGrant.Role.ADMINISTRATOR)
    return Stage(
        places={site.pk: _place(site) for site in sites},
        people={e.pk: Someone(e.pk, e.team_id, e.telework_able, e.joined_on, e.left_on) for e in employees},
        employees={e.pk: e for e in employees},
        teams=teams,
        manager=manager,
    )


def _site(code: str, time_zone: str, midday: time, weekdays: tuple[int, ...]) -> Site:
    site = Site.objects.create(
        code=code, name=code, time_zone=time_zone, midday=midday, working_days=list(weekdays), holiday_country=""
    )
    floor = Floor.objects.create(site=site, code="1")
    zones = [Zone.objects.create(floor=floor, code=code) for code in "AB"]
    for n in range(DESKS):
        Space.objects.create(floor=floor, zone=zones[n // 2], code=f"D{n}", x=100 * n, width=80, height=80)
    return site


def _place(site: Site) -> Place:
    return Place(
        site.pk,
        site.time_zone,
        site.midday.hour * 60 + site.midday.minute,
        tuple(site.working_days),
        tuple(Desk(s.pk, s.floor_id, s.zone_id, s.x) for s in Space.objects.filter(floor__site=site).order_by("code")),
    )


def clear() -> None:
    """Take away what an example has written. Rows are deleted one by one: tables this small truncate more slowly."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"DELETE FROM booking_{table}" for table in WRITTEN))


WRITTEN = (
    "message", "refusal", "override", "booking", "attendance", "absence", "closure", "basesnapshot", "rule", "policy",
    "bookingevent", "attendanceevent", "absenceevent", "closureevent", "basesnapshotevent", "ruleevent", "policyevent",
)  # fmt: skip
