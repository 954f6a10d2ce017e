"""The private address of one's calendar: created, copied, renewed, revoked; and a day disputed and corrected."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from booking.models import Attendance, CalendarFeed
from tests.browser.test_week import book, button
from tests.cast import NOW, TODAY, WEDNESDAY, grant, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    cast = office()
    cast.publish({"kind": "occupancy_cap", "number": 3})
    grant(cast.dia, "facility_manager", cast.site)
    book(cast, cast.ann, WEDNESDAY, desk=0)
    return cast


def read(page: Page) -> tuple[str, int]:
    """The address on the page, and what a program gets there."""
    path = "/calendar/" + page.get_by_label("Private address").input_value().rpartition("/")[2]
    return path, Client().get(path).status_code


def test_an_address_is_created_renewed_and_revoked(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/")
    page.locator("summary[aria-label^='Ann Test']").click()
    page.get_by_role("link", name="My calendar").click()
    ann.check_accessibility()
    button(page, "Create a private address").click()
    expect(page.get_by_role("heading", name="The new address")).to_be_visible()
    ann.check_accessibility()
    button(page, "Copy").click()
    expect(button(page, "Copied")).to_be_visible()
    first, status = read(page)
    assert status == 200

    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_text("Last read by a program: Monday 2 March, 08:00.")).to_be_visible()
    ann.check_accessibility()
    button(page, "Renew the address").click()
    second, status = read(page)
    assert (status, Client().get(first).status_code) == (200, 404)

    page.get_by_role("link", name="I have copied it").click()
    button(page, "Revoke").click()
    expect(page.get_by_role("status")).to_contain_text("no program reads this calendar any more")
    expect(button(page, "Create a private address")).to_be_visible()
    assert Client().get(second).status_code == 404


def test_a_manager_makes_the_address_of_a_room(visit, brussels):
    dia = visit(brussels.dia)
    page = dia.open("/me/calendar/")
    page.get_by_role("link", name="Calendars of rooms").click()
    dia.check_accessibility()
    button(page, "Create an address 3.R1").click()
    assert read(page)[1] == 200
    page.get_by_role("link", name="I have copied it").click()
    button(page, "Revoke 3.R1").click()
    expect(button(page, "Create an address 3.R1")).to_be_visible()
    assert CalendarFeed.objects.get().revoked_at is not None


def test_a_day_is_disputed_and_corrected(visit, brussels):
    Attendance.objects.create(
        employee=brussels.ann, site=brussels.site, date=TODAY - timedelta(days=1), state="absent", morning=True,
        afternoon=True, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    ann, dia = visit(brussels.ann), visit(brussels.dia)
    page = ann.open("/me/data/")
    ann.check_accessibility()
    page.get_by_role("link", name="See my days").click()
    expect(page.get_by_text("Counted in the cap of “20 %”: 1 of 3 people.")).to_be_visible()
    page.get_by_role("link", name="This is wrong").click()
    ann.check_accessibility()
    page.get_by_label("What should the record say?").fill("I was there all day.")
    button(page, "Dispute the record").click()
    expect(page.get_by_text("You dispute this; it is not answered yet.")).to_be_visible()
    ann.check_accessibility()

    answering = dia.open("/disputes/")
    dia.check_accessibility()
    answering.get_by_label("Corrected: the person was there").check()
    button(answering, "Answer the dispute").click()
    expect(answering.get_by_text("Nobody disputes the record of a day.")).to_be_visible()
    dia.check_accessibility()
    page.reload()
    expect(page.get_by_text("You disputed this; it was corrected.")).to_be_visible()
