"""Rooms in a browser: one that fits now in two clicks, one found for six with a screen, booked and shortened."""

import pytest
from playwright.sync_api import Locator, Page, expect

from booking.actions.room_booking import book_room
from booking.models import Booking, Space
from tests.browser.test_week import button
from tests.cast import NOW, TODAY, TUESDAY, office
from tests.meetings import at, room_ask

pytestmark = pytest.mark.django_db(transaction=True)


class Clicks:
    """Clicks, counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Locator) -> None:
        what.click()
        self.count += 1


@pytest.fixture
def brussels():
    """Zenne has no screen; Leie for two and Dijle for twelve have one."""
    cast = office()
    for n, (name, seats) in enumerate((("Leie", 2), ("Dijle", 12)), start=2):
        Space.objects.create(
            floor=cast.floor, kind="room", code=f"3.R{n}", name=name, seats=seats, equipment=["screen"]
        )
    return cast


def to_rooms(page: Page) -> Locator:
    """The page's tab on a phone, or its place in the bar."""
    return page.get_by_role("navigation", name="Pages").get_by_role("link", name="Rooms").locator("visible=true")


def test_a_fitting_room_now_in_two_clicks_from_home(visit, brussels):
    ann, click = visit(brussels.ann), Clicks()
    page = ann.open("/")
    click(to_rooms(page))
    expect(page.get_by_role("heading", name="Free now")).to_be_visible()
    ann.check_accessibility()
    click(page.get_by_role("button", name="Dijle"))
    expect(page.get_by_role("status").filter(has_text="Dijle is booked")).to_be_visible()
    assert click.count == 2
    assert str(Booking.objects.get().space) == "Dijle"
    ann.check_accessibility()

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="is free again")).to_be_visible()
    assert not Booking.objects.standing().exists()


def test_found_for_six_with_a_screen_booked_and_shortened(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open(f"/rooms/?date={TUESDAY}")
    page.get_by_label("People", exact=True).fill("6")
    page.get_by_label("For", exact=True).select_option("45")
    page.get_by_label("From", exact=True).select_option("afternoon")
    page.locator("label", has_text="Screen").click()
    page.get_by_role("button", name="Find a room").click()
    expect(page.get_by_text("It has no screen.")).to_be_visible()
    expect(page.get_by_text("Too small: it holds 2 people")).to_be_visible()
    ann.check_accessibility()

    page.get_by_role("button", name="Book Dijle").click()
    expect(page.get_by_text("13:00–13:45").first).to_be_visible()
    ann.check_accessibility()
    button(page, "Until 13:30").click()
    expect(page.get_by_role("status").filter(has_text="13:00–13:30")).to_be_visible()
    meeting = Booking.objects.get()
    assert tuple(at(brussels, "13:00", "13:30")) == (meeting.period.lower, meeting.period.upper)


def test_the_timeline_and_its_list_lead_to_the_room(visit, brussels):
    ask = room_ask(brussels, brussels.bob, "10:00", "11:00", day=TODAY, title="Budget")
    book_room(ask=ask, by=brussels.bob, now=NOW, door="test", in_person=False)
    ann = visit(brussels.ann)
    page = ann.open("/rooms/")
    expect(page.get_by_role("link", name="10:00–11:00, Budget, Bob Test")).to_be_visible()
    page.get_by_role("link", name="Book Zenne from 11:00; free until 19:00").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("From", exact=True)).to_have_value("11:00")
    expect(page.get_by_text("Free, and within all rules.")).to_be_visible()

    # The answer follows what is filled in, without a new page.
    page.wait_for_load_state()
    page.evaluate("window.stays = true")
    page.get_by_label("People", exact=True).fill("9")
    page.get_by_label("People", exact=True).blur()
    expect(page.get_by_text("Zenne holds 6: it has 6 seats.")).to_be_visible()
    assert page.evaluate("window.stays")
    ann.check_accessibility()

    page.get_by_label("People", exact=True).fill("2")
    page.get_by_label("People", exact=True).blur()
    expect(page.get_by_text("Free, and within all rules.")).to_be_visible()
    page.get_by_label("Name of a colleague").fill("bob")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name="Bob Test").check()
    page.get_by_role("button", name="Book Zenne").click()
    expect(page.get_by_role("heading", name="Not answered yet 1")).to_be_visible()
    ann.check_accessibility()

    page = ann.open("/rooms/?view=list")
    expect(page.get_by_role("row", name="Zenne")).to_contain_text("10:00–11:00 Budget (Bob Test)")
    ann.check_accessibility()


def test_a_refusal_offers_a_room_that_goes(visit, brussels):
    ask = room_ask(brussels, brussels.bob, "10:00", "11:00")
    book_room(ask=ask, by=brussels.bob, now=NOW, door="test", in_person=False)
    ann = visit(brussels.ann)
    page = ann.open(f"/rooms/brussels/3/3.R1/?date={TUESDAY}&from=10:00&until=11:00")
    page.get_by_role("button", name="Book Zenne").click()
    expect(page.get_by_role("heading", name="Zenne is not free on Tuesday 3 March")).to_be_visible()
    ann.check_accessibility()
    page.get_by_role("button", name="Take Leie").click()
    expect(page.get_by_role("status").filter(has_text="Leie is booked")).to_be_visible()


def test_nothing_is_too_wide_for_a_small_phone(visit, brussels):
    Space.objects.filter(pk=brussels.room.pk).update(name="A room with a name as long as a name may ever be, sixty")
    ann = visit(brussels.ann, size={"width": 320, "height": 640})
    for path in ("/rooms/", "/rooms/?view=list", "/rooms/free/?people=2", "/rooms/brussels/3/3.R1/"):
        page = ann.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        ann.check_accessibility()
