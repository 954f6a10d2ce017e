"""While people wait for a day or a desk, what becomes free is theirs: others are told how many stand before them."""

from dataclasses import replace

import pytest

from booking.actions.asking import judge_unheld
from booking.models import Attendance, Employee, WaitlistEntry
from booking.rules import wording
from booking.rules.facts import Facts
from booking.rules.judgement import judge
from booking.rules.kinds.occupancy_cap import OccupancyCap
from booking.rules.physical import QUEUED
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING
from booking.rules.waiting import FOR_THE_DAY, FOR_THE_SPACE, Queue, Waiter
from tests.cast import NOW, TUESDAY, grant, office
from tests.rules.book import ANN, EVERYONE, TELEWORK, asks, booked, facts, own, policy, rulebook
from tests.rules.book import TUESDAY as DAY

CAP = OccupancyCap(number=5, scope=TELEWORK)


def with_queue(found: Facts, counts=(0, 0), named=()) -> Facts:
    (book,) = found.rulebooks.values()
    tallies = {tally: counts for rule in book.rules_on(DAY) for tally in rule.kind.tallies()}
    return replace(found, queues={(book.site.pk, DAY): Queue(tallies, named)})


def test_a_free_place_goes_to_those_who_wait():
    book = rulebook(policy(CAP))
    found = with_queue(facts(book, present=(4, 4)), (3, 3))
    verdict = judge(asks(book), found)
    (objection,) = verdict.refusals
    assert (objection.used, objection.asked, objection.limit, objection.details["waiting"]) == (4, 5, 5, 3)
    assert wording.title(objection) == "Others wait for this day"
    assert wording.sentence(objection) == "3 people wait for this day; a free place goes to them first."
    assert verdict.usage("occupancy_cap").left == 1


def test_a_place_that_is_left_when_all_who_wait_have_one_may_be_booked():
    book = rulebook(policy(CAP))
    assert not judge(asks(book), with_queue(facts(book, present=(1, 1)), (3, 3))).refused
    assert judge(asks(book), with_queue(facts(book, present=(2, 2)), (3, 3))).refused


def test_whoever_comes_from_the_queue_meets_the_cap_alone():
    book = rulebook(policy(CAP))
    served = asks(book, queue=FOR_THE_DAY)
    assert not judge(served, with_queue(facts(book, present=(4, 4)), (3, 3))).refused
    (objection,) = judge(served, with_queue(facts(book, present=(5, 5)), (3, 3))).refusals
    assert wording.title(objection) == "Cap reached"


def test_a_full_day_is_full_however_many_wait():
    book = rulebook(policy(CAP))
    (objection,) = judge(asks(book), with_queue(facts(book, present=(5, 5)), (3, 3))).refusals
    assert wording.title(objection) == "Cap reached"
    assert wording.sentence(objection) == "5 of 5. The limit is 5 people."


def test_nobody_waits_for_themselves():
    book = rulebook(policy(CAP))
    mine = [Waiter(ANN.employee_id, None, ALL_DAY)]
    assert not judge(asks(book), with_queue(facts(book, present=(4, 4)), (1, 1), mine)).refused
    assert judge(asks(book), with_queue(facts(book, present=(4, 4)), (2, 2), mine)).refused


def test_a_half_that_nobody_waits_for_may_be_booked():
    book = rulebook(policy(CAP))
    found = with_queue(facts(book, present=(4, 4)), (1, 0))
    assert judge(asks(book, parts=MORNING), found).refused
    assert not judge(asks(book, parts=AFTERNOON), found).refused
    assert judge(asks(book), found).refusals[0].details["part"] == "morning"


def test_a_full_half_is_named_before_one_that_is_only_waited_for():
    book = rulebook(policy(CAP))
    found = with_queue(facts(book, present=(4, 5)), (9, 0))
    (objection,) = judge(asks(book), found).refusals
    assert (objection.details["part"], wording.title(objection)) == ("afternoon", "Cap reached")


def test_whoever_is_in_already_changes_desk_past_the_queue():
    book = rulebook(policy(CAP))
    found = facts(book, present=(5, 5), days={ANN.key: [own(DAY)]})
    assert not judge(asks(book, space_id=3), with_queue(found, (3, 3))).refused


def test_people_outside_the_population_do_not_queue():
    book = rulebook(policy(CAP))
    found = with_queue(facts(book, present=(5, 5)), (3, 3))
    assert not judge(asks(book, person=replace(ANN, telework_able=False)), found).refused


@pytest.mark.parametrize(
    ("waits_for", "parts", "refused"),
    [(MORNING, ALL_DAY, True), (MORNING, AFTERNOON, False), (ALL_DAY, AFTERNOON, True)],
)
def test_a_desk_that_somebody_waits_for_is_kept_for_them(waits_for, parts, refused):
    book = rulebook(policy(OccupancyCap(number=50, scope=EVERYONE)))
    found = with_queue(facts(book), named=[Waiter(9, 3, waits_for)])
    verdict = judge(asks(book, parts=parts, space_id=3), found)
    assert [objection.code for objection in verdict.refusals] == [QUEUED] * refused
    assert not judge(asks(book, parts=parts, space_id=4), found).refused
    assert not judge(asks(book, parts=parts, space_id=3, queue=FOR_THE_SPACE), found).refused


def test_ones_own_desk_is_kept_though_others_wait_for_it():
    book = rulebook(policy(OccupancyCap(number=50, scope=EVERYONE)))
    mine = booked(book, 3, parts=MORNING, person=ANN.key)
    found = facts(book, days={ANN.key: [own(DAY, parts=MORNING, bookings=[mine])]}, bookings=[mine])
    found = with_queue(found, named=[Waiter(9, 3, MORNING)])
    assert not judge(asks(book, space_id=3, gives_up=frozenset({mine.booking_id})), found).refused


@pytest.mark.django_db
def test_those_who_wait_are_counted_by_what_they_are():
    """Two who can telework, and one of team Red who cannot, wait for the day; Bob for a desk."""
    cast = office(people=8)
    Employee.objects.filter(given_name="Hal").update(telework_able=False)
    cast.publish(
        {"kind": "occupancy_cap", "number": 5, "population": "telework"},
        {"kind": "occupancy_cap", "number": 6, "population": "team", "team": cast.teams["Red"]},
        {"kind": "occupancy_cap", "number": 9},
        {"kind": "occupancy_cap", "number": 9, "population": "role", "role": "first_aider"},
    )
    grant(cast.eve, "first_aider", cast.site)
    for who, parts, desk in (
        (cast.eve, ALL_DAY, None), (cast.fay, MORNING, None), (cast.hal, ALL_DAY, None), (cast.bob, ALL_DAY, 4),
    ):  # fmt: skip
        wait(cast, who, parts=parts, desk=desk)
    wait(cast, cast.gus, state="withdrawn")
    red, blue = judge_unheld([cast.ask(cast.dia), cast.ask(cast.eve)], now=NOW)
    assert [m.usage.details["waiting"] for m in red.measured] == [2, 2, 3, 1]
    assert [m.usage.details["waiting"] for m in blue.measured] == [1, 2, 2, 0]
    verdict, own = judge_unheld([cast.ask(cast.ann, desk=4), cast.ask(cast.bob, desk=4)], now=NOW)
    assert ([o.code for o in verdict.refusals], own.refused) == ([QUEUED], False)
    assert wording.sentence(verdict.refusals[0]) == "1 person waits for 3.05; it goes to them first."
    assert not Attendance.objects.exists()


def wait(cast, who, *, parts=ALL_DAY, desk=None, state="waiting") -> WaitlistEntry:
    return WaitlistEntry.objects.create(
        employee=who, site=cast.site, date=TUESDAY, morning=parts.morning, afternoon=parts.afternoon, state=state,
        space=cast.desks[desk] if desk is not None else None, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
