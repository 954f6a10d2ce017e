"""Autopilot: wishes are booked as dates open, once each, in an order that rewards nobody's speed."""

from datetime import time, timedelta

import pytest
from django.core.management import call_command
from psycopg.types.range import Range

from booking.actions.absence import end_absence, enter_absence
from booking.actions.autopilot import fly, set_wish
from booking.actions.cancellation import cancel
from booking.actions.fairness import lot
from booking.actions.permissions import NotAllowed
from booking.models import Attendance, Booking, Closure, Message, Policy, Refusal, WishTurn
from booking.rules.proposal import ALL_DAY, MORNING
from tests.cast import MONDAY, NEXT_MONDAY, NOW, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, grant, office
from tests.web.weekly import book

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(weeks=1)
CAP_OF_TWO = {"kind": "occupancy_cap", "number": 2}
A_WEEK_AHEAD = {"kind": "booking_window", "days_ahead": 7}


@pytest.fixture
def brussels():
    return office(people=8, desks=20)


def wish(cast, who, *weekdays, parts=ALL_DAY, desk=None, now=NOW):
    desk_id = cast.desks[desk].pk if desk is not None else None
    return set_wish(
        employee=who, site_id=cast.site.pk, weekdays=weekdays, parts=parts, desk_id=desk_id, by=who, now=now
    )


def days_of(who) -> list:
    return list(Attendance.objects.standing().filter(employee=who).order_by("date").values_list("date", flat=True))


def test_without_a_window_dates_open_four_weeks_ahead(brussels):
    brussels.publish(ONE_DESK)
    wish(brussels, brussels.ann, 2, 4, desk=5)
    assert fly(now=NOW) == {"booked": 8}
    assert days_of(brussels.ann) == sorted([day + n * WEEK for n in range(4) for day in (TUESDAY, THURSDAY)])
    assert {b.space for b in Booking.objects.standing()} == {brussels.desks[5]}
    assert fly(now=NOW) == {}
    assert fly(now=NOW + timedelta(days=1)) == {"booked": 1}  # Tuesday in four weeks
    assert days_of(brussels.ann)[-1] == TUESDAY + 4 * WEEK


def test_a_date_is_booked_the_moment_its_window_opens(brussels):
    brussels.publish(ONE_DESK, {"kind": "booking_window", "weeks_ahead": 1, "opens_on": 4, "opens_at": "12:00"})
    wish(brussels, brussels.ann, 2)
    thursday_noon = brussels.site.instant(THURSDAY, time(12))
    assert fly(now=NOW) == {"booked": 1}
    assert fly(now=thursday_noon - timedelta(seconds=1)) == {}
    assert fly(now=thursday_noon) == {"booked": 1}
    assert days_of(brussels.ann) == [TUESDAY, TUESDAY + WEEK]


def test_the_window_of_a_team_opens_for_the_team(brussels):
    early = {**A_WEEK_AHEAD, "days_ahead": 14, "population": "team", "team": brussels.teams["Blue"]}
    late = {**A_WEEK_AHEAD, "population": "team", "team": brussels.teams["Red"]}
    brussels.publish(ONE_DESK, early, late)
    wish(brussels, brussels.ann, 2)
    wish(brussels, brussels.bob, 2)
    fly(now=NOW)
    assert days_of(brussels.ann) == [TUESDAY, TUESDAY + WEEK]
    assert days_of(brussels.bob) == [TUESDAY]


def test_a_day_that_is_cancelled_stays_cancelled(brussels):
    brussels.publish(ONE_DESK, A_WEEK_AHEAD)
    kept = wish(brussels, brussels.ann, 2)
    fly(now=NOW)
    cancel(attendance=Attendance.objects.standing().get(), by=brussels.ann, now=NOW)
    assert fly(now=NOW) == {}
    wish(brussels, brussels.ann)
    assert wish(brussels, brussels.ann, 2, 3, now=NOW + timedelta(minutes=1)) == kept
    assert fly(now=NOW + timedelta(minutes=2)) == {"booked": 1}
    assert days_of(brussels.ann) == [WEDNESDAY]


def test_a_day_booked_and_given_back_by_hand_before_its_turn_stays_given_back(brussels):
    brussels.publish(ONE_DESK)
    wish(brussels, brussels.ann, 2)
    fly(now=NOW)
    later = TUESDAY + 4 * WEEK
    book(brussels, brussels.ann, later)
    cancel(attendance=Attendance.objects.get(date=later), by=brussels.ann, now=NOW)
    assert fly(now=NOW + timedelta(days=1)) == {"there": 1}
    assert later not in days_of(brussels.ann)


def test_what_is_booked_by_hand_uses_the_turn_and_a_missing_half_is_added(brussels):
    brussels.publish(ONE_DESK, A_WEEK_AHEAD)
    book(brussels, brussels.ann, TUESDAY, desk=3)
    book(brussels, brussels.ann, WEDNESDAY, desk=3, parts=MORNING)
    wish(brussels, brussels.ann, 2, 3)
    assert fly(now=NOW) == {"there": 1, "booked": 1}
    assert Attendance.objects.standing().filter(morning=True, afternoon=True).count() == 2


def test_a_refused_turn_keeps_its_objections_and_the_refusal(brussels):
    brussels.publish(ONE_DESK, CAP_OF_TWO, A_WEEK_AHEAD)
    for name in ("Bob", "Cas"):
        book(brussels, brussels.people[name])
    wish(brussels, brussels.ann, 2)
    assert fly(now=NOW) == {"refused": 1}
    turn = WishTurn.objects.get()
    assert [objection["code"] for objection in turn.objections] == ["occupancy_cap"]
    assert (turn.attendance, Refusal.objects.get().door) == (None, "autopilot")
    assert fly(now=NOW) == {}


def test_what_warns_needs_a_person(brussels):
    brussels.publish({**CAP_OF_TWO, "number": 0, "strength": "warn"}, A_WEEK_AHEAD)
    wish(brussels, brussels.ann, 2)
    assert fly(now=NOW) == {"refused": 1}
    assert not Refusal.objects.exists()


def test_whoever_had_the_fewest_days_lately_comes_first(brussels):
    brussels.publish(ONE_DESK, CAP_OF_TWO, A_WEEK_AHEAD)
    for n, name in enumerate(("Ann", "Bob", "Cas", "Dia")):
        wish(brussels, brussels.people[name], 2)
        for week in range(1, 4 - n):
            past = WEDNESDAY - week * WEEK
            Attendance.objects.create(
                employee=brussels.people[name], site=brussels.site, date=past, morning=True, afternoon=True,
                state="absent", created_at=NOW, changed_at=NOW,
            )  # fmt: skip
    fly(now=NOW)
    assert [name for name in ("Ann", "Bob", "Cas", "Dia") if days_of(brussels.people[name])] == ["Cas", "Dia"]


@pytest.mark.parametrize("seed", ["spring", "summer", "autumn"])
def test_among_equals_the_lots_of_the_stored_seed_decide(brussels, seed):
    brussels.publish(ONE_DESK, CAP_OF_TWO, A_WEEK_AHEAD)
    Policy.objects.update(queue_seed=seed)
    for who in brussels.people.values():
        wish(brussels, who, 2)
    fly(now=NOW)
    granted = {name for name, who in brussels.people.items() if days_of(who)}
    drawn = sorted(
        brussels.people,
        key=lambda name: lot(seed=seed, site_id=brussels.site.pk, day=TUESDAY, employee_id=brussels.people[name].pk),
    )
    assert granted == set(drawn[:2])


def test_closed_and_absent_days_have_no_turn_until_they_open(brussels):
    brussels.publish(ONE_DESK, {**A_WEEK_AHEAD, "days_ahead": 4})
    closure = Closure.objects.create(site=brussels.site, period=Range(TUESDAY, WEDNESDAY), reason="Paint")
    absence = enter_absence(
        employee=brussels.ann, kind="leave", starts_on=WEDNESDAY, ends_on=THURSDAY, by=brussels.ann, now=NOW
    )
    wish(brussels, brussels.ann, 2, 3)
    assert fly(now=NOW) == {}
    closure.delete()
    end_absence(absence=absence, back_on=WEDNESDAY, by=brussels.ann, now=NOW)
    assert fly(now=NOW) == {"booked": 2}


def test_leavers_and_those_without_a_weekday_are_left_alone(brussels):
    brussels.publish(ONE_DESK)
    wish(brussels, brussels.ann)
    wish(brussels, brussels.bob, 2)
    brussels.bob.left_on = NEXT_MONDAY
    brussels.bob.save()
    assert fly(now=NOW) == {"booked": 1}


def test_a_new_wish_flies_at_once_but_overtakes_nobody(brussels):
    brussels.publish(ONE_DESK, A_WEEK_AHEAD)
    wish(brussels, brussels.bob, 3)
    new = wish(brussels, brussels.ann, 2, 3)
    assert fly(now=NOW, wish=new) == {"booked": 1}
    assert days_of(brussels.ann) == [TUESDAY]
    assert fly(now=NOW) == {"booked": 2}


def test_one_message_a_run_and_person_and_no_confirmations(brussels):
    brussels.publish(ONE_DESK, A_WEEK_AHEAD)
    wish(brussels, brussels.ann, 2, 3, 4)
    wish(brussels, brussels.bob, 2)
    fly(now=NOW)
    assert sorted(Message.objects.values_list("kind", "employee__given_name")) == [
        ("autopilot", "Ann"), ("autopilot", "Bob"),
    ]  # fmt: skip


def test_nobody_sets_a_strangers_wish_but_a_lead_may(brussels):
    asked = {"employee": brussels.ann, "site_id": brussels.site.pk, "parts": ALL_DAY, "desk_id": None, "now": NOW}
    with pytest.raises(NotAllowed):
        set_wish(**asked, weekdays=[2], by=brussels.bob)
    grant(brussels.bob, "facility_manager")
    assert set_wish(**asked, weekdays=[4, 2, 2], by=brussels.bob).weekdays == [2, 4]


def test_the_command_says_what_it_did(brussels, capsys):
    call_command("autopilot")
    assert capsys.readouterr().out.startswith("0 booked, 0 refused")


def test_a_run_with_nothing_to_do_costs_the_same_for_any_number_of_turns(brussels, django_assert_num_queries):
    brussels.publish(ONE_DESK)
    for who in brussels.people.values():
        wish(brussels, who, 1, 2, 3, 4, 5)
    fly(now=NOW)
    with django_assert_num_queries(5):
        assert fly(now=NOW) == {}


def test_monday_is_today_and_left_to_whoever_comes_by_hand(brussels):
    brussels.publish(ONE_DESK, A_WEEK_AHEAD)
    wish(brussels, brussels.ann, 1)
    fly(now=NOW)
    assert days_of(brussels.ann) == [NEXT_MONDAY]
    assert MONDAY not in days_of(brussels.ann)
