"""Every base, population and place of a cap, counted in the database: booked up to the limit, and no further."""

import pytest

from booking.actions.asking import Refused
from booking.actions.reservation import reserve
from booking.models import Attendance, Space, Visitor
from tests.cast import NOW, TUESDAY, Office, grant, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    return office(people=8)


def come(cast: Office, *names: str, desks: bool = False) -> tuple[int, Refused | None]:
    """How many of these people came, one after the other, and the first refusal."""
    came, refusal = 0, None
    for desk, name in enumerate(names):
        who = cast.people[name]
        ask = cast.ask(who, TUESDAY, desk=2 * desk if desks else None)  # every other desk is in zone A
        try:
            reserve(ask=ask, by=who, now=NOW, door="test")
            came += 1
        except Refused as refused:
            refusal = refusal or refused
    return came, refusal


def numbers(refused: Refused) -> tuple:
    (objection,) = refused.verdict.refusals
    return objection.code, objection.limit, objection.used, objection.base


def test_of_a_role_the_holders_are_limited_and_counted_and_nobody_else(brussels):
    for name in ("Ann", "Bob", "Cas"):
        grant(brussels.people[name], "hr", brussels.site)
    brussels.publish({"kind": "occupancy_cap", "number": 2, "population": "role", "role": "hr"})
    assert come(brussels, "Dia", "Eve", "Fay") == (3, None)
    came, refused = come(brussels, "Ann", "Bob", "Cas")
    assert came == 2
    assert numbers(refused) == ("occupancy_cap", 2, 2, None)
    assert come(brussels, "Gus") == (1, None)


def test_of_a_team_its_share(brussels):
    brussels.publish(
        {"kind": "occupancy_cap", "number": 1, "population": "team", "team": brussels.teams["Blue"]},
        {"kind": "occupancy_cap", "number": 3},
    )
    came, refused = come(brussels, "Ann", "Cas")  # both are Blue
    assert (came, numbers(refused)) == (1, ("occupancy_cap", 1, 1, None))
    came, refused = come(brussels, "Bob", "Dia", "Fay")
    assert (came, numbers(refused)) == (2, ("occupancy_cap", 3, 3, None))


@pytest.mark.parametrize(("guests", "places"), [(True, 1), (False, 2)])
def test_guests_are_counted_where_the_cap_says_so(brussels, guests, places):
    visitor = Visitor.objects.create(name="Zoë Gast", host=brussels.ann)
    Attendance.objects.create(
        visitor=visitor, site=brussels.site, date=TUESDAY, morning=True, afternoon=False, telework_able=False,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    brussels.publish({"kind": "occupancy_cap", "number": 2, "guests": guests})
    came, refused = come(brussels, "Ann", "Bob", "Cas")
    assert came == places
    assert numbers(refused) == ("occupancy_cap", 2, 2, None)


def test_of_the_safe_capacity_of_a_zone(brussels):
    zone = brussels.zones["A"]
    Space.objects.filter(zone=zone).update(volume=5)  # m³: half of what a person needs, so none is safe …
    Space.objects.filter(pk__in=[desk.pk for desk in brussels.desks[:8]]).update(volume=10)  # … but these eight
    brussels.publish({"kind": "occupancy_cap", "percent": 50, "base": "safe_capacity", "zone": zone})
    came, refused = come(brussels, "Ann", "Bob", "Cas", desks=True)
    assert came == 2
    assert numbers(refused) == ("occupancy_cap", 2, 2, 4)


def test_of_the_floor_area_at_so_many_square_metres_each(brussels):
    brussels.publish(
        {"kind": "occupancy_cap", "percent": 100, "base": "floor_area", "m2_per_person": 150, "floor": brussels.floor}
    )  # 400 m²
    came, refused = come(brussels, "Ann", "Bob", "Cas", desks=True)
    assert (came, numbers(refused)) == (2, ("occupancy_cap", 2, 2, 2))


def test_of_the_desks_in_use(brussels):
    Space.objects.filter(pk__in=[desk.pk for desk in brussels.desks[:8]]).update(retired_on=TUESDAY)
    brussels.publish({"kind": "occupancy_cap", "percent": 60, "base": "desks"})
    came, refused = come(brussels, "Ann", "Bob", "Cas")
    assert (came, numbers(refused)) == (2, ("occupancy_cap", 2, 2, 4))
