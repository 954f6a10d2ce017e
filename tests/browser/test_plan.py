"""Planning a month in a browser: choose, see, book all, undo; with the keyboard alone; and being away."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from booking.actions.reservation import reserve
from booking.models import Absence, Attendance, Closure
from tests.cast import CAP_20, FRIDAY, NOW, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    """Wednesday is full, Friday closed, 3.08 is Ann's favourite and Bob's on Thursday."""
    cast = office(people=6)
    cast.publish(CAP_20, ONE_DESK, {"kind": "booking_window", "days_ahead": 21})
    cast.base(telework=15)
    cast.ann.favourite_desk = cast.desks[7]
    cast.ann.save()
    for i, name in enumerate(("Bob", "Cas", "Dia")):
        book(cast, cast.people[name], WEDNESDAY, desk=i)
    book(cast, cast.bob, THURSDAY, desk=7)
    Closure.objects.create(site=cast.site, period=(FRIDAY, FRIDAY + timedelta(days=1)), reason="The roof is mended")
    return cast


def book(cast: Office, who, day, **request):
    return reserve(ask=cast.ask(who, day, **request), by=who, now=NOW, door="test")


def chip(page: Page, weekday: str):
    return page.locator(".ahead-form").get_by_role("checkbox", name=weekday)


def row(page: Page, day: str):
    return page.locator(".ahead-rows li").filter(has=page.get_by_text(day, exact=True))


def test_a_month_is_planned_and_undone(visit, brussels):
    ann = visit(brussels.ann)
    page = ann.open("/")
    page.get_by_role("link", name="Plan several weeks").click()
    page.evaluate("window.stillHere = true")
    for weekday in ("Tuesday", "Wednesday", "Thursday", "Friday"):
        chip(page, weekday).check(force=True)
    expect(row(page, "Friday 6 March")).to_contain_text("The roof is mended.")
    expect(row(page, "Wednesday 4 March")).to_contain_text("Cap reached")
    expect(row(page, "Thursday 5 March")).to_contain_text("Instead of 3.08 (taken).")
    expect(row(page, "Tuesday 24 March")).to_contain_text("Opens later")
    assert page.evaluate("window.stillHere === true")
    ann.check_accessibility()

    page.get_by_role("button", name=re.compile(r"^Book \d+ days$")).click()
    expect(page.get_by_role("heading", name=re.compile("days are booked"))).to_be_visible()
    expect(row(page, "Tuesday 3 March")).to_contain_text("3.08")
    expect(page.get_by_role("link", name="What would work: Wednesday 4 March")).to_be_visible()
    ann.check_accessibility()
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_role("status").first).to_contain_text("can be booked")
    assert not Attendance.objects.standing().filter(employee=brussels.ann).exists()


def test_with_the_keyboard_alone(visit, brussels):
    page = visit(brussels.ann).open("/plan/")
    chip(page, "Monday").focus()
    page.keyboard.press("Tab")
    expect(chip(page, "Tuesday")).to_be_focused()
    page.keyboard.press("Space")
    button = page.get_by_role("button", name=re.compile(r"^Book \d+ days$"))
    expect(button).to_be_visible()
    expect(chip(page, "Tuesday")).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("are booked"))).to_be_visible()
    assert Attendance.objects.standing().filter(employee=brussels.ann).count() == 3


def test_without_a_script(visit, brussels):
    page = visit(brussels.ann, java_script_enabled=False).open("/plan/")
    chip(page, "Tuesday").check(force=True)
    page.get_by_role("button", name="Show the days").click()
    expect(row(page, "Tuesday 3 March")).to_contain_text("3.08")
    page.get_by_role("button", name=re.compile(r"^Book \d+ days$")).click()
    expect(page.get_by_role("heading", name=re.compile("are booked"))).to_be_visible()


def test_i_am_away_from_my_week(visit, brussels):
    book(brussels, brussels.ann, TUESDAY, desk=7)
    ann = visit(brussels.ann)
    page = ann.open("/")
    day = page.locator(f"#day-{TUESDAY.isoformat()}")
    day.locator("summary").locator("visible=true").click()
    day.get_by_role("link", name="I am away this day").locator("visible=true").click()
    expect(page.get_by_role("status").first).to_contain_text("1 planned day will be cancelled.")
    ann.check_accessibility()
    page.get_by_label("Last day away").fill("2026-03-04")
    page.get_by_role("radio", name="Sick").check(force=True)
    page.get_by_role("button", name="I am away then").click()
    expect(page.locator(f"#day-{TUESDAY.isoformat()}")).to_contain_text("Off sick")
    absence = Absence.objects.get()
    assert (absence.period.lower, absence.period.upper) == (TUESDAY, THURSDAY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_cut_off_on_the_smallest_phone(visit, brussels, scheme, language):
    brussels.ann.language = language
    brussels.ann.save()
    Absence.objects.create(employee=brussels.ann, period=(TUESDAY, WEDNESDAY))
    ann = visit(brussels.ann, size={"width": 320, "height": 640}, color_scheme=scheme)
    query = "?weekday=1&weekday=2&weekday=3&weekday=4&weekday=5"
    for path in (f"/plan/{query}", "/absences/new/?from=2026-03-04"):
        page = ann.open(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        ann.check_accessibility()
