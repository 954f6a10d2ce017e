"""The floor in a browser: two taps, filters, arrow keys, a state that comes by itself, and no barrier."""

import re

import pytest
from playwright.sync_api import expect

from booking.actions.reservation import reserve
from booking.models import Booking, Closure, Floor, Space, Zone
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, TUESDAY, WEDNESDAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = f"/floors/brussels/3/?date={TUESDAY}&part=day"
FEATURES = [
    {"feature": "core", "label": "", "x": 1300, "y": 500, "width": 700, "height": 500},
    {"feature": "lift", "label": "Lift", "x": 1300, "y": 500, "width": 250, "height": 250},
    {"feature": "stairs", "label": "Stairs", "x": 1550, "y": 500, "width": 450, "height": 250},
    {"feature": "toilets", "label": "Toilets", "x": 1300, "y": 750, "width": 350, "height": 250},
    {"feature": "window", "label": "", "x": 300, "y": 0, "width": 220, "height": 15},
    {"feature": "window", "label": "", "x": 0, "y": 300, "width": 15, "height": 220},
    {"feature": "door", "label": "", "x": 2555, "y": 140, "width": 10, "height": 90},
    {"feature": "wall", "label": "", "x": 0, "y": 700, "width": 900, "height": 10},
    {"feature": "column", "label": "", "x": 1200, "y": 420, "width": 40, "height": 40},
    {"feature": "plant", "label": "", "x": 1400, "y": 1200, "width": 60, "height": 60},
]


@pytest.fixture
def cast() -> Office:
    """The cast's office, drawn as a floor: two zones of six desks, a core, and a room on the right."""
    cast = office(desks=12)
    cast.base(telework=100)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK)
    Floor.objects.filter(pk=cast.floor.pk).update(width=3040, height=1500, features=FEATURES)
    for zone, left in (("A", 60), ("B", 1330)):
        Zone.objects.filter(pk=cast.zones[zone].pk).update(x=left - 30, y=40, width=600, height=370)
        inside = [desk for desk in cast.desks if desk.zone_id == cast.zones[zone].pk]
        for n, desk in enumerate(inside):
            place = {"x": left + n % 3 * 170, "y": 170 + n // 3 * 110, "width": 160, "height": 100}
            Space.objects.filter(pk=desk.pk).update(**place, equipment=["two_screens"] if n % 2 else ["window"])
    Space.objects.filter(pk=cast.room.pk).update(x=2560, y=0, width=480, height=600)
    return cast


def books(cast: Office, who, desk: int, day=TUESDAY) -> None:
    reserve(ask=cast.ask(who, day, desk=desk), by=who, now=NOW, door="test")


def test_a_desk_in_two_taps_and_undone(visit, cast):
    ann = visit(cast.ann)
    page = ann.open(ADDRESS)
    page.locator(f"#d{cast.desks[0].pk}").click()
    page.get_by_role("button", name="Book 3.01").click()

    expect(page.locator(f"#d{cast.desks[0].pk}")).to_have_class("desk is-mine")
    expect(page.locator("#toasts")).to_contain_text("3.01 is yours")
    assert Booking.objects.standing().get().space == cast.desks[0]
    ann.check_accessibility()

    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("is cancelled")
    assert "/floors/" in page.url
    assert not Booking.objects.standing().exists()


def test_the_list_is_an_equal_of_the_plan(visit, cast):
    page = visit(cast.ann).open(ADDRESS)
    page.get_by_role("link", name="Book 3.05").click()
    page.get_by_role("button", name="Book 3.05").click()

    expect(page.locator(f"#r{cast.desks[4].pk}")).to_contain_text("Yours")


def test_choosing_needs_no_new_page_and_closing_gives_the_focus_back(visit, cast):
    page = visit(cast.ann).open(ADDRESS)
    page.evaluate("window.stayed = true")
    desk = page.locator(f"#d{cast.desks[2].pk}")
    desk.click()
    expect(page.get_by_role("button", name="Book 3.03")).to_be_visible()
    expect(page.locator("#confirm .confirm")).to_be_focused()
    assert f"space={cast.desks[2].pk}" in page.url

    page.keyboard.press("Escape")
    expect(page.locator("#confirm .confirm")).to_have_count(0)
    expect(desk).to_be_focused()
    assert "space=" not in page.url
    assert page.evaluate("window.stayed")


def test_filters(visit, cast):
    books(cast, cast.bob, 0)
    visitor = visit(cast.ann)
    page = visitor.open(ADDRESS)
    page.get_by_role("link", name="Two screens", exact=True).click()
    page.get_by_role("link", name="Free only", exact=True).click()

    shown = page.locator("#floor tbody tr:visible th[scope=row]")
    expect(shown).to_have_text(["3.03", "3.07", "3.11", "3.04", "3.08", "3.12", "Zenne 6 seats"])
    expect(page.locator("#plan .desk.is-off")).to_have_count(6)
    visitor.check_accessibility()


def test_a_desk_is_found_by_arrow_keys(visit, cast):
    page = visit(cast.ann).open(ADDRESS)
    places = page.locator("#plan a[href]")
    expect(page.locator("#plan a[tabindex='0']")).to_have_count(1)
    places.first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#d{cast.desks[2].pk}")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"#d{cast.desks[8].pk}")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Book 3.09").press("Enter")

    expect(page.locator(f"#d{cast.desks[8].pk}")).to_have_class("desk is-mine")


def test_what_another_person_books_appears_and_the_choice_stays(visit, cast):
    visitor = visit(cast.ann)
    page = visitor.open(ADDRESS)
    page.locator(f"#d{cast.desks[2].pk}").click()
    expect(page.get_by_role("button", name="Book 3.03")).to_be_visible()
    page.get_by_role("button", name="Book 3.03").focus()

    books(cast, cast.bob, 4)
    look(page)
    taken = page.locator(f"#d{cast.desks[4].pk}")
    expect(taken).to_have_class("desk is-colleague")
    expect(taken).to_have_attribute("aria-label", "3.05, Bob Test, window")
    expect(page.locator(f"#r{cast.desks[4].pk}")).to_contain_text("Bob Test")
    expect(page.locator("#headroom")).to_contain_text("19")
    expect(page.get_by_role("button", name="Book 3.03")).to_be_focused()

    books(cast, cast.cas, 2)  # the very desk that Ann is about to take
    look(page)
    expect(page.locator("#confirm")).to_contain_text("3.03 is taken all day.")
    expect(page.get_by_role("button", name="Book 3.03")).to_have_count(0)
    visitor.check_accessibility()


def test_a_rule_that_changes_meanwhile_loads_the_plan_anew(visit, cast):
    page = visit(cast.ann).open(ADDRESS)
    Closure.objects.create(
        site=cast.site, zone=cast.zones["A"], period=(TUESDAY, WEDNESDAY), reason="Painters in the zone"
    )
    look(page)
    desk = page.locator(f"#d{cast.desks[0].pk}")
    expect(desk).to_have_class("desk is-closed")
    desk.click()
    expect(page.locator("#confirm")).to_contain_text("Painters in the zone.")


def test_the_state_of_the_page_and_of_the_poll_agree(visit, cast):
    """A poll that finds nothing new touches nothing: plan and list are drawn alike on both sides."""
    books(cast, cast.bob, 0)
    books(cast, cast.cas, 1)
    page = visit(cast.ann).open(ADDRESS)
    before = [page.locator(part).inner_html() for part in ("#plan-desks", "table", "#headroom", "#notice", "#free")]
    look(page)
    after = [page.locator(part).inner_html() for part in ("#plan-desks", "table", "#headroom", "#notice", "#free")]

    assert re.sub(r' tabindex="-?\d"', "", before[0]) == re.sub(r' tabindex="-?\d"', "", after[0])
    assert before[1:] == after[1:]


def test_a_zone_fills_a_small_screen_and_its_desks_can_be_hit(visit, cast):
    page = visit(cast.ann, size={"width": 320, "height": 640}).open(ADDRESS)
    page.get_by_role("navigation", name="Zone on the plan").get_by_role("link", name="B Zone B").click()
    desk = page.locator(f"#d{cast.desks[1].pk}")
    expect(desk).to_be_in_viewport(ratio=1)
    box = desk.bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.get_by_role("link", name="Whole floor").click()
    expect(page.locator("#floor-plan")).to_have_class("floor-plan is-overview")
    page.locator(f"#d{cast.desks[0].pk}").click()  # too small: the first tap comes closer
    expect(page.locator("#floor-plan")).to_have_class("floor-plan")
    expect(page.locator("#confirm .confirm")).to_have_count(0)
    page.locator(f"#d{cast.desks[0].pk}").click()
    expect(page.get_by_role("button", name="Book 3.01")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier(visit, cast, scheme):
    books(cast, cast.bob, 0)
    visitor = visit(cast.ann, color_scheme=scheme)
    page = visitor.open(ADDRESS)
    visitor.check_accessibility()
    page.locator(f"#d{cast.desks[0].pk}").click()
    expect(page.locator("#confirm .confirm")).to_be_visible()
    visitor.check_accessibility()


def test_a_day_of_the_same_week_moves_here(visit, cast):
    books(cast, cast.ann, 0, WEDNESDAY)
    visitor = visit(cast.ann)
    page = visitor.open(ADDRESS)
    expect(page.locator("#notice")).to_contain_text("moves here")
    visitor.check_accessibility()
    page.locator(f"#d{cast.desks[2].pk}").click()
    page.get_by_role("button", name="Move to 3.03").click()
    expect(page.locator(f"#d{cast.desks[2].pk}")).to_have_class("desk is-mine")


def look(page) -> None:
    """The page asks for the state now, as it does every few seconds."""
    with page.expect_response(re.compile("/state/")):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(150)
