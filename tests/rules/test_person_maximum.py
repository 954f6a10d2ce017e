"""The weekly maximum: across sites, independent of the order of booking, and of a policy that changes in mid-week."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.utils import translation

from booking.rules import wording
from booking.rules.judgement import judge
from booking.rules.kinds.person_maximum import PersonMaximum
from booking.rules.kinds.person_minimum import PersonMinimum
from booking.rules.proposal import AFTERNOON, MORNING
from tests.rules.book import ANN, EVERYONE, REX, TELEWORK, TUESDAY, asks, facts, own, policy, rulebook, site

MONDAY = date(2026, 3, 2)
WEEK = [MONDAY + timedelta(days=n) for n in range(5)]


def maximum(days: int, per: str = "week", scope=TELEWORK) -> PersonMaximum:
    return PersonMaximum.from_parameters({"days": days, "per": per}, scope)


def test_the_second_day_of_a_week_is_refused_and_the_first_named():
    book = rulebook(policy(maximum(1)))
    used = facts(book, days={ANN.key: [own(WEEK[3])]})
    objection = judge(asks(book), used).refusals[0]
    with translation.override("en"):
        assert wording.title(objection) == "Your office day is used"
        assert wording.sentence(objection) == "1 of 1 this week: Thursday 5 March."
    assert not judge(asks(book, day=MONDAY + timedelta(days=7)), used).refused


def test_two_halves_of_one_day_are_one_day_and_so_are_two_sites():
    brussels, antwerp = rulebook(policy(maximum(1))), rulebook(policy(maximum(1)), at=site(2))
    morning_there = facts(brussels, antwerp, days={ANN.key: [own(TUESDAY, site_id=2, parts=MORNING)]})
    assert not judge(asks(brussels, parts=AFTERNOON), morning_there).refused


def test_days_at_another_site_count():
    brussels, antwerp = rulebook(policy(maximum(1))), rulebook(policy(maximum(1)), at=site(2))
    elsewhere = facts(brussels, antwerp, days={ANN.key: [own(WEEK[0], site_id=2)]})
    assert judge(asks(brussels), elsewhere).refused


def test_days_at_a_site_without_a_limit_do_not_count():
    brussels, antwerp = rulebook(policy(maximum(1))), rulebook(policy(), at=site(2))
    elsewhere = facts(brussels, antwerp, days={ANN.key: [own(WEEK[0], site_id=2)]})
    assert not judge(asks(brussels), elsewhere).refused


def test_people_outside_the_population_are_not_limited():
    book = rulebook(policy(maximum(1)))
    assert not judge(asks(book, REX), facts(book, days={REX.key: [own(WEEK[0])]})).refused


def test_a_part_timer_still_has_one_day():
    part_timer = type(ANN)(employee_id=1, telework_able=True, working_days=(1, 2))
    book = rulebook(policy(maximum(1)))
    assert not judge(asks(book, part_timer), facts(book)).refused
    assert judge(asks(book, part_timer), facts(book, days={part_timer.key: [own(MONDAY)]})).refused


def test_zero_days_is_telework_for_all():
    book = rulebook(policy(maximum(0)))
    with translation.override("en"):
        assert wording.title(judge(asks(book), facts(book)).refusals[0]) == "No office days now"


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1), (1, 3), (3, 2), (2, None), (None, 1)])
def test_a_policy_that_changes_in_mid_week_allows_the_same_sets_in_every_order(first, second):
    change = WEEK[2]
    policies = [
        policy(*([maximum(limit)] if limit is not None else []), start=start, end=end, pk=pk)
        for pk, limit, start, end in ((1, first, date(2020, 1, 1), change), (2, second, change, None))
    ]
    book = rulebook(*policies)
    for dates in [WEEK[:2] + WEEK[3:4], WEEK[1:4], [WEEK[0], WEEK[2]], WEEK[:1] + WEEK[2:4]]:
        outcomes = set()
        for order in permutations(dates):
            granted: list[date] = []
            for day in order:
                if not judge(asks(book, day=day), facts(book, days={ANN.key: [own(d) for d in granted]})).refused:
                    granted.append(day)
            outcomes.add(len(granted) == len(dates))
        assert len(outcomes) == 1, (first, second, dates)


def test_week_53_belongs_to_the_year_in_which_it_began():
    book = rulebook(policy(maximum(1)))
    new_years_eve, saturday = date(2026, 12, 31), date(2027, 1, 2)
    assert new_years_eve.isocalendar().week == saturday.isocalendar().week == 53
    used = facts(book, days={ANN.key: [own(new_years_eve)]})
    assert "person_maximum" in {o.code for o in judge(asks(book, day=saturday), used).refusals}


def test_a_month_is_a_calendar_month():
    book = rulebook(policy(maximum(2, "month", EVERYONE)))
    used = facts(book, days={ANN.key: [own(date(2026, 3, 9)), own(date(2026, 3, 31)), own(date(2026, 4, 1))]})
    assert judge(asks(book), used).refused
    assert not judge(asks(book, day=date(2026, 4, 2)), used).refused


def test_moving_the_one_day_raises_nothing():
    book = rulebook(policy(maximum(1)))
    thursday = own(WEEK[3])
    used = facts(book, days={ANN.key: [thursday]})
    assert not judge(asks(book, leaves=frozenset({thursday.attendance_id})), used).refused


def test_who_is_over_by_an_older_rule_may_move_a_day_but_not_add_one():
    book = rulebook(policy(maximum(1)))
    granted = [own(WEEK[2]), own(WEEK[3])]
    used = facts(book, days={ANN.key: granted})
    assert not judge(asks(book, leaves=frozenset({granted[0].attendance_id})), used).refused
    assert judge(asks(book), used).refused


def test_a_minimum_reports_and_never_refuses():
    minimum = PersonMinimum.from_parameters({"days": 2}, EVERYONE)
    book = rulebook(policy((minimum, "guide")))
    verdict = judge(asks(book), facts(book))
    assert not verdict.objections
    usage = verdict.usage("person_minimum")
    assert (usage.limit, usage.used, usage.asked) == (2, 0, 1)


def test_the_limit_that_a_day_breaks_binds_before_one_that_was_over_already():
    brussels = rulebook(policy(maximum(1)))
    antwerp = rulebook(policy(maximum(3)), at=site(2))
    days = [own(day, site_id=2, parts=MORNING, pk=i) for i, day in enumerate(WEEK[:4], start=1)]
    days.append(own(WEEK[4], pk=9))
    used = facts(brussels, antwerp, days={ANN.key: days})
    objection = judge(asks(brussels, day=WEEK[0], parts=AFTERNOON), used).refusals[0]
    assert (objection.limit, objection.used, objection.asked) == (1, 1, 2)


def test_a_limit_of_another_site_is_named_as_such():
    brussels, antwerp = rulebook(policy(maximum(1))), rulebook(policy(maximum(3)), at=site(2))
    used = facts(brussels, antwerp, days={ANN.key: [own(day, site_id=2) for day in WEEK[2:]]})
    with translation.override("en"):
        sentence = wording.sentence(judge(asks(brussels), used).refusals[0])
    assert sentence == "3 of 3 this week, by the limit of Site 2: Wednesday 4 March, Thursday 5 March, Friday 6 March."
