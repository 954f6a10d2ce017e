"""A machine that does everything in any order, beside a world on paper that is counted from scratch.

After every step the database holds what the paper says, and nothing stands above a limit that was not granted under an
older rule. Every refusal is one that the paper knows, for the same reasons; everything else is granted.
``HEADROOM_HYPOTHESIS=long`` lets it run for as many minutes.
"""

import os
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from booking.actions.asking import Ask, judge_unheld
from tests.machine import drawing
from tests.machine.comparison import differences
from tests.machine.counting import cap_limit, crowd, excesses
from tests.machine.house import House
from tests.machine.naive import Wish, objections
from tests.machine.people import People
from tests.machine.stage import build

pytestmark = pytest.mark.django_db(transaction=True)

LONG = os.environ.get("HEADROOM_HYPOTHESIS") == "long"
SETTINGS = settings(
    max_examples=400 if LONG else 15,
    stateful_step_count=60 if LONG else 40,
    derandomize=not LONG,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)

# The first day of each season: clocks that change, a year that ends in week 53, months that end.
SEASONS = {
    "spring": date(2026, 3, 27),
    "autumn": date(2026, 10, 23),
    "turn of the year": date(2026, 12, 28),
}


@pytest.mark.parametrize("season", SEASONS)
def test_nothing_that_anybody_does_breaks_a_rule(season):
    first = SEASONS[season]
    stage = build(joins=first + timedelta(days=1), leaves=first + timedelta(days=8))
    run_state_machine_as_test(lambda: Machine(stage, first), settings=SETTINGS)


class Machine(House, People):
    @invariant()
    def the_database_holds_what_the_paper_says(self):
        assert differences(self.world) == []

    @invariant()
    def nothing_stands_above_a_limit_but_what_an_older_rule_granted(self):
        now_over = excesses(self.world)
        for what, (people, limit) in now_over.items():
            assert people <= self.over.get(what, limit), (what, people, limit)
        self.over = {what: people for what, (people, _limit) in now_over.items()}

    @rule(who=drawing.whose)
    def a_calendar_is_looked_at(self, who):
        """Every coming day at every site and desk is judged as the paper judges it, counts and limits included."""
        person = self._person(who)
        dates = [self.first + timedelta(days=n) for n in range(-1, 8)]
        wishes = [
            Wish(person, site, day, 0, 24 * 60, desk)
            for site, place in self.world.places.items()
            for day in dates
            for desk in (None, place.desks[day.day % 4].id)
        ]
        asks = [Ask(employee_id=person, site_id=w.site, day=w.day, space_id=w.desk) for w in wishes]
        for wish, verdict in zip(wishes, judge_unheld(asks, now=self.now), strict=True):
            refused, warned = objections(wish, self.world, self.now)
            assert {o.code for o in verdict.refusals} == refused, wish
            assert {o.code for o in verdict.warnings} == warned, wish
            self._measured_alike(wish, verdict)

    def _measured_alike(self, wish, verdict):
        rules = self.world.rules(wish.site, wish.day)
        numbers = {r["pk"]: r for r in rules}
        for measured in verdict.measured:
            drawn = numbers[measured.rule_id]
            if measured.code != "occupancy_cap":
                continue
            visits = self.world.standing()
            assert measured.usage.limit == cap_limit(drawn, wish.site, wish.day, self.world)
            for half, name in (("M", "morning"), ("A", "afternoon")):
                people = crowd(drawn, visits, wish.site, wish.day, half, self.world)
                assert measured.usage.details[name] == len(people), (wish, drawn)
