"""My week: what one does about a day."""

from datetime import time, timedelta

import pytest
import time_machine

from booking.actions.check_in import check_in
from booking.actions.reservation import reserve
from booking.models import Attendance
from booking.rules.proposal import AFTERNOON, MORNING
from tests.cast import MONDAY, NOW, ONE_DAY, THURSDAY, TODAY, TUESDAY, WEDNESDAY, Office
from tests.web.visitor import client_of, day_of, fields_of, press, text_of, week_page
from tests.web.weekly import book, fill, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    return weekly_office()


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


def test_before_check_in_opens_the_day_says_when_and_has_no_button(brussels):
    book(brussels, brussels.ann, MONDAY, desk=13, parts=AFTERNOON)
    monday = text_of(day_of(week_page(brussels.ann), MONDAY))
    assert "Check-in opens at 11:00." in monday
    assert "Check in " not in monday


def test_today_can_be_checked_in_and_that_is_the_button_of_the_page(brussels):
    book(brussels, brussels.ann, MONDAY, desk=13)
    client, page = client_of(brussels.ann), week_page(brussels.ann)
    assert page.count("button is-primary") == 1
    assert press(client, day_of(page, MONDAY), "Check in").status_code == 303
    assert Attendance.objects.get(employee=brussels.ann).state == "present"


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


def test_after_closing_time_today_is_not_the_sensible_day(brussels, clock):
    clock.move_to(brussels.site.instant(MONDAY, time(20)))
    assert "is-primary" in day_of(week_page(brussels.ann), TUESDAY)
