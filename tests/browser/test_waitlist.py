"""Two people at once: one gives a day back, the clock comes round, the other is offered the place and takes it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from booking.actions.promotion import promote
from booking.models import Attendance
from tests.browser.test_week import book, button, day, marked, not_reloaded
from tests.cast import ONE_DAY, ONE_DESK, WEDNESDAY, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    """The one place of Wednesday is Bob's; Ann likes 3.08."""
    cast = office(people=4)
    cast.publish({"kind": "occupancy_cap", "number": 1}, ONE_DAY, ONE_DESK)
    cast.ann.favourite_desk = cast.desks[7]
    cast.ann.save()
    book(cast, cast.bob, WEDNESDAY, desk=0)
    return cast


def test_a_place_given_back_goes_to_whoever_waits(visit, brussels):
    ann, bob = visit(brussels.ann), visit(brussels.bob)
    page = ann.open("/")
    day(page, WEDNESDAY).get_by_role("link", name="Join the queue").click()
    expect(page.get_by_role("heading", name="Wait for a place on Wednesday 4 March")).to_be_visible()
    expect(page.get_by_text("You would be the first in the queue.")).to_be_visible()
    ann.check_accessibility()
    button(page, "Join the queue").click()
    expect(page.get_by_role("status")).to_contain_text("You are number 1 in the queue for Wednesday 4 March.")
    expect(day(page, WEDNESDAY)).to_contain_text("Waiting, 1 of 1")
    ann.check_accessibility()

    button(day(bob.open("/"), WEDNESDAY), "Cancel the day").click()
    expect(bob.page.get_by_role("status")).to_contain_text("Wednesday 4 March is cancelled.")
    expect(day(bob.page, WEDNESDAY)).to_contain_text("Others wait")
    bob.check_accessibility()
    assert promote(now=timezone.now()) == {"offered": 1}

    page.reload()
    marked(page)
    expect(day(page, WEDNESDAY)).to_contain_text("A place is kept for you")
    expect(day(page, WEDNESDAY)).to_contain_text("Kept for you until Monday 2 March, 10:0")
    ann.check_accessibility()
    button(day(page, WEDNESDAY), "Accept").click()
    expect(page.get_by_role("status")).to_contain_text("Wednesday 4 March is yours.")
    expect(day(page, WEDNESDAY)).to_contain_text("In, all day")
    expect(day(page, WEDNESDAY)).to_contain_text("3.08")
    assert not_reloaded(page)
    assert Attendance.objects.standing().get().employee == brussels.ann


def test_a_refusal_leads_into_the_queue_and_a_checkbox_books_at_once(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/floors/brussels/3/?date=2026-03-04")
    page = ann.open("/waitlist/new/?date=2026-03-04")
    page.get_by_label("Book it for me at once").check()
    button(page, "Join the queue").click()
    expect(page.get_by_role("status")).to_contain_text("You are number 1 in the queue")
    button(day(visit(brussels.bob).open("/"), WEDNESDAY), "Cancel the day").click()
    expect(day(page, WEDNESDAY)).to_contain_text("Waiting, 1 of 1")
    while not promote(now=timezone.now()):
        page.wait_for_timeout(100)
    page.reload()
    expect(day(page, WEDNESDAY)).to_contain_text("In, all day")
    ann.check_accessibility()
