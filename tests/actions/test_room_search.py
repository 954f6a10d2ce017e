"""Which rooms fit, best first; with the verdict of each; by a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.actions.room_booking import book_room
from booking.actions.room_search import free_rooms
from booking.models import Space
from tests.cast import NOW, TUESDAY, Office, office
from tests.meetings import at, room_ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    cast = office()
    for code, seats, fields in (
        ("3.R2", 4, {"equipment": ["screen"], "x": 4000}),
        ("3.R3", 4, {"equipment": ["screen", "video"], "x": 100}),
        ("3.R4", 12, {"accessible": True}),
    ):
        Space.objects.create(floor=cast.floor, kind="room", code=code, seats=seats, **fields)
    return cast


def found(cast: Office, start: str = "10:00", end: str = "11:00", **wanted) -> list[str]:
    return [choice.space.code for choice in search(cast, start, end, **wanted) if not choice.verdict.refused]


def search(cast: Office, start: str = "10:00", end: str = "11:00", **wanted):
    asker = wanted.pop("employee_id", cast.ann.pk)
    return free_rooms(
        site_id=cast.site.pk, day=TUESDAY, period=at(cast, start, end), employee_id=asker, now=NOW, **wanted
    )


def test_the_smallest_that_holds_all_comes_first_and_of_those_the_nearest(brussels):
    brussels.ann.favourite_desk = brussels.desks[0]
    brussels.ann.save()
    assert found(brussels, people=3) == ["3.R3", "3.R2", "3.R1", "3.R4"]
    assert found(brussels, people=5) == ["3.R1", "3.R4"]


def test_by_equipment_floor_and_access(brussels):
    assert found(brussels, equipment=["screen", "video"]) == ["3.R3"]
    assert found(brussels, accessible=True) == ["3.R4"]
    assert found(brussels, floor_id=brussels.floor.pk + 1) == []
    assert found(brussels, people=2, employee_id=None)[0] in ("3.R2", "3.R3")


def test_a_taken_room_comes_last_with_its_reason_and_a_free_one_says_until_when(brussels):
    book_room(ask=room_ask(brussels, brussels.bob, "10:30", "12:00"), by=brussels.bob, now=NOW, door="test")
    taken = search(brussels, people=5)[-1]
    assert (taken.space.code, [o.code for o in taken.verdict.refusals]) == ("3.R1", ["taken"])
    [free, _other] = search(brussels, "08:00", "09:00", people=5)
    assert free.free_until == at(brussels, "10:30", "12:00").start


@pytest.mark.parametrize("rooms", [1, 60])
def test_sixty_rooms_cost_as_much_as_one(brussels, rooms):
    Space.objects.bulk_create(Space(floor=brussels.floor, kind="room", code=f"R{n}", seats=8) for n in range(rooms))
    brussels.publish({"kind": "room_limits", "buffer_minutes": 15}, {"kind": "occupancy_cap", "number": 9})
    search(brussels)
    with CaptureQueriesContext(connection) as captured:
        search(brussels)
    assert len(captured) == 4, [query["sql"] for query in captured]
