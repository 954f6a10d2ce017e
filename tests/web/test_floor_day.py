"""How the places of a floor stand for one person: judged by the rules, drawn by kind."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from psycopg.types.range import Range

from booking.actions.asking import Ask
from booking.actions.reservation import reserve
from booking.models import Booking, Closure, Employee
from booking.rules.loading import rulebook
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts
from booking.web.floor.asked import Asked
from booking.web.floor.look import look
from booking.web.floor.place import FloorPlace
from booking.web.floor.shown import Shown
from tests.cast import CAP_20, MONDAY, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Floor:
    cast: Office

    def seen(self, who: Employee, day=TUESDAY, *, part: str = "day", now: datetime = NOW, **filters) -> Shown:
        site, floor = self.cast.site, self.cast.floor
        zone = who.team.zone_id if who.team else None
        place = FloorPlace(floor.pk, floor.code, site.pk, site.code, 0, zone, [])
        return look(place, rulebook(site.pk), Asked(day=day, part=part, **filters), viewer=who, now=now)

    def kinds(self, who: Employee, day=TUESDAY, **asked) -> list[str]:
        """By desk, in the order of their numbers."""
        places = self.seen(who, day, **asked).places
        return [standing.kind for space, standing in places if space.kind == "desk"]

    def sits(self, who: Employee, desk: int, day=TUESDAY, *, parts: Parts = ALL_DAY) -> None:
        reserve(ask=self.cast.ask(who, day, desk=desk, parts=parts), by=who, now=NOW, door="test")


@pytest.fixture
def floor() -> Floor:
    return Floor(office(desks=4))


def test_a_desk_is_free_taken_a_colleagues_or_mine(floor):
    cast = floor.cast
    floor.sits(cast.ann, 0)
    floor.sits(cast.bob, 1)
    Employee.objects.filter(pk=cast.bob.pk).update(visibility=Employee.Visibility.NOBODY)

    assert floor.kinds(cast.cas) == ["colleague", "taken", "free", "free"]
    assert floor.kinds(cast.ann) == ["mine", "taken", "free", "free"]


@pytest.mark.parametrize(("visibility", "to_mate", "to_other"), [
    ("everyone", "colleague", "colleague"), ("team", "colleague", "taken"), ("nobody", "taken", "taken"),
])  # fmt: skip
def test_a_colleague_is_shown_by_their_own_choice(floor, visibility, to_mate, to_other):
    cast = floor.cast  # Ann and Cas are Blue, Bob is Red
    floor.sits(cast.ann, 0)
    Employee.objects.filter(pk=cast.ann.pk).update(visibility=visibility)

    assert floor.kinds(cast.cas)[0] == to_mate
    assert floor.kinds(cast.bob)[0] == to_other


def test_nobody_is_named_on_a_day_gone_by(floor):
    floor.sits(floor.cast.ann, 0)

    assert floor.kinds(floor.cast.bob, now=NOW + timedelta(days=2))[0] == "taken"


def test_half_a_desk_is_free_and_can_be_had(floor):
    cast = floor.cast
    floor.sits(cast.ann, 0, parts=MORNING)
    floor.sits(cast.bob, 1, parts=AFTERNOON)

    seen = {space.code: standing for space, standing in floor.seen(cast.cas).places}

    assert [seen["3.01"].kind, seen["3.02"].kind] == ["pm", "am"]
    assert seen["3.01"].can
    assert seen["3.01"].words == "Ann Test am, free pm"
    assert floor.kinds(cast.cas, part="afternoon")[:2] == ["free", "colleague"]


def test_what_the_rules_refuse_at_a_desk_is_closed_with_their_reason(floor):
    cast = floor.cast
    reserved = {"kind": "team_days", "mode": "reserved", "weekdays": [2], "zone": cast.zones["A"], "population": "team"}
    cast.publish(reserved | {"team": cast.teams["Red"]})
    seen = floor.seen(cast.ann)

    assert [standing.kind for _, standing in seen.every if _.kind == "desk"] == ["closed", "free", "closed", "free"]
    assert seen.every[0][1].words == "Reserved for a team"
    assert seen.zones[cast.zones["A"].pk] == "Reserved for a team"
    assert seen.zones[cast.zones["B"].pk] == "2 of 2 free"
    assert floor.kinds(cast.bob) == ["free"] * 4


def test_where_the_day_is_full_no_desk_can_be_had(floor):
    cast = floor.cast
    cast.base(telework=8)
    cast.publish(CAP_20 | {"small_base": {"below": 10, "limit": 1}})
    floor.sits(cast.ann, 0)
    seen = floor.seen(cast.bob)

    assert seen.day_refused
    assert not any(standing.can for _, standing in seen.every)
    assert floor.kinds(cast.bob) == ["colleague", "closed", "closed", "closed"]
    assert not floor.seen(cast.ann).day_refused  # whoever is in may change desks


def test_the_day_that_uses_up_the_week_can_be_moved_here(floor):
    cast = floor.cast
    cast.publish(ONE_DAY, ONE_DESK)
    floor.sits(cast.ann, 0, TUESDAY)
    seen = floor.seen(cast.ann, THURSDAY)

    assert seen.floor.whole.refused
    assert (seen.floor.way.verb, seen.floor.way.moved.date) == ("move", TUESDAY)
    assert not seen.day_refused
    assert [standing.can for _, standing in seen.places if _.kind == "desk"] == [True] * 4


def test_a_move_is_offered_with_the_parts_of_what_moves(floor):
    cast = floor.cast
    cast.publish(ONE_DESK)
    floor.sits(cast.ann, 0, parts=MORNING)
    floor.sits(cast.bob, 1, parts=AFTERNOON)
    seen = {space.code: standing for space, standing in floor.seen(cast.ann).places}

    assert seen["3.01"].kind == "mine"
    assert (seen["3.02"].kind, seen["3.02"].can) == ("am", True)  # her morning fits before Bob's afternoon


def test_the_other_half_of_a_day_is_booked_not_moved(floor):
    cast = floor.cast
    cast.publish(ONE_DESK)
    floor.sits(cast.ann, 0, parts=MORNING)

    assert floor.seen(cast.ann, part="afternoon").floor.way.verb == "book"
    assert floor.kinds(cast.ann, part="afternoon") == ["free"] * 4


def test_a_closed_zone_and_a_closed_day(floor):
    cast = floor.cast
    period = Range(WEDNESDAY, THURSDAY)
    Closure.objects.create(site=cast.site, zone=cast.zones["A"], period=period, reason="Painters")
    whole = Range(THURSDAY, THURSDAY + timedelta(days=1))
    Closure.objects.create(site=cast.site, period=whole, reason="Strike")

    assert floor.kinds(cast.ann, WEDNESDAY) == ["closed", "free", "closed", "free"]
    assert floor.seen(cast.ann, THURSDAY).day_refused


def test_filters_take_away_what_does_not_pass(floor):
    cast = floor.cast
    desk = cast.desks[2]
    type(desk).objects.filter(pk=desk.pk).update(equipment=["two_screens", "window"], accessible=True)
    floor.sits(cast.ann, 0)

    assert floor.kinds(cast.bob, equipment=("two_screens",)) == ["off", "off", "free", "off"]
    assert floor.kinds(cast.bob, equipment=("two_screens", "quiet")) == ["off"] * 4
    assert floor.kinds(cast.bob, accessible=True) == ["off", "off", "free", "off"]
    assert floor.kinds(cast.bob, only_free=True) == ["off", "free", "free", "free"]
    assert floor.kinds(cast.ann, only_free=True, equipment=("window",))[0] == "mine"


def test_near_my_team_is_near_where_it_sits_that_day_or_at_home(floor):
    cast = floor.cast
    for n, desk in enumerate(cast.desks):
        type(desk).objects.filter(pk=desk.pk).update(x=n * 500)
    cast.teams["Blue"].zone = cast.zones["B"]
    cast.teams["Blue"].save()
    cast.cas.team.refresh_from_db()

    assert floor.kinds(cast.cas, near_team=True) == ["free", "free", "free", "free"]  # each within 6 m of zone B
    floor.sits(cast.ann, 0)
    assert floor.kinds(cast.cas, near_team=True) == ["colleague", "free", "off", "off"]


def test_a_room_is_busy_until_its_meeting_ends_and_free_until_the_next(floor):
    cast = floor.cast

    def meeting(start: int, end: int) -> None:
        hours = [NOW.replace(hour=hour - 1) for hour in (start, end)]  # an hour behind Brussels
        Booking.objects.create(
            space=cast.room, organiser=cast.ann, date=MONDAY, period=Range(*hours), morning=start < 13,
            afternoon=end > 13, created_at=NOW, changed_at=NOW,
        )  # fmt: skip

    def room(now: datetime = NOW, **asked) -> tuple[str, str]:
        standing = next(s for space, s in floor.seen(cast.bob, MONDAY, now=now, **asked).places if space.kind == "room")
        return standing.kind, standing.words

    assert room() == ("free", "Free all day")
    meeting(9, 11)
    meeting(11, 12)
    assert room() == ("free", "Free to 09:00")
    assert room(now=NOW + timedelta(hours=2)) == ("busy", "Busy to 12:00")
    assert room(now=NOW + timedelta(hours=5)) == ("free", "Free all day")
    assert room(part="afternoon") == ("free", "Free")


def test_one_gathering_serves_any_number_of_desks(django_assert_num_queries):
    small, large = Floor(office(desks=50)), Floor(office("antwerp", desks=1000, first=4))
    for floor in (small, large):
        who, other = list(floor.cast.people.values())[:2]
        floor.cast.base(telework=100)
        floor.cast.publish(CAP_20, ONE_DAY, ONE_DESK, {"kind": "distance", "centimetres": 10})
        floor.sits(who, 0)
        floor.sits(other, 1)
        floor.seen(who)  # the book and the drawings are kept from here on
        with django_assert_num_queries(4):
            assert len(floor.seen(who).places) == len(floor.cast.desks) + 1


def test_an_ask_of_the_panel_is_what_the_action_judges(floor):
    """The way that the page offers goes through: nothing is judged in two manners."""
    cast = floor.cast
    cast.publish(ONE_DAY, ONE_DESK)
    seen = floor.seen(cast.ann)
    space = next(space for space, standing in seen.places if standing.can)
    ask = Ask(employee_id=cast.ann.pk, site_id=cast.site.pk, day=TUESDAY, parts=seen.floor.way.parts, space_id=space.id)

    assert reserve(ask=ask, by=cast.ann, now=NOW, door="test").booking_id
