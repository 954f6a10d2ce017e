"""My week: every state a day can be in, and what the page costs."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import Range

from booking.actions.check_in import check_in
from booking.actions.reservation import reserve
from booking.models import Absence, Attendance, Closure, Employee
from booking.rules.proposal import MORNING
from tests.cast import (
    CAP_20,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NOW,
    ONE_DAY,
    ONE_DESK,
    THURSDAY,
    TODAY,
    TUESDAY,
    WEDNESDAY,
    Office,
    grant,
    office,
    person,
)  # fmt: skip
from tests.web.visitor import client_of, day_of, fields_of, press, text_of, week_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    cast = office(people=8, desks=20)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK, name="20 % from 9 June", period=Range(date(2021, 6, 9), None))
    cast.base(telework=15)  # 20 % of 15: three people at once
    like(cast, cast.ann, 13)
    return cast


def like(cast: Office, who: Employee, desk: int) -> None:
    who.favourite_desk = cast.desks[desk]
    who.save()


def book(cast: Office, who: Employee, day=TUESDAY, **request):
    return reserve(ask=cast.ask(who, day, **request), by=who, now=NOW, door="test")


def fill(cast: Office, day=WEDNESDAY, **request) -> None:
    for name in ("Bob", "Cas", "Dia"):
        book(cast, cast.people[name], day, **request)


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


def test_one_tap_books_and_undo_takes_it_back(brussels):
    client = client_of(brussels.ann)
    answer = press(client, day_of(week_page(brussels.ann), TUESDAY), "Book 3.14")
    assert (answer.status_code, answer["Location"]) == (303, "/#day-2026-03-03")
    page = client.get("/").content.decode()
    assert "3.14 is yours on Tuesday 3 March, all day." in text_of(page)
    tuesday = day_of(page, TUESDAY)
    assert "3.14 In, all day" in text_of(tuesday)
    assert "Floor 3, Zone B." in text_of(tuesday)
    assert "/floors/brussels/3/?date=2026-03-03&amp;part=day" in tuesday

    press(client, page, "Undo")
    page = client.get("/").content.decode()
    assert "Tuesday 3 March is cancelled." in text_of(page)
    assert "Book 3.14" in day_of(page, TUESDAY)
    assert not Attendance.objects.standing().exists()


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


def test_where_only_the_mornings_are_full_the_afternoon_can_be_booked(brussels):
    fill(brussels, parts=MORNING)
    wednesday = day_of(week_page(brussels.ann), WEDNESDAY)
    assert "Morning full" in text_of(wednesday)
    assert fields_of(wednesday, "Book 3.14, afternoon")["part"] == "afternoon"


def test_a_used_maximum_offers_to_move_the_day_here(brussels):
    book(brussels, brussels.ann, THURSDAY, desk=13)
    client, page = client_of(brussels.ann), week_page(brussels.ann)
    assert "1 of 1 day used" in text_of(page)
    monday = day_of(page, MONDAY)
    assert "Your office day is used. 1 of 1 this week: Thursday 5 March." in text_of(monday)
    assert "Move it to Tuesday" in text_of(day_of(page, TUESDAY))

    press(client, monday, "Move it to today")
    page = client.get("/").content.decode()
    assert "Thursday 5 March has moved to Monday 2 March: 3.14 is yours." in text_of(page)
    assert Attendance.objects.standing().get().date == MONDAY
    press(client, page, "Undo")
    assert Attendance.objects.standing().get().date == THURSDAY


def test_a_full_day_is_no_day_to_move_to(brussels):
    fill(brussels)
    book(brussels, brussels.ann, THURSDAY, desk=13)
    wednesday = text_of(day_of(week_page(brussels.ann), WEDNESDAY))
    assert "Move it" not in wednesday
    assert "Book Mon 9 March" in wednesday


def test_a_day_that_has_begun_here_cannot_be_moved_away(brussels):
    reserved = book(brussels, brussels.ann, MONDAY, desk=13)
    check_in(attendance=Attendance.objects.get(pk=reserved.attendance_id), by=brussels.ann, now=NOW)
    page = week_page(brussels.ann)
    assert "Move" not in text_of(day_of(page, TUESDAY))
    monday = text_of(day_of(page, MONDAY))
    assert "Checked in at 08:00." in monday
    assert "Cancel the day" not in monday


def test_today_can_be_checked_in_and_that_is_the_button_of_the_page(brussels):
    book(brussels, brussels.ann, MONDAY, desk=13)
    client, page = client_of(brussels.ann), week_page(brussels.ann)
    assert page.count("button is-primary") == 1
    assert press(client, day_of(page, MONDAY), "Check in").status_code == 303
    assert Attendance.objects.get(employee=brussels.ann).state == "present"


@pytest.mark.parametrize(("language", "name"), [("en", "Easter Monday"), ("nl", "paasmaandag"), ("fr", "Lundi")])
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


def test_the_filled_button_is_on_the_team_day_of_the_first_week_that_has_room(brussels):
    brussels.site.policies.all().delete()
    brussels.publish(
        ONE_DAY,
        {"kind": "team_days", "weekdays": [4], "population": "team", "team": brussels.teams["Blue"]},
    )
    page = week_page(brussels.ann)
    assert page.count("button is-primary") == 1
    thursday = day_of(page, THURSDAY)
    assert "is-primary" in thursday
    assert "Team day" in text_of(thursday)
    book(brussels, brussels.ann, TUESDAY)
    assert "is-primary" in day_of(week_page(brussels.ann), THURSDAY + timedelta(days=7), mini=True)


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


@pytest.mark.parametrize(("days", "shown"), [([1, 2, 3, 4, 5, 6], 6), ([1, 2, 3, 4, 5, 6, 7], 7), ([2, 4], 2)])
def test_a_site_shows_the_days_on_which_it_opens(brussels, days, shown):
    brussels.site.working_days = days
    brussels.site.save()
    page = week_page(brussels.ann)
    assert f"week has-{shown}" in page
    assert page.count('<section class="day') == 3 * shown


def test_a_saturday_that_opens_for_once_has_a_column(brussels):
    saturday = TODAY + timedelta(days=5)
    Closure.objects.create(
        site=brussels.site, kind="open", period=Range(saturday, saturday + timedelta(days=1)), reason="Move"
    )
    saturday_shown = day_of(week_page(brussels.ann), saturday)
    assert "Day off" in text_of(saturday_shown)
    assert fields_of(saturday_shown, "Book 3.14")


def test_a_site_without_desks_books_the_day(brussels):
    empty = office("namur", desks=0, people=0)
    tuesday = day_of(week_page(brussels.ann, "?site=namur"), TUESDAY)
    assert fields_of(tuesday, "Book the day")["space"] == ""
    assert fields_of(tuesday, "Book the day")["site"] == str(empty.site.pk)


def test_without_a_favourite_any_desk_is_offered(brussels):
    assert fields_of(day_of(week_page(brussels.bob), TUESDAY), "Book a desk")["space"] == "usual"


def test_where_the_usual_desk_is_taken_the_next_liked_one_is_offered(brussels):
    for weeks in (3, 4):
        past = TODAY - timedelta(weeks=weeks)
        earlier = NOW - timedelta(weeks=weeks + 1)
        reserve(ask=brussels.ask(brussels.ann, past, desk=5), by=brussels.ann, now=earlier, door="test")
    book(brussels, brussels.bob, desk=13)
    assert fields_of(day_of(week_page(brussels.ann), TUESDAY), "Book 3.06")


def test_half_a_day_is_two_taps_away(brussels):
    client, page = client_of(brussels.ann), week_page(brussels.ann)
    press(client, day_of(page, TUESDAY), "Only the afternoon")
    page = client.get("/").content.decode()
    assert "In, afternoon" in text_of(day_of(page, TUESDAY))
    press(client, day_of(page, TUESDAY), "Stay all day")
    page = client.get("/").content.decode()
    assert "In, all day" in text_of(day_of(page, TUESDAY))
    press(client, day_of(page, TUESDAY), "Keep only the morning")
    standing = Attendance.objects.standing().get()
    assert (standing.morning, standing.afternoon) == MORNING


def test_a_day_without_a_desk_can_be_booked_and_a_desk_chosen_later(brussels):
    client, page = client_of(brussels.ann), week_page(brussels.ann)
    press(client, day_of(page, TUESDAY), "The day without a desk")
    tuesday = text_of(day_of(client.get("/").content.decode(), TUESDAY))
    assert "No desk yet." in tuesday
    assert "Choose a desk" in tuesday


def test_other_weeks_are_a_link_away_and_lead_back(brussels):
    page = week_page(brussels.ann, "?week=2026-W12")
    assert "Week 12, 16–20 March" in text_of(page)
    assert 'href="/?week=2026-W11"' in page
    assert 'href="/?week=2026-W13"' in page
    assert fields_of(day_of(page, date(2026, 3, 17)), "Book 3.14")["next"] == "/?week=2026-W12"


def test_the_53rd_week_of_a_year_exists_where_it_does(brussels):
    assert "Week 53, 28 December – 1 January" in text_of(week_page(brussels.ann, "?week=2026-W53"))
    assert client_of(brussels.ann).get("/?week=2025-W53").status_code == 400


@pytest.mark.parametrize("week", ["soon", "2026-W99", "0000-W01", "9999-W52", "2026-W1²"])
def test_a_week_that_cannot_be_read_is_said(brussels, week):
    answer = client_of(brussels.ann).get("/", {"week": week})
    assert answer.status_code == 400
    assert "Give a week such as 2026-W12." in answer.content.decode()


def test_on_a_saturday_the_next_week_is_this_one(brussels, clock):
    clock.move_to(NOW + timedelta(days=5))
    page = week_page(brussels.ann)
    assert "This week Week 11" in text_of(page)
    assert fields_of(day_of(page, NEXT_MONDAY), "Book 3.14")


def test_after_closing_time_today_is_not_the_sensible_day(brussels, clock):
    clock.move_to(brussels.site.instant(MONDAY, time(20)))
    assert "is-primary" in day_of(week_page(brussels.ann), TUESDAY)


def test_another_site_is_looked_at_and_stays(brussels):
    office("antwerp", people=0)
    page = week_page(brussels.ann, "?site=antwerp")
    assert 'href="/?week=2026-W11&amp;site=antwerp"' in page
    assert fields_of(day_of(page, TUESDAY), "Book a desk")["next"] == "/?site=antwerp"
    assert client_of(brussels.ann).get("/?site=atlantis").status_code == 404


def test_without_a_home_site_one_is_chosen(brussels):
    office("antwerp", people=0)
    Employee.objects.filter(pk=brussels.ann.pk).update(home_site=None)
    page = week_page(brussels.ann)
    assert "Where are you going?" in text_of(page)
    assert 'href="?site=antwerp"' in page
    assert "Book" in week_page(brussels.ann, "?site=antwerp")


def test_without_any_site_there_is_an_empty_page():
    lonely = Employee.objects.create_user("lonely@example.com", given_name="Lo")
    assert "No site yet" in week_page(lonely)


def test_nobody_sees_a_week_without_signing_in(client):
    answer = client.get("/?week=2026-W12")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/%3Fweek%3D2026-W12"


def test_the_language_of_the_person_decides(brussels):
    Employee.objects.filter(pk=brussels.ann.pk).update(language="fr")
    answer = client_of(brussels.ann).get("/", headers={"Accept-Language": "nl"})
    assert answer["Content-Language"] == "fr"
    assert '<html lang="fr"' in answer.content.decode()


def test_the_language_is_switched_and_kept_with_the_person(brussels):
    client = client_of(brussels.ann)
    answer = client.post("/language/", {"language": "nl", "next": "/?week=2026-W12"})
    assert (answer.status_code, answer["Location"]) == (303, "/?week=2026-W12")
    assert Employee.objects.get(pk=brussels.ann.pk).language == "nl"
    client.post("/language/", {"language": "tlh", "next": "//elsewhere.example/"})
    assert Employee.objects.get(pk=brussels.ann.pk).language == "nl"


def test_before_signing_in_a_cookie_keeps_the_language(client):
    assert client.post("/language/", {"language": "fr", "next": "https://elsewhere.example/"})["Location"] == "/"
    assert client.get("/accounts/login/")["Content-Language"] == "fr"


def queries_of_a_week(who: Employee) -> int:
    client = client_of(who)
    client.get("/")  # the book of the site is at hand from now on
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    return len(captured)


def test_a_week_costs_ten_queries_whatever_is_in_it(brussels):
    few = queries_of_a_week(brussels.ann)
    for n in range(1, 60):
        past = TODAY - timedelta(days=n)
        Attendance.objects.create(
            employee=brussels.ann, site=brussels.site, date=past, morning=True, afternoon=True, state="present",
            created_at=NOW, changed_at=NOW,
        )  # fmt: skip
    for i in range(20):
        book(brussels, person(f"P{i}", brussels.site, brussels.teams["Blue"], telework_able=False), desk=i)
    fill(brussels)
    Absence.objects.create(employee=brussels.ann, period=Range(FRIDAY, NEXT_MONDAY))
    grant(brussels.ann, "hr")
    assert (few, queries_of_a_week(brussels.ann)) == (10, 10)
