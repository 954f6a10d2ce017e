"""My week in a browser: sign in, book with one tap, undo, be refused, take what works instead."""

import re

import pytest
from playwright.sync_api import Page, expect
from psycopg.types.range import Range

from booking.actions.reservation import reserve
from booking.models import Absence, Attendance, Closure
from tests.cast import CAP_20, FRIDAY, MONDAY, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    """Wednesday is full, Friday closed; Ann likes 3.08."""
    cast = office(people=6)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK)
    cast.base(telework=15)
    cast.ann.favourite_desk = cast.desks[7]
    cast.ann.set_password("a-long-password")
    cast.ann.save()
    for i, name in enumerate(("Bob", "Cas", "Dia")):
        book(cast, cast.people[name], WEDNESDAY, desk=i)
    Closure.objects.create(site=cast.site, period=Range(FRIDAY, None), reason="The roof is mended")
    return cast


def book(cast: Office, who, day, **request):
    return reserve(ask=cast.ask(who, day, **request), by=who, now=NOW, door="test")


def day(page: Page, date):
    return page.locator(f"#day-{date.isoformat()}")


def button(where, name: str):
    return where.get_by_role("button", name=name).first


def marked(page: Page) -> None:
    """From here on a reload would show: the mark would be gone."""
    page.evaluate("window.stillHere = true")


def not_reloaded(page: Page) -> bool:
    return page.evaluate("window.stillHere === true")


def test_sign_in_leads_to_my_week(visit, brussels):
    ann = visit()
    page = ann.open("/")
    ann.check_accessibility()
    page.get_by_label("E-mail address").fill("ann@brussels.example")
    page.get_by_label("Password", exact=True).fill("a-long-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My week")).to_be_visible()
    expect(page).to_have_title("My week · Headroom")
    ann.check_accessibility()


def test_one_tap_books_and_undo_takes_it_back(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/")
    marked(page)
    button(day(page, TUESDAY), "Book 3.08").click()
    expect(page.get_by_role("status")).to_contain_text("3.08 is yours on Tuesday 3 March, all day.")
    expect(day(page, TUESDAY)).to_contain_text("In, all day")
    expect(day(page, TUESDAY)).to_be_focused()
    assert not_reloaded(page)
    ann.check_accessibility()

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Tuesday 3 March is cancelled.")
    expect(button(day(page, TUESDAY), "Book 3.08")).to_be_visible()
    assert not_reloaded(page)
    assert not Attendance.objects.standing().filter(employee=brussels.ann).exists()


def test_a_cancelled_day_comes_back(visit, brussels):
    book(brussels, brussels.ann, THURSDAY, desk=7)
    page = visit(brussels.ann).open("/")
    button(day(page, THURSDAY), "Cancel the day").click()
    expect(day(page, THURSDAY)).to_contain_text("Home")
    page.get_by_role("button", name="Undo").click()
    expect(day(page, THURSDAY)).to_contain_text("In, all day")


def test_a_refusal_says_why_and_its_alternative_is_one_tap_away(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/")
    marked(page)
    # Bob is quicker: the page still offers the desk.
    book(brussels, brussels.eve, TUESDAY, desk=7)
    button(day(page, TUESDAY), "Book 3.08").click()
    heading = page.get_by_role("heading", name="3.08 is not free on Tuesday 3 March")
    expect(heading).to_be_visible()
    expect(page.get_by_text("3.08 is taken all day.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/refusals/[0-9A-Z]{6}/$"))
    expect(page.locator("main")).to_be_focused()
    ann.check_accessibility()

    page.locator(".offers").get_by_role("button").first.click()
    expect(page.get_by_role("status")).to_contain_text("is yours on Tuesday 3 March, all day.")
    expect(day(page, TUESDAY)).to_contain_text("In, all day")
    expect(page).to_have_url(re.compile(r"/$"))
    assert not_reloaded(page)
    page.reload()
    expect(day(page, TUESDAY)).to_contain_text("In, all day")


def test_back_from_a_refusal_is_the_week(visit, brussels):
    page = visit(brussels.ann).open("/")
    book(brussels, brussels.eve, TUESDAY, desk=7)
    button(day(page, TUESDAY), "Book 3.08").click()
    expect(page.get_by_role("heading", name="3.08 is not free")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="My week")).to_be_visible()
    expect(button(day(page, TUESDAY), "Book")).to_be_visible()


def test_a_full_day_offers_another_in_place(visit, brussels):
    page = visit(brussels.ann).open("/")
    expect(day(page, WEDNESDAY)).to_contain_text("Cap reached.")
    button(day(page, WEDNESDAY), "Book Thu 5 March").click()
    expect(day(page, THURSDAY)).to_contain_text("In, all day")


def test_a_used_day_is_moved_to_today(visit, brussels):
    book(brussels, brussels.ann, THURSDAY, desk=7)
    page = visit(brussels.ann).open("/")
    button(day(page, MONDAY), "Move it to today").click()
    expect(day(page, MONDAY)).to_contain_text("In, all day")
    button(day(page, MONDAY), "Check in").click()
    expect(day(page, MONDAY)).to_contain_text("Checked in at 08:00.")


def test_half_a_day_from_the_small_menu_by_keyboard(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/")
    menu = day(page, TUESDAY).locator("summary")
    menu.focus()
    page.keyboard.press("Enter")
    ann.check_accessibility()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Only the morning: Tuesday 3 March")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Only the afternoon: Tuesday 3 March").press("Enter")
    expect(day(page, TUESDAY)).to_contain_text("In, afternoon")
    expect(day(page, TUESDAY)).to_be_focused()


def test_the_next_week_and_its_days(visit, brussels, viewport):
    page = visit(brussels.ann).open("/")
    page.get_by_role("link", name="Week after").click()
    expect(page).to_have_url(re.compile(r"week=2026-W11$"))
    expect(page.get_by_role("heading", name="Next week")).to_be_visible()
    page.get_by_role("link", name="This week").click()
    expect(day(page, MONDAY)).to_be_visible()


def test_signed_out_in_mid_action_is_the_sign_in_page(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/?week=2026-W10")
    page.context.clear_cookies(name="sessionid")
    button(day(page, TUESDAY), "Book 3.08").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("nothing was saved")
    assert "next=%2F%3Fweek%3D2026-W10" in page.url


def test_without_a_script_everything_works(visit, brussels):
    page = visit(brussels.ann, java_script_enabled=False).open("/")
    button(day(page, TUESDAY), "Book 3.08").click()
    expect(page.get_by_role("status")).to_contain_text("3.08 is yours")
    assert page.url.endswith("/#day-2026-03-03")
    page.get_by_role("button", name="Undo").click()
    book(brussels, brussels.eve, TUESDAY, desk=7)
    expect(button(day(page, TUESDAY), "Book")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_a_day_is_accessible(visit, brussels, scheme):
    Absence.objects.create(employee=brussels.ann, period=Range(TUESDAY, WEDNESDAY))
    book(brussels, brussels.ann, THURSDAY, desk=7)
    ann = visit(brussels.ann, color_scheme=scheme)
    page = ann.open("/")
    for date, words in (
        (MONDAY, "Home"),
        (TUESDAY, "Leave"),
        (WEDNESDAY, "Full"),
        (THURSDAY, "In"),
        (FRIDAY, "Closed"),
    ):
        expect(day(page, date)).to_contain_text(words)
    ann.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_is_cut_off_on_the_smallest_phone(visit, brussels):
    book(brussels, brussels.ann, THURSDAY, desk=7)
    ann = visit(brussels.ann, size={"width": 320, "height": 640})
    page = ann.open("/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ann.check_accessibility()
