"""Rooms: what they hold safely, how long and when they may be booked; and which rules a room is judged by."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from booking.rules import wording
from booking.rules.facts import Facts
from booking.rules.judgement import judge
from booking.rules.kind import ANYWHERE, BadParameter
from booking.rules.loading import safe_capacity
from booking.rules.opening import Closed
from booking.rules.proposal import ALL_DAY, Away, Person, Proposal
from booking.rules.rulebook import KINDS, Rulebook
from booking.rules.scope import Place, Population, Scope
from tests.rules.book import ANN, EVERYONE, NOW, TUESDAY, asks, booked, facts, own, period, policy, rulebook

ROOM = 1


def ruled(*kinds, term: str = "seats", **terms) -> Rulebook:
    """A book whose first space is a room, with the terms of its capacity."""
    book = rulebook(policy(*kinds)) if kinds else rulebook()
    capacity, binding = safe_capacity(**{"seats": 6, **terms})
    room = book.spaces[ROOM]._replace(
        kind="room", name="Zenne", seats=6, safe_capacity=capacity, capacity_term=binding,
        capacity_amount={"seats": 6, **terms}[binding],
    )  # fmt: skip
    return replace(book, spaces={**book.spaces, ROOM: room})


def limits(scope: Scope = ANYWHERE, **parameters):
    return KINDS["room_limits"].from_parameters(parameters, scope)


def wants(book: Rulebook, start: str = "10:00", end: str = "11:00", person: Person = ANN, **fields) -> Proposal:
    """The room is asked for; nobody comes by it."""
    hours = period(book, start, end)
    proposal = asks(book, person, space_id=ROOM, presence=False)
    return replace(proposal, period=hours, **fields)


def taken(book: Rulebook, start: str, end: str, pk: int = 1):
    return replace(booked(book, ROOM, person=None, pk=pk), period=period(book, start, end))


def said(verdict) -> list[str]:
    with translation.override("en"):
        return [wording.sentence(objection) for objection in verdict.refusals]


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({}, "Zenne holds 6: it has 6 seats. There would be 7 people."),
        ({"air_flow": 220}, "Zenne holds 5: 220 m³/h of outdoor air, 40 per person. There would be 7 people."),
        ({"volume": 42.5}, "Zenne holds 4: 42.5 m³ of air, 10 per person. There would be 7 people."),
        ({"free_area": 7}, "Zenne holds 3: 7 m² of free floor, 2 per person. There would be 7 people."),
        ({"fire_limit": 2}, "Zenne holds 2: the fire limit is 2 people. There would be 7 people."),
    ],
)
def test_a_room_is_refused_above_what_it_holds_and_says_what_binds_it(terms, sentence):
    book = ruled(**terms)
    assert said(judge(wants(book, people=7), facts(book))) == [sentence]
    assert not judge(wants(book, people=2), facts(book)).refused


def test_the_last_who_fits_comes_and_whoever_is_in_already_is_not_one_more():
    book = ruled()
    joining = replace(asks(book), space_id=ROOM, meeting_id=1)
    for others, refused in ((5, False), (6, True)):
        assert judge(joining, _with(facts(book), in_person={1: others})).refused == refused
    day = replace(own(TUESDAY), meetings=(taken(book, "10:00", "11:00"),))
    assert not judge(joining, _with(facts(book, days={ANN.key: [day]}), in_person={1: 6})).refused


def test_one_joins_a_meeting_in_a_room_that_it_keeps_from_others():
    book = ruled()
    known = facts(book, bookings=[taken(book, "10:00", "11:00")])
    assert not judge(replace(asks(book), space_id=ROOM, meeting_id=1), known).refused
    assert [o.code for o in judge(wants(book), known).refusals] == ["taken"]
    assert not judge(wants(book, gives_up=frozenset({1})), known).refused


def test_a_room_is_judged_by_what_it_is_and_not_by_who_comes():
    full = KINDS["occupancy_cap"].from_parameters({"number": 0}, EVERYONE)
    other_site = own(TUESDAY, site_id=2)
    away = replace(ANN, away=(Away("leave", TUESDAY, TUESDAY + timedelta(days=1), ALL_DAY),))
    book = ruled(full, KINDS["booking_window"].from_parameters({"days_ahead": 0}))
    assert not judge(wants(book, person=away), facts(book, days={ANN.key: [other_site]})).objections
    nobody = Scope(Place("site", 1, "Brussels"), Population("role", role="board"))
    closed = ruled(KINDS["access"].from_parameters({"roles": ["board"]}, nobody))
    assert [o.code for o in judge(wants(closed), facts(closed)).refusals] == ["access"]
    past = wants(book, now=NOW + timedelta(days=2))
    assert [o.code for o in judge(past, facts(book)).refusals] == ["past"]
    shut = replace(book, closures=(Closed("closed", TUESDAY, None, ALL_DAY, "Works", space_id=ROOM),))
    assert [o.code for o in judge(wants(shut), facts(shut)).refusals] == ["closed"]


@pytest.mark.parametrize(
    ("limit", "start", "end", "sentence"),
    [
        ({"longest_minutes": 90}, "10:00", "11:31", "Zenne can be booked for 90 minutes at most; you ask for 91."),
        ({"opens_at": "09:00"}, "08:59", "10:00", "Zenne can be used from 09:00."),
        ({"closes_at": "18:00"}, "17:00", "18:01", "Zenne can be used until 18:00."),
        ({"days_ahead": 0}, "10:00", "11:00", "Zenne can be booked 0 days ahead."),
        ({"buffer_minutes": 15}, "10:00", "11:50", "15 minutes stay free between meetings in Zenne; 10 would be left."),
        ({"buffer_minutes": 15}, "13:10", "14:00", "15 minutes stay free between meetings in Zenne; 10 would be left."),
    ],
)
def test_each_limit_says_its_number(limit, start, end, sentence):
    book = ruled(limits(**limit))
    noon = facts(book, bookings=[taken(book, "12:00", "13:00")])
    assert said(judge(wants(book, start, end), noon)) == [sentence]


@pytest.mark.parametrize(
    ("limit", "start", "end"),
    [
        ({"longest_minutes": 90}, "10:00", "11:30"),
        ({"opens_at": "09:00", "closes_at": "18:00"}, "09:00", "18:00"),
        ({"days_ahead": 1}, "10:00", "11:00"),
        ({"buffer_minutes": 15}, "13:15", "14:00"),
    ],
)
def test_up_to_the_limit_is_allowed(limit, start, end):
    book = ruled(limits(**limit))
    others = [taken(book, "12:00", "13:00")] if "buffer_minutes" in limit else []
    assert not judge(wants(book, start, end), facts(book, bookings=others)).refused


def test_every_broken_limit_is_said():
    book = ruled(limits(longest_minutes=30, closes_at="10:30"))
    assert said(judge(wants(book), facts(book))) == [
        "Zenne can be booked for 30 minutes at most; you ask for 60. Zenne can be used until 10:30."
    ]


def test_a_booking_that_was_granted_too_long_may_change_as_long_as_it_grows_no_longer():
    book = ruled(limits(longest_minutes=30, buffer_minutes=15))
    known = facts(book, bookings=[taken(book, "10:00", "12:00", pk=7), taken(book, "12:05", "13:00", pk=8)])
    mine = frozenset({7})
    assert not judge(wants(book, "10:00", "12:00", gives_up=mine), known).refused
    assert not judge(wants(book, "09:00", "11:00", gives_up=mine), known).refused
    assert judge(wants(book, "09:30", "12:00", gives_up=mine), known).refused
    assert judge(wants(book, "10:30", "12:03", gives_up=mine), known).refused  # nearer to the next


def test_limits_hold_for_organisers_of_the_population_and_for_whoever_stands_at_the_door():
    blue = Scope(Place("site", 1, "Brussels"), Population("team", team_id=10))
    for scope, person, refused in (
        (blue, ANN, True),
        (blue, replace(ANN, team_id=11), False),
        (EVERYONE, Person(), True),
        (blue, Person(), False),
    ):
        book = ruled(limits(scope, longest_minutes=30))
        assert judge(wants(book, person=person), facts(book)).refused == refused


def test_who_comes_to_a_meeting_is_not_asked_how_long_it_is():
    book = ruled(limits(longest_minutes=30))
    assert not judge(replace(asks(book), space_id=ROOM, meeting_id=1), facts(book)).objections


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"longest_minutes": 0},
        {"buffer_minutes": "10"},
        {"opens_at": "nine"},
        {"opens_at": "10:00", "closes_at": "09:00"},
        {"days_ahead": -1},
    ],
)
def test_limits_that_make_no_sense_are_refused(parameters):
    with pytest.raises(BadParameter):
        limits(**parameters)


def _with(known: Facts, **fields) -> Facts:
    return replace(known, **fields)
