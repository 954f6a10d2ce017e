"""Planning ahead: the sweep before and after, the autopilot's form, being away."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import Range

from booking.models import Absence, Attendance, Booking, StandingWish
from tests.cast import FRIDAY, MONDAY, NOW, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, office
from tests.web.visitor import client_of, day_of, fields_of, press, text_of, week_page
from tests.web.weekly import book, fill, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(weeks=1)
TUE_THU = {"weekday": ["2", "4"], "from": "2026-03-03", "until": "2026-03-12"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    """No limit on days; Ann likes 3.14."""
    cast = office(people=8, desks=20)
    cast.publish(ONE_DESK)
    cast.ann.favourite_desk = cast.desks[13]
    cast.ann.save()
    return cast


def plan_page(client, **query) -> str:
    response = client.get("/plan/", query)
    assert response.status_code == 200
    return response.content.decode()


def rows_of(page: str) -> list[str]:
    lists = "".join(re.findall(r'<ul class="ahead-rows">.*?</ul>', page, re.S))
    return [text_of(row) for row in re.findall(r"<li.*?</li>", lists, re.S)]


def press_all(client, page: str, label: str):
    """As press, for a form that sends a field more than once."""
    form = next(f for f in re.findall(r"<form[^>]*>.*?</form>", page, re.S) if text_of(f).startswith(label))
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        sent.setdefault(name, []).append(value.replace("&amp;", "&"))
    return client.post(re.search(r'action="([^"]+)"', form)[1], sent, follow=True).content.decode()


def test_my_week_leads_to_the_plan_in_one_tap(brussels):
    page = week_page(brussels.ann)
    assert 'href="/plan/"' in page
    page = plan_page(client_of(brussels.ann))
    assert 'value="2026-03-03"' in page
    assert 'value="2026-03-30"' in page
    assert "No days yet" in text_of(page)


def test_two_weekdays_are_seen_booked_and_undone(brussels):
    book(brussels, brussels.bob, THURSDAY, desk=13)
    client = client_of(brussels.ann)
    page = plan_page(client, **TUE_THU)
    assert "4 of 4 days can be booked" in text_of(page)
    assert rows_of(page)[0] == "Tuesday 3 March Tue 3 March 3.14"
    assert rows_of(page)[1].endswith("Instead of 3.14 (taken).")

    page = press_all(client, page, "Book 4 days")
    assert "4 of 4 days are booked" in text_of(page)
    assert rows_of(page)[0] == "Tuesday 3 March Tue 3 March 3.14 Booked"
    assert rows_of(page)[1].endswith("Booked Instead of 3.14 (taken).")
    assert Attendance.objects.standing().filter(employee=brussels.ann).count() == 4
    assert client.get("/plan/sweeps/last/").content.decode().count("Booked") == page.count("Booked")

    page = press_all(client, page, "Undo all of it")
    assert "4 days are cancelled." in text_of(page)
    assert "4 of 4 days can be booked" in text_of(page)
    assert not Attendance.objects.standing().filter(employee=brussels.ann).exists()
    assert client.get("/plan/sweeps/last/")["Location"] == "/plan/"


def test_a_refused_date_leads_to_its_alternatives():
    cast = weekly_office()
    fill(cast, TUESDAY)
    client = client_of(cast.ann)
    page = press_all(client, plan_page(client, **(TUE_THU | {"weekday": ["2"]})), "Book 1 day")
    assert "1 of 2 days are booked" in text_of(page)
    assert rows_of(page)[0].startswith("Tuesday 3 March Tue 3 March Cap reached")
    address = re.search(r'href="(/refusals/\w+/)"', page)[1]
    assert "What would work" in text_of(client.get(address).content.decode())


def test_dates_that_make_no_period_are_said(brussels):
    client = client_of(brussels.ann)
    asked = {"weekday": "2", "from": "2026-03-20", "until": "2026-03-10"}
    assert "The last day is before the first." in text_of(plan_page(client, **asked))
    assert "more than three months" in text_of(plan_page(client, **(asked | {"until": "2026-12-10"})))
    assert "These days are over." in text_of(
        plan_page(client, **(asked | {"from": "2026-01-01", "until": "2026-02-01"}))
    )
    assert client.post("/plan/sweeps/", asked).status_code == 400
    for bad in ({"weekday": "8"}, {"from": "soon"}, {"part": "night"}):
        assert client.get("/plan/", bad).status_code == 400


def test_what_an_undo_sends_is_checked(brussels):
    reserved = book(brussels, brussels.bob, desk=0)
    client = client_of(brussels.ann)
    assert client.post("/plan/sweeps/undoing/", {"taken": f"{reserved.attendance_id}::"}).status_code == 403
    assert client.post("/plan/sweeps/undoing/", {"taken": "7;drop:1:2"}).status_code == 400
    assert Attendance.objects.standing().count() == 1


def test_the_autopilot_is_switched_on_flies_at_once_and_is_switched_off(brussels):
    client = client_of(brussels.ann)
    sent = {"weekday": ["2", "4"], "part": "morning", "desk": "3.05"}
    page = client.post("/plan/wish/", sent, follow=True).content.decode()
    assert "The autopilot is on, and has booked 8 of the days that are open." in text_of(page)
    assert "8 coming days are booked." in text_of(page)
    wish = StandingWish.objects.get()
    assert (wish.weekdays, wish.morning, wish.afternoon, wish.desk) == ([2, 4], True, False, brussels.desks[4])
    assert {booking.space for booking in Booking.objects.standing()} == {brussels.desks[4]}

    page = client.post("/plan/wish/", sent | {"off": "1"}, follow=True).content.decode()
    assert "The autopilot is off. What is booked stays booked." in text_of(page)
    assert Attendance.objects.standing().count() == 8


def test_a_desk_that_nobody_knows_is_said(brussels):
    answer = client_of(brussels.ann).post("/plan/wish/", {"weekday": "2", "desk": "9.99"})
    assert answer.status_code == 400
    assert "There is no such desk at Brussels." in text_of(answer.content.decode())


def test_what_the_autopilot_could_not_book_is_listed(brussels):
    brussels.site.policies.all().delete()
    brussels.publish({"kind": "occupancy_cap", "number": 1}, {"kind": "booking_window", "days_ahead": 7})
    book(brussels, brussels.bob, TUESDAY)
    page = client_of(brussels.ann).post("/plan/wish/", {"weekday": "2"}, follow=True).content.decode()
    assert "Tue 3 March Cap reached" in text_of(page)


def test_from_the_small_menu_of_a_day_i_am_away_and_see_first_what_that_cancels(brussels):
    book(brussels, brussels.ann, TUESDAY, desk=13)
    client, page = client_of(brussels.ann), week_page(brussels.ann)
    address = re.search(r'href="(/absences/new/[^"]+2026-03-03[^"]*)"', day_of(page, TUESDAY))[1]
    page = client.get(address.replace("&amp;", "&")).content.decode()
    assert "1 planned day will be cancelled." in text_of(page)
    assert "Tuesday 3 March cancelled" in text_of(page)

    sent = {"from": "2026-03-03", "until": "2026-03-03", "kind": "sick", "next": "/"}
    shown_again = client.post("/absences/", sent)
    assert "1 planned day will be cancelled." in text_of(shown_again.content.decode())
    assert not Absence.objects.exists()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    answer = client.post("/absences/", sent | {"seen": seen})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    page = client.get("/").content.decode()
    assert "You are away: Tuesday 3 March." in text_of(page)
    assert "Off sick" in text_of(day_of(page, TUESDAY))
    assert not Attendance.objects.standing().exists()


def test_a_half_day_away_shortens_the_day(brussels):
    book(brussels, brussels.ann, TUESDAY, desk=13)
    page = client_of(brussels.ann).get("/absences/new/?from=2026-03-02&until=2026-03-04&part=morning").content.decode()
    assert "1 planned day will be shorter." in text_of(page)
    assert "Tuesday 3 March only in the afternoon" in text_of(page)


def test_an_absence_is_ended_sooner_and_taken_back(brussels):
    client = client_of(brussels.ann)
    client.post("/absences/", {"from": "2026-03-03", "until": "2026-03-05", "kind": "leave"})
    absence = Absence.objects.get()
    assert (absence.period.lower, absence.period.upper) == (TUESDAY, FRIDAY)
    page = plan_page(client)
    assert "3–5 March" in text_of(page)
    answer = client.post(f"/absences/{absence.pk}/end/", {"back": "2026-03-05"}, follow=True)
    assert "You are back on Thursday 5 March." in text_of(answer.content.decode())
    press(client, plan_page(client), "I am not away after all")
    assert not Absence.objects.standing().exists()
    assert client.post(f"/absences/{absence.pk}/end/", {"back": "2026-03-04"}).status_code == 404


def test_an_imported_absence_is_shown_without_a_way_to_end_it(brussels):
    absence = Absence.objects.create(employee=brussels.ann, period=Range(TUESDAY, THURSDAY), source="imported")
    page = plan_page(client_of(brussels.ann))
    assert "From the staff office" in text_of(page)
    assert f"/absences/{absence.pk}/end/" not in page
    assert client_of(brussels.ann).post(f"/absences/{absence.pk}/end/", {"back": "2026-03-04"}).status_code == 409


def test_nobody_ends_a_strangers_absence_or_reads_it(brussels):
    absence = Absence.objects.create(employee=brussels.bob, period=Range(TUESDAY, THURSDAY))
    client = client_of(brussels.ann)
    assert client.post(f"/absences/{absence.pk}/end/", {"back": "2026-03-04"}).status_code == 403
    assert "3–4 March" not in plan_page(client)


def test_a_closed_or_past_day_has_no_menu_to_be_away(brussels, clock):
    clock.move_to(NOW + timedelta(days=2))
    page = week_page(brussels.ann)
    assert "I am away this day" not in day_of(page, MONDAY)
    assert "I am away this day" in day_of(page, WEDNESDAY)


def test_who_is_away_is_led_to_the_absence(brussels):
    Absence.objects.create(employee=brussels.ann, period=Range(TUESDAY, THURSDAY))
    assert "Change my absence" in day_of(week_page(brussels.ann), TUESDAY)


@pytest.mark.parametrize("path", ["/plan/", "/plan/sweeps/last/", "/absences/new/"])
def test_nobody_plans_without_signing_in(client, path):
    assert client.get(path)["Location"].startswith("/accounts/login/?next=")


def test_the_page_costs_the_same_for_any_number_of_dates_and_bookings(brussels):
    client = client_of(brussels.ann)
    few = queries_of(client, TUE_THU)
    for n in range(200):
        Attendance.objects.create(
            employee=brussels.ann, site=brussels.site, date=MONDAY - timedelta(days=150) + timedelta(days=n),
            morning=True, afternoon=False, created_at=NOW, changed_at=NOW,
        )  # fmt: skip
    many = queries_of(client, {"weekday": ["1", "2", "3", "4", "5"], "from": "2026-03-03", "until": "2026-05-29"})
    assert (few, many) == (11, 11)


def queries_of(client, query) -> int:
    client.get("/plan/", query)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/plan/", query).status_code == 200
    return len(captured)


def test_another_site_is_planned_at_and_stays(brussels):
    antwerp = office("antwerp", people=0)
    client = client_of(brussels.ann)
    page = plan_page(client, site="antwerp", **TUE_THU)
    page = press_all(client, page, "Book 4 days")
    assert Attendance.objects.standing().filter(site=antwerp.site).count() == 4
    assert "site=antwerp" in page
    assert fields_of(page, "Undo all of it")["query"].endswith("site=antwerp")
