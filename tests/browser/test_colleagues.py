"""With whom, in a browser: a favourite is found without a reload, a desk booked next to theirs, a proposal answered."""

import pytest
from playwright.sync_api import expect

from booking.actions.own_choices import name_assistant
from booking.actions.reservation import reserve
from booking.models import Booking, Companion, Invitation
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, THURSDAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    """Bob comes on Thursday. Ann leads Blue: herself and Cas; Bob is of Red."""
    cast = office(people=4)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK)
    cast.base(telework=15)
    cast.teams["Blue"].lead = cast.ann
    cast.teams["Blue"].save()
    reserve(ask=cast.ask(cast.bob, THURSDAY, desk=4), by=cast.bob, now=NOW, door="test")
    return cast


def test_find_a_favourite_and_book_next_to_them(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/colleagues/")
    page.evaluate("window.stillHere = true")
    page.get_by_label("Find a colleague").press_sequentially("bob")
    add = page.get_by_role("button", name="Add Bob Test")
    expect(add).to_be_visible()
    assert page.evaluate("window.stillHere")
    ann.check_accessibility()
    add.click()
    expect(page.get_by_role("button", name="Remove Bob Test")).to_be_visible()
    assert Companion.objects.get().colleague == brussels.bob

    page.get_by_role("button", name="Book next to them: Thursday 5 March").first.click()
    expect(page.get_by_role("status")).to_contain_text("is yours on Thursday 5 March")
    assert Booking.objects.get(attendance__employee=brussels.ann).space.code in ("3.04", "3.06")
    ann.check_accessibility()


def test_a_lead_proposes_and_a_member_accepts_in_the_week(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/colleagues/")
    page.get_by_text("Propose a day").click()
    page.get_by_label("Day", exact=True).fill(THURSDAY.isoformat())
    ann.check_accessibility()
    page.get_by_role("button", name="Propose the day").click()
    expect(page.get_by_role("status")).to_contain_text("Thursday 5 March is proposed to 2 people of Blue.")

    cas = visit(brussels.cas)
    page = cas.open("/")
    cas.check_accessibility()
    page.get_by_role("button", name="Accept: Thursday 5 March").click()
    expect(page.get_by_role("status")).to_contain_text("You come on Thursday 5 March")
    assert Invitation.objects.get(employee=brussels.cas).response == "accepted"


def test_an_assistant_books_for_somebody_else(visit, brussels):
    name_assistant(employee=brussels.cas, assistant_id=brussels.bob.pk, now=NOW)
    bob = visit(brussels.bob)
    page = bob.open("/")
    page.get_by_text("For me").first.click()
    bob.check_accessibility()
    page.get_by_role("button", name="Cas Test").click()
    expect(page.get_by_role("heading", name="Week of Cas Test")).to_be_visible()
    page.get_by_role("button", name="Thursday 5 March").first.click()
    expect(page.get_by_role("status")).to_contain_text("booked for Cas Test on Thursday 5 March")


def test_my_choices_are_kept(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/me/")
    ann.check_accessibility()
    page.get_by_text("My team", exact=True).click()
    page.get_by_role("button", name="Save who sees it").click()
    expect(page.get_by_role("status")).to_contain_text("Only your team sees when you are in.")
    brussels.ann.refresh_from_db()
    assert brussels.ann.visibility == "team"
