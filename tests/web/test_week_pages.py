"""My week: which weeks, sites and languages it shows, to whom, and what it costs."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import Range

from booking.models import Absence, Attendance, Closure, Employee
from tests.cast import FRIDAY, NEXT_MONDAY, NOW, TODAY, TUESDAY, Office, grant, office, person
from tests.web.visitor import client_of, day_of, fields_of, text_of, week_page
from tests.web.weekly import book, fill, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    return weekly_office()


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
