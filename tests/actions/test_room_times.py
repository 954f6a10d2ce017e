"""When a room is free: every quarter of a span, in one gathering."""

import pytest

from booking.actions.room_booking import book_room
from booking.actions.room_times import free_times, judge_rooms, nearest, opening
from booking.rules.proposal import Period
from tests.cast import NOW, TODAY, Office, office
from tests.meetings import at, room_ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    """Bob has the room from ten to eleven on Tuesday."""
    cast = office()
    book_room(ask=room_ask(cast, cast.bob), by=cast.bob, now=NOW, door="test", in_person=False)
    return cast


def clocks(cast: Office, periods: list[Period]) -> list[str]:
    return [f"{period.start.astimezone(cast.site.zone_info):%H:%M}" for period in periods]


def test_all_that_fits_between_meetings(brussels):
    ask = room_ask(brussels, brussels.ann, "10:00", "10:45")
    free = free_times([ask], within=at(brussels, "09:00", "12:00"), now=NOW)
    assert clocks(brussels, free[brussels.room.pk]) == ["09:00", "09:15", "11:00", "11:15"]


def test_a_room_without_any_is_left_out_and_what_has_begun_is_over(brussels):
    ask = room_ask(brussels, brussels.ann, "10:00", "10:45")
    assert free_times([ask], within=at(brussels, "10:00", "11:00"), now=NOW) == {}
    today = room_ask(brussels, brussels.ann, "10:00", "11:00", day=TODAY)
    free = free_times([today], within=opening(today), now=NOW)
    assert clocks(brussels, free[brussels.room.pk])[0] == "08:00"


def test_the_nearest_do_not_overlap(brussels):
    ask = room_ask(brussels, brussels.ann)
    free = free_times([ask], within=opening(ask), now=NOW)[brussels.room.pk]
    assert clocks(brussels, nearest(free, ask.period, most=2)) == ["09:00", "11:00"]


@pytest.mark.parametrize("asked", [1, 30])
def test_any_number_is_judged_in_as_many_queries(brussels, asked, django_assert_num_queries):
    asks = [room_ask(brussels, brussels.ann, "12:00", "13:00")] * asked
    with django_assert_num_queries(3):
        assert not any(verdict.refused for verdict in judge_rooms(asks, now=NOW))
    assert judge_rooms([], now=NOW) == []
