"""The arithmetic of the caps, as the sources give it."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from booking.rules import wording
from booking.rules.judgement import judge
from booking.rules.kind import BadParameter
from booking.rules.kinds.occupancy_cap import OccupancyCap
from booking.rules.proposal import AFTERNOON, MORNING, Person
from booking.rules.rulebook import Base
from booking.rules.scope import Place, Population, Scope
from tests.rules.book import ANN, EVERYONE, REX, TELEWORK, TUESDAY, asks, booked, facts, own, policy, rulebook, site

SMALL = {"below": 10, "limit": 5}


def cap(**parameters) -> OccupancyCap:
    scope = parameters.pop("scope", TELEWORK)
    return OccupancyCap.from_parameters(parameters, scope)


def limit_of(kind: OccupancyCap, **book) -> int:
    the_book = rulebook(policy(kind), **book)
    return kind.measure(asks(the_book), facts(the_book)).limit


def test_twenty_percent_of_248_is_49_and_the_fiftieth_is_refused_with_those_numbers():
    book = rulebook(policy(cap(percent=20)))
    assert not judge(asks(book), facts(book, present=(48, 48))).refused

    verdict = judge(asks(book), facts(book, present=(49, 49)))

    objection = verdict.refusals[0]
    assert (objection.code, objection.limit, objection.used, objection.base) == ("occupancy_cap", 49, 49, 248)
    with translation.override("en"):
        assert wording.title(objection) == "Cap reached"
        assert (
            wording.sentence(objection)
            == "49 of 49. The limit is 20\N{NO-BREAK SPACE}% of the 248 able to telework, rounded down."
        )


@pytest.mark.parametrize(("base", "limit"), [(8, 5), (9, 5), (10, 2), (24, 4), (25, 5), (0, 5), (248, 49)])
def test_a_base_below_ten_gives_five_and_the_rest_is_rounded_down(base, limit):
    kind = cap(percent=20, small_base=SMALL)
    assert limit_of(kind, base=Base(date(2020, 1, 1), base, base)) == limit


@pytest.mark.parametrize(
    ("percent", "base", "limit"), [(20, 45, 9), (60, 90, 54), (33.3, 1000, 333), (100, 7, 7), (0, 99, 0), (29, 100, 29)]
)
def test_percentages_are_exact_before_they_are_rounded_down(percent, base, limit):
    assert limit_of(cap(percent=percent), base=Base(date(2020, 1, 1), base, base)) == limit


def test_people_unable_to_telework_come_on_top():
    book = rulebook(policy(cap(percent=20)))
    verdict = judge(asks(book, REX), facts(book, present=(49, 49)))
    assert not verdict.refused
    assert not verdict.usage("occupancy_cap").applies


def test_the_base_is_the_snapshot_in_force_on_the_day():
    kind = cap(percent=20)
    book = rulebook(policy(kind))
    book = type(book)(**{**vars(book), "bases": (Base(date(2020, 1, 1), 300, 248), Base(TUESDAY, 300, 200))})
    assert kind.measure(asks(book, day=date(2026, 3, 2)), facts(book)).limit == 49
    assert kind.measure(asks(book, day=TUESDAY), facts(book)).limit == 40
    assert kind.measure(asks(book, day=date(2019, 1, 1)), facts(book)).limit == 49  # before the first, the first


def test_bases_of_desks_safe_capacity_and_floor_area():
    assert limit_of(cap(percent=60, base="desks", scope=EVERYONE), desks=90) == 54
    assert limit_of(cap(percent=50, base="safe_capacity", scope=EVERYONE), desks=9) == 4
    by_area = cap(percent=100, base="floor_area", m2_per_person=10, scope=Scope(Place("floor", 1, "Floor 3")))
    book = rulebook(policy(by_area))
    assert by_area.measure(asks(book, space_id=1), facts(book)).limit == 40
    exact = cap(percent=100, base="floor_area", m2_per_person=1.1, scope=EVERYONE)
    assert exact.measure(asks(book), facts(rulebook(policy(exact), at=site(floor_area=Decimal("3.3"))))).limit == 3
    with translation.override("en"):
        full = judge(asks(book, space_id=1), facts(book, present=(40, 40))).refusals[0]
        assert "the 40 people that the floor area holds at 10 m² each" in wording.sentence(full)


def test_each_half_of_the_day_is_counted_by_itself():
    book = rulebook(policy(cap(number=10, scope=EVERYONE)))
    mornings_full = facts(book, present=(10, 3))
    assert judge(asks(book, parts=MORNING), mornings_full).refused
    assert judge(asks(book), mornings_full).refusals[0].details["part"] == "morning"
    assert not judge(asks(book, parts=AFTERNOON), mornings_full).refused


def test_whoever_is_counted_already_raises_nothing():
    book = rulebook(policy(cap(number=10, scope=EVERYONE)))
    over = facts(book, present=(14, 14), days={ANN.key: [own(TUESDAY)]})  # granted under an older rule
    assert not judge(asks(book, space_id=3), over).refused
    mine_in_the_morning = facts(book, present=(14, 14), days={ANN.key: [own(TUESDAY, parts=MORNING)]})
    assert judge(asks(book), mine_in_the_morning).refusals[0].details["part"] == "afternoon"


def test_a_zone_counts_who_has_a_place_inside():
    zone = Scope(Place("zone", 2, "B"), Population())
    book = rulebook(policy(cap(number=2, scope=zone)))
    full = facts(book, present=(2, 2))
    in_b, in_a = (next(pk for pk, s in book.spaces.items() if s.zone_id == z) for z in (2, 1))
    assert judge(asks(book, space_id=in_b), full).refused
    assert not judge(asks(book, space_id=in_a), full).refused
    mine = own(TUESDAY, bookings=[booked(book, in_b, person=ANN.key)])
    other_in_b = [pk for pk, s in book.spaces.items() if s.zone_id == 2][1]
    there = facts(book, present=(2, 2), days={ANN.key: [mine]})
    assert not judge(asks(book, space_id=other_in_b, gives_up=frozenset({1})), there).refused


def test_guests_count_where_the_rule_says_so():
    guest = Person(visitor_id=5)
    counted, not_counted = (rulebook(policy(cap(percent=20, guests=guests))) for guests in (True, False))
    assert judge(asks(counted, guest), facts(counted, present=(49, 49))).refused
    assert not judge(asks(not_counted, guest), facts(not_counted, present=(49, 49))).refused


def test_a_team_is_capped_among_its_own():
    blue = Scope(Place("site", 1, "Brussels"), Population("team", team_id=10, name="Blue"))
    base = Base(date(2020, 1, 1), 300, 248, by_team={"10": {"everyone": 8, "telework": 8}})
    book = rulebook(policy(cap(percent=50, scope=blue)), base=base)
    with translation.override("en"):
        refused = judge(asks(book), facts(book, present=(4, 4))).refusals[0]
        assert (
            wording.sentence(refused)
            == "4 of 4. The limit is 50\N{NO-BREAK SPACE}% of the 8 people of team Blue, rounded down."
        )
    assert not judge(asks(book, REX), facts(book, present=(4, 4))).refused


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({}, "percent"),
        ({"percent": 20, "number": 3}, "percent"),
        ({"percent": 101}, "percent"),
        ({"percent": "20"}, "percent"),
        ({"number": -1}, "number"),
        ({"number": 5.5}, "number"),
        ({"percent": 20, "base": "chairs"}, "base"),
        ({"percent": 20, "base": "floor_area"}, "m2_per_person"),
        ({"percent": 20, "small_base": {"below": 10}}, "small_base"),
        ({"percent": 20, "small_base": {"below": 10, "limit": -5}}, "small_base.limit"),
        ({"percent": 20, "colour": "red"}, "colour"),
    ],
)
def test_bad_parameters_are_named(parameters, named):
    with pytest.raises(BadParameter, match=rf"^{named}: "):
        cap(**parameters)
