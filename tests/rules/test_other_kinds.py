"""Team days, windows, access, distance, one desk; and what no policy grants."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from booking.rules import wording
from booking.rules.judgement import judge, judge_all
from booking.rules.kind import ANYWHERE, BadParameter
from booking.rules.opening import Closed
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Away, Parts, Person
from booking.rules.rulebook import KINDS
from booking.rules.scope import Place, Population, Scope
from booking.rules.verdict import Objection
from tests.rules.book import ANN, NOW, REX, TUESDAY, asks, booked, facts, own, period, policy, rulebook, site

BLUE = Population("team", team_id=10, name="Blue")
AT_SITE = Scope(Place("site", 1, "Brussels"), BLUE)
IN_ZONE = Scope(Place("zone", 2, "B Plein"), BLUE)


def kind(code: str, scope: Scope = ANYWHERE, **parameters):
    return KINDS[code].from_parameters(parameters, scope)


def codes(verdict) -> set[str]:
    return {objection.code for objection in verdict.refusals}


def said(verdict) -> list[str]:
    with translation.override("en"):
        return [wording.sentence(objection) for objection in verdict.objections]


def test_only_days_refuse_the_team_on_other_days_and_nobody_else():
    book = rulebook(policy(kind("team_days", AT_SITE, mode="only", weekdays=[3, 4])))
    verdict = judge(asks(book), facts(book))
    assert said(verdict) == ["Your days at this site: Wednesday, Thursday."]
    assert not judge(asks(book, day=TUESDAY + timedelta(days=1)), facts(book)).refused
    assert not judge(asks(book, REX), facts(book)).refused


def test_reserved_days_keep_the_zone_for_the_team():
    book = rulebook(policy(kind("team_days", IN_ZONE, mode="reserved", weekdays=[2])))
    inside = next(pk for pk, s in book.spaces.items() if s.zone_id == 2)
    outside = next(pk for pk, s in book.spaces.items() if s.zone_id == 1)
    assert said(judge(asks(book, REX, space_id=inside), facts(book))) == ["B Plein is kept for Blue on this day."]
    assert not judge(asks(book, REX, space_id=outside), facts(book)).refused
    assert not judge(asks(book, ANN, space_id=inside), facts(book)).refused
    assert not judge(asks(book, REX, day=TUESDAY + timedelta(days=1), space_id=inside), facts(book)).refused


@pytest.mark.parametrize(("weeks", "falls"), [("every", True), ("even", True), ("odd", False)])
def test_odd_and_even_weeks_are_iso_weeks(weeks, falls):
    assert TUESDAY.isocalendar().week == 10
    assert kind("team_days", AT_SITE, mode="only", weekdays=[2], weeks=weeks).falls_on(TUESDAY) is falls


def test_recommended_days_report_and_never_refuse():
    book = rulebook(policy(kind("team_days", AT_SITE, mode="recommended", weekdays=[4])))
    verdict = judge(asks(book), facts(book))
    assert not verdict.objections
    assert verdict.usage("team_days").details["on_the_day"] is False


def test_a_window_of_days_opens_at_midnight_in_the_sites_zone():
    book = rulebook(policy(kind("booking_window", days_ahead=7)))
    day = date(2026, 3, 10)
    before, after = datetime(2026, 3, 2, 22, 59, tzinfo=UTC), datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert said(judge(asks(book, day=day, now=before), facts(book))) == ["Can be booked from Tuesday 3 March, 00:00."]
    assert not judge(asks(book, day=day, now=after), facts(book)).refused


def test_a_weekly_opening_and_a_closing_hour():
    book = rulebook(policy(kind("booking_window", weeks_ahead=1, opens_on=5, opens_at="12:00", closes_hours=24)))
    next_week = date(2026, 3, 9)  # opens on Friday 6 March at noon, Brussels time
    assert judge(asks(book, day=date(2026, 3, 16), now=datetime(2026, 3, 13, 10, 59, tzinfo=UTC)), facts(book)).refused
    assert not judge(
        asks(book, day=date(2026, 3, 16), now=datetime(2026, 3, 13, 11, 0, tzinfo=UTC)), facts(book)
    ).refused
    late = judge(asks(book, day=next_week, now=datetime(2026, 3, 8, 0, 0, tzinfo=UTC)), facts(book))
    assert said(late) == ["Could be booked until Sunday 8 March, 00:00."]
    afternoon = asks(book, day=next_week, parts=AFTERNOON, now=datetime(2026, 3, 8, 0, 0, tzinfo=UTC))
    assert not judge(afternoon, facts(book)).refused


def test_whoever_stays_for_the_afternoon_has_until_the_afternoon_closes():
    book = rulebook(policy(kind("booking_window", closes_hours=1)))
    ten_oclock = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    morning_at_4 = own(TUESDAY, parts=MORNING, bookings=[booked(book, 4, parts=MORNING, person=ANN.key)])
    mine = facts(book, days={ANN.key: [morning_at_4]})
    assert not judge(asks(book, now=ten_oclock, space_id=4, gives_up=frozenset({1})), mine).refused
    assert judge(asks(book, now=ten_oclock), facts(book)).refused


def test_closing_hours_are_hours_when_the_clocks_change():
    book = rulebook(policy(kind("booking_window", closes_hours=24)), at=site(working_days=[7]))
    spring = date(2026, 3, 29)  # begins on Sunday at 23:00 UTC, and its afternoon at 11:00 UTC
    a_day_before = datetime(2026, 3, 28, 11, 0, tzinfo=UTC)
    assert judge(asks(book, day=spring, parts=AFTERNOON, now=a_day_before), facts(book)).refused
    just_in_time = a_day_before - timedelta(seconds=1)
    assert not judge(asks(book, day=spring, parts=AFTERNOON, now=just_in_time), facts(book)).refused


def test_access_is_for_named_teams_and_roles():
    zone = Scope(Place("zone", 2, "Vault"), Population())
    book = rulebook(policy(kind("access", zone, teams=[11], roles=["hr"], named=["Red", "HR"])))
    inside = next(pk for pk, s in book.spaces.items() if s.zone_id == 2)
    assert said(judge(asks(book, ANN, space_id=inside), facts(book))) == ["Vault is for Red, HR only."]
    assert not judge(asks(book, REX, space_id=inside), facts(book)).refused
    in_hr = Person(employee_id=7, roles=frozenset({("hr", None)}))
    assert not judge(asks(book, in_hr, space_id=inside), facts(book)).refused
    hr_elsewhere = Person(employee_id=8, roles=frozenset({("hr", 99)}))
    assert judge(asks(book, hr_elsewhere, space_id=inside), facts(book)).refused


def test_distance_is_measured_between_centres_at_overlapping_times():
    book = rulebook(policy(kind("distance", centimetres=300)))  # the desks stand 2 m apart in a row
    near = facts(book, bookings=[booked(book, 4, parts=MORNING)])
    assert said(judge(asks(book, space_id=5), near)) == ["3.04 is taken, 2 m away; at least 3 m is asked."]
    assert not judge(asks(book, space_id=6), near).refused  # 4 m
    assert not judge(asks(book, space_id=5, parts=AFTERNOON), near).refused


def test_who_sat_too_near_before_the_rule_may_stay_longer_or_go_farther_but_to_nobody_else():
    book = rulebook(policy(kind("distance", centimetres=500)))  # the desks stand 2 m apart in a row
    theirs = [booked(book, 5, pk=2), booked(book, 9, pk=3, person=("employee", 8))]
    mine = own(TUESDAY, bookings=[booked(book, 4, person=ANN.key)])
    near = facts(book, bookings=theirs, days={ANN.key: [mine]})
    assert not judge(asks(book, space_id=3, gives_up=frozenset({1})), near).refused  # 4 m from the same colleague
    assert not judge(
        asks(book, space_id=6, gives_up=frozenset({1})), facts(book, bookings=theirs[:1], days={ANN.key: [mine]})
    ).refused
    assert codes(judge(asks(book, space_id=7, gives_up=frozenset({1})), near)) == {"distance"}  # 4 m from another
    assert codes(judge(asks(book, space_id=3), near)) == {"distance"}  # a second desk


def test_who_has_two_desks_since_before_the_rule_may_exchange_one_for_the_same_time():
    book = rulebook(policy(kind("one_desk")))
    two = own(TUESDAY, bookings=[
        booked(book, 4, parts=MORNING, person=ANN.key), booked(book, 6, person=ANN.key, pk=2),
    ])  # fmt: skip
    mine = facts(book, days={ANN.key: [two]})
    assert not judge(asks(book, parts=MORNING, space_id=5, gives_up=frozenset({1})), mine).refused
    assert codes(judge(asks(book, space_id=5, gives_up=frozenset({1})), mine)) == {"one_desk"}


def test_one_desk_at_a_time_but_two_halves_at_two_desks():
    book = rulebook(policy(kind("one_desk")))
    morning_at_4 = own(TUESDAY, parts=MORNING, bookings=[booked(book, 4, parts=MORNING, person=ANN.key)])
    mine = facts(book, days={ANN.key: [morning_at_4]})
    assert said(judge(asks(book, space_id=5), mine)) == ["One desk at a time; yours: 3.04."]
    assert not judge(asks(book, space_id=5, parts=AFTERNOON), mine).refused
    assert not judge(asks(book, space_id=5, gives_up=frozenset({1})), mine).refused


def test_a_taken_desk_is_taken_for_overlapping_times_only():
    book = rulebook(policy())
    taken = facts(book, bookings=[booked(book, 4, parts=MORNING)])
    assert codes(judge(asks(book, space_id=4), taken)) == {"taken"}
    assert not judge(asks(book, space_id=4, parts=AFTERNOON), taken).refused
    hours = period(book, "13:00", "15:00")
    proposal = asks(book, space_id=4, parts=Parts.touched(hours, book.site, TUESDAY))
    assert not judge(type(proposal)(**{**_fields(proposal), "period": hours}), taken).refused


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 7, 21), "Public holiday: National Day."),
        (date(2026, 3, 7), "The building does not open on a Saturday."),
        (date(2026, 3, 4), "Painting."),
    ],
)
def test_a_closed_day_says_why(day, sentence):
    painting = Closed("closed", date(2026, 3, 4), date(2026, 3, 5), ALL_DAY, "Painting")
    book = rulebook(policy(), closures=(painting,))
    verdict = judge(asks(book, day=day), facts(book))
    assert said(verdict) == [sentence]


def test_a_site_may_open_on_a_holiday_and_close_for_half_a_day():
    holiday = date(2026, 7, 21)
    opening = Closed("open", holiday, holiday + timedelta(days=1), ALL_DAY, "Inventory")
    morning = Closed("closed", TUESDAY, TUESDAY + timedelta(days=1), MORNING, "Drill")
    book = rulebook(policy(), closures=(opening, morning))
    assert not judge(asks(book, day=holiday), facts(book)).refused
    assert judge(asks(book), facts(book)).refused
    half_open = rulebook(policy(), closures=(replace(opening, parts=MORNING),))
    assert judge(asks(half_open, day=holiday), facts(half_open)).refused
    assert not judge(asks(half_open, day=holiday, parts=MORNING), facts(half_open)).refused
    assert not judge(asks(book, parts=AFTERNOON), facts(book)).refused


def test_a_closed_zone_closes_its_desks_and_nothing_else():
    book = rulebook(policy(), closures=(Closed("closed", TUESDAY, None, ALL_DAY, "Leak", zone_id=2),))
    inside, outside = (next(pk for pk, s in book.spaces.items() if s.zone_id == z) for z in (2, 1))
    assert codes(judge(asks(book, space_id=inside), facts(book))) == {"closed"}
    assert not judge(asks(book, space_id=outside), facts(book)).refused
    assert not judge(asks(book), facts(book)).refused


def test_nobody_is_in_two_places_away_or_gone():
    brussels, antwerp = rulebook(policy()), rulebook(policy(), at=site(2))
    there = facts(brussels, antwerp, days={ANN.key: [own(TUESDAY, site_id=2)]})
    assert said(judge(asks(brussels), there)) == ["In the same half-day you are expected at Site 2."]
    away = Person(employee_id=1, away=(Away("leave", TUESDAY, TUESDAY + timedelta(days=2), MORNING),))
    assert said(judge(asks(brussels, away), facts(brussels))) == ["An absence is entered; back on Thursday 5 March."]
    assert not judge(asks(brussels, away, parts=AFTERNOON), facts(brussels)).refused
    left = Person(employee_id=1, left_on=TUESDAY)
    assert codes(judge(asks(brussels, left), facts(brussels))) == {"not_employed"}
    assert codes(judge(asks(brussels, day=NOW.date() - timedelta(days=5)), facts(brussels))) == {"past"}


def test_every_objection_is_told_and_survives_storage():
    cap = kind("occupancy_cap", Scope(Place("site", 1, "Brussels"), Population("telework")), percent=20)
    book = rulebook(policy(cap, kind("person_maximum", days=1), (kind("booking_window", days_ahead=0), "warn")))
    full = facts(book, present=(49, 49), days={ANN.key: [own(date(2026, 3, 5))]})
    verdict = judge(asks(book), full)
    assert codes(verdict) == {"occupancy_cap", "person_maximum"}
    assert [o.code for o in verdict.warnings] == ["booking_window"]
    for objection in verdict.objections:
        assert wording.sentence(Objection.from_json(objection.as_json())) == wording.sentence(objection)


def test_a_day_asked_for_at_many_spaces_is_measured_once(monkeypatch):
    calls = []
    measure = KINDS["person_maximum"].measure
    monkeypatch.setattr(KINDS["person_maximum"], "measure", lambda *a: calls.append(1) or measure(*a))
    book = rulebook(policy(kind("person_maximum", days=1)), desks=1000)
    verdicts = judge_all([asks(book, space_id=pk) for pk in book.spaces], facts(book))
    assert len(verdicts) == 1000
    assert len(calls) == 1


def _fields(proposal) -> dict:
    return {name: getattr(proposal, name) for name in proposal.__slots__}


@pytest.mark.parametrize(
    ("code", "parameters", "named"),
    [
        ("person_maximum", {}, "days"),
        ("person_maximum", {"days": 1, "per": "year"}, "per"),
        ("person_maximum", {"days": True}, "days"),
        ("team_days", {"mode": "only"}, "weekdays"),
        ("team_days", {"weekdays": [0]}, "weekdays"),
        ("team_days", {"dates": ["3 March"]}, "dates"),
        ("team_days", {"mode": "reserved", "weekdays": [1]}, "mode"),
        ("booking_window", {}, "days_ahead"),
        ("booking_window", {"days_ahead": 3, "weeks_ahead": 1}, "days_ahead"),
        ("booking_window", {"weeks_ahead": 1, "opens_at": "noon"}, "opens_at"),
        ("access", {}, "teams"),
        ("distance", {"centimetres": 0}, "centimetres"),
        ("one_desk", {"desks": 2}, "desks"),
    ],
)
def test_bad_parameters_are_named(code, parameters, named):
    with pytest.raises(BadParameter, match=rf"^{named}: "):
        kind(code, **parameters)


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        ("person_maximum", {"days": 1}),
        ("person_minimum", {"days": 1}),
        ("booking_window", {"days_ahead": 1}),
        ("one_desk", {}),
        ("team_days", {"mode": "only", "weekdays": [1]}),
    ],
)
def test_kinds_that_speak_of_days_hold_for_a_whole_site(code, parameters):
    with pytest.raises(BadParameter):
        kind(code, IN_ZONE, **parameters)
