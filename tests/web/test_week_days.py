"""My week: every state that a day can be in."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from psycopg.types.range import Range

from booking.actions.reservation import reserve
from booking.models import Absence, Closure
from booking.rules.proposal import MORNING
from tests.cast import (
    FRIDAY,
    MONDAY,
    NOW,
    THURSDAY,
    TODAY,
    TUESDAY,
    WEDNESDAY,
    Office,
    office,
    person,
)
from tests.web.visitor import day_of, fields_of, text_of, week_page
from tests.web.weekly import book, fill, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    return weekly_office()


def test_a_free_day_has_a_gauge_a_number_and_one_button(brussels):
    book(brussels, brussels.bob)
    tuesday = day_of(week_page(brussels.ann), TUESDAY)
    assert "Tuesday 3 March" in text_of(tuesday)
    assert "2 of 3 places left" in text_of(tuesday)
    assert fields_of(tuesday, "Book 3.14") == {
        "action": "/attendances/",
        "date": "2026-03-03",
        "part": "day",
        "space": str(brussels.desks[13].pk),
        "site": str(brussels.site.pk),
        "next": "/",
    }
    assert tuesday.count('class="gauge"') == 2  # one for a large screen, one for a phone


def test_colleagues_are_named_on_days_to_come_and_on_none_gone_by(brussels, clock):
    book(brussels, brussels.cas)
    assert "Cas Test" in day_of(week_page(brussels.ann), TUESDAY)
    clock.shift(24 * 3600)
    assert "Cas Test" in day_of(week_page(brussels.ann), TUESDAY)
    clock.shift(24 * 3600)
    assert "Cas Test" not in day_of(week_page(brussels.ann, "?week=2026-W10"), TUESDAY)


def test_the_header_says_the_cap_and_where_it_comes_from(brussels):
    assert "At most 3 people a day : 20 % of the 15 able to telework, since 9 June 2021." in text_of(
        week_page(brussels.ann)
    )


def test_who_may_not_telework_is_told_that_the_cap_is_not_theirs(brussels):
    fill(brussels)
    brussels.ann.telework_able = False
    brussels.ann.save()
    page = week_page(brussels.ann)
    assert "This limit does not apply to you." in text_of(page)
    wednesday = day_of(page, WEDNESDAY)
    assert "0 of 3 places left" in text_of(wednesday)
    assert fields_of(wednesday, "Book 3.14")


def test_a_full_day_says_why_and_offers_two_others(brussels):
    fill(brussels)
    wednesday = day_of(week_page(brussels.ann), WEDNESDAY)
    said = text_of(wednesday)
    assert "Full" in said
    assert "0 of 3 places left" in said
    assert "Cap reached. 3 of 3. The limit is 20 % of the 15 able to telework, rounded down." in said
    assert "Book Thu 5 March 3 left" in said
    assert "Book Fri 6 March 3 left" in said
    assert "Book 3.14" not in said


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Easter Monday"), ("nl", "paasmaandag"), ("fr", "Lundi"), ("de", "Ostermontag")]
)
def test_a_holiday_is_closed_and_named_in_the_readers_language(brussels, language, name):
    brussels.ann.language = language
    brussels.ann.save()
    easter_monday = day_of(week_page(brussels.ann, "?week=2026-W15"), date(2026, 4, 6))
    assert name.lower() in text_of(easter_monday).lower()
    assert "gauge-cross" in easter_monday
    assert "<button" not in easter_monday


def test_a_closure_says_its_reason(brussels):
    Closure.objects.create(site=brussels.site, period=Range(TUESDAY, WEDNESDAY), reason="The lifts are inspected")
    tuesday = text_of(day_of(week_page(brussels.ann), TUESDAY))
    assert "Closed" in tuesday
    assert "The lifts are inspected." in tuesday
    assert "Book" not in tuesday


def test_a_day_that_is_closed_after_it_was_booked_can_be_cancelled(brussels):
    book(brussels, brussels.ann, desk=13)
    Closure.objects.create(site=brussels.site, period=Range(TUESDAY, WEDNESDAY), reason="No heating")
    tuesday = text_of(day_of(week_page(brussels.ann), TUESDAY))
    assert "3.14 In, all day" in tuesday
    assert "No heating." in tuesday
    assert "Cancel the day" in tuesday


def test_an_absence_is_named_never_explained(brussels):
    Absence.objects.create(employee=brussels.ann, kind="sick", period=Range(TUESDAY, FRIDAY))
    Absence.objects.create(
        employee=brussels.ann, kind="leave", period=Range(FRIDAY, FRIDAY + timedelta(days=1)), afternoon=False
    )
    page = week_page(brussels.ann)
    tuesday, friday = day_of(page, TUESDAY), day_of(page, FRIDAY)
    assert "Off sick" in text_of(tuesday)
    assert "Until Thursday 5 March." in text_of(tuesday)
    assert "Book" not in text_of(tuesday)
    assert "Leave in the morning" in text_of(friday)
    assert fields_of(friday, "Book 3.14, afternoon")


def test_a_small_day_says_why_nothing_can_be_done(brussels):
    day = FRIDAY + timedelta(days=7)
    Absence.objects.create(employee=brussels.ann, kind="leave", period=Range(day, day + timedelta(days=1)))
    foot = day_of(week_page(brussels.ann), day, mini=True).partition("day-foot")[2]
    assert "Leave" in text_of(foot)


def test_a_day_that_is_not_open_yet_has_a_padlock_and_the_moment(brussels):
    brussels.publish({"kind": "booking_window", "days_ahead": 2}, period=Range(date(2019, 1, 1), date(2019, 2, 1)))
    brussels.site.policies.all().delete()
    brussels.publish({"kind": "booking_window", "days_ahead": 2})
    page = week_page(brussels.ann)
    assert fields_of(day_of(page, WEDNESDAY), "Book 3.14")
    assert "Opens tomorrow, 00:00" in text_of(day_of(page, THURSDAY))
    assert "Opens Wednesday 4 March" in text_of(day_of(page, FRIDAY))


def test_a_day_gone_by_offers_nothing(brussels, clock):
    book(brussels, brussels.ann, TUESDAY, desk=13)
    clock.move_to(NOW + timedelta(days=2))
    page = week_page(brussels.ann)
    for day in (MONDAY, TUESDAY):
        assert "button" not in day_of(page, day)
    assert "3.14 In, all day" in text_of(day_of(page, TUESDAY))


def test_a_day_elsewhere_is_shown_with_its_site(brussels):
    antwerp = office("antwerp", people=0)
    reserve(ask=antwerp.ask(brussels.ann, TUESDAY, desk=0), by=brussels.ann, now=NOW, door="test")
    page = week_page(brussels.ann)
    assert "3.01 In at Antwerp" in text_of(day_of(page, TUESDAY))
    assert "/floors/antwerp/3/" in day_of(page, TUESDAY)


def test_who_of_the_team_is_in_by_everyones_own_choice(brussels):
    blue, red = brussels.teams["Blue"], brussels.teams["Red"]
    seen = [("Zoë", blue, "everyone"), ("Yves", blue, "team"), ("Xena", blue, "nobody"), ("Will", red, "everyone")]
    for given, team, visibility in seen:
        colleague = person(given, brussels.site, team, visibility=visibility, telework_able=False)
        book(brussels, colleague)
    team = day_of(week_page(brussels.ann), TUESDAY).split('class="day-team"')[1]
    assert "Zoë Test" in team
    assert "Yves Test" in team
    assert "Xena" not in team
    assert "Will" not in team


def test_more_than_four_colleagues_are_counted(brussels):
    for i in range(6):
        book(brussels, person(f"P{i}", brussels.site, brussels.teams["Blue"], telework_able=False))
    team = text_of(day_of(week_page(brussels.ann), TUESDAY).split('class="day-team">')[1])
    assert team.startswith("Team in PT P0 Test PT P1 Test PT P2 Test +3 and 3 more")


def test_a_minimum_is_told_and_nothing_else(brussels):
    brussels.site.policies.all().delete()
    brussels.publish({"kind": "person_minimum", "days": 2, "strength": "guide"})
    book(brussels, brussels.ann)
    assert "1 of at least 2 days" in text_of(week_page(brussels.ann))


def test_a_maximum_of_none_says_so(brussels):
    brussels.site.policies.all().delete()
    brussels.publish({"kind": "person_maximum", "days": 0})
    page = text_of(week_page(brussels.ann))
    assert "No office days now" in page
    assert "Book" not in page


def test_a_site_without_any_limit_counts_people(brussels):
    brussels.site.policies.all().delete()
    book(brussels, brussels.bob)
    page = week_page(brussels.ann)
    assert "No limit on the number of people at Brussels." in text_of(page)
    assert "1 person in" in text_of(day_of(page, TUESDAY))
    assert "0 people in" in text_of(day_of(page, FRIDAY))


def test_what_was_given_earlier_is_shown_above_the_limit(brussels):
    fill(brussels)
    brussels.base(telework=10, starts_on=TODAY)
    wednesday = day_of(week_page(brussels.ann), WEDNESDAY)
    assert "1 over the limit" in text_of(wednesday)
    assert "gauge-hatch" in wednesday


def test_a_crowd_above_a_small_limit_stays_within_the_gauge(brussels):
    for i in range(9):
        book(brussels, person(f"P{i}", brussels.site, telework_able=False), WEDNESDAY)
    brussels.site.policies.all().delete()
    brussels.publish({"kind": "occupancy_cap", "number": 1})
    page = week_page(brussels.ann)
    heights = {int(height) for height in re.findall(r'<svg class="gauge" width="\d+" height="(\d+)"', page)}
    assert max(heights) < 260
    # On the other days gauge and number are lowered to the same ceiling.
    assert re.search(r'<svg width="1" height="\d\d+" aria-hidden="true">', day_of(page, TUESDAY))
    assert re.search(r'<svg class="day-lift" width="1" height="\d\d+"', day_of(page, TUESDAY))


def test_who_was_in_is_not_shown_afterwards(brussels, clock):
    book(brussels, brussels.cas, TUESDAY, desk=2)  # of Ann's team
    assert "Cas Test" in day_of(week_page(brussels.ann), TUESDAY)
    clock.move_to(brussels.site.instant(WEDNESDAY, time(9)))
    assert "Cas Test" not in week_page(brussels.ann, "?week=2026-W10")


def test_what_is_over_is_not_offered_to_be_changed(brussels, clock):
    book(brussels, brussels.ann, TODAY, desk=2, parts=MORNING)
    clock.move_to(brussels.site.instant(TODAY, time(14)))
    today = text_of(day_of(week_page(brussels.ann), TODAY))
    assert "Stay all day" in today
    assert "Cancel the day" not in today


def test_a_used_half_day_is_not_offered_for_another_day(brussels, clock):
    book(brussels, brussels.ann, TODAY, desk=2, parts=MORNING)
    assert "Move it to Tuesday" in text_of(day_of(week_page(brussels.ann), TUESDAY))
    clock.move_to(brussels.site.instant(TODAY, time(14)))
    assert "Move it to Tuesday" not in text_of(day_of(week_page(brussels.ann), TUESDAY))
