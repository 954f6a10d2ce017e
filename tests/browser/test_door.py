"""Scanning: the code of a desk opens a page whose one tap checks in, or takes the desk; nothing is said twice."""

import pytest
from playwright.sync_api import expect

from booking.models import Attendance
from booking.web.door.code import SPACE, Place
from tests.browser.test_week import book, button
from tests.cast import ONE_DESK, TODAY, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    cast = office(people=4)
    cast.publish(ONE_DESK)
    book(cast, cast.ann, TODAY, desk=0)
    return cast


def test_the_code_of_my_desk_checks_me_in(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open(Place(SPACE, brussels.desks[0].pk).address)
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    ann.check_accessibility()
    button(page, "Check in").click()
    expect(page.get_by_role("status")).to_contain_text("You have checked in.")
    expect(page.get_by_role("heading", name="You have checked in")).to_be_visible()
    assert Attendance.objects.get().state == "present"
    ann.check_accessibility()


def test_a_colleague_finds_it_taken_and_takes_the_next_one(visit, brussels):
    bob = visit(brussels.bob, java_script_enabled=False)
    page = bob.open(Place(SPACE, brussels.desks[0].pk).address)
    expect(page.get_by_role("heading", name="3.01 is taken for the rest of the day")).to_be_visible()
    button(page, "Take 3.02").click()
    expect(page.get_by_role("status")).to_contain_text("3.02 is yours, and you have checked in.")
    assert Attendance.objects.get(employee=brussels.bob).state == "present"
