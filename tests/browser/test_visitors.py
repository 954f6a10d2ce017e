"""A host invites somebody, the reception receives them, the host sees it; and a roll call without a network."""

import pytest
from playwright.sync_api import expect

from booking.actions.check_in import check_in
from booking.actions.reservation import reserve
from booking.models import Attendance, Visit
from tests.browser.conftest import PHONE
from tests.browser.test_week import button, marked, not_reloaded
from tests.cast import MONDAY, NOW, grant, office
from tests.visits import guest, invite

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    """Dia sits at the reception; Ann is a safety warden."""
    cast = office(people=6)
    cast.publish({"kind": "occupancy_cap", "number": 1, "guests": True, "population": "telework"})
    grant(cast.dia, "receptionist", cast.site)
    grant(cast.ann, "safety_warden", cast.site)
    return cast


def fill(page, *, name: str, email: str, day: str = "2026-03-02") -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Day", exact=True).fill(day)


def test_invited_received_and_seen_by_the_host(visit, brussels):
    host, desk = visit(brussels.bob), visit(brussels.dia)
    page = host.open("/visitors/")
    host.check_accessibility()
    marked(page)
    fill(page, name="Cas", email="CAS@brussels.example")
    button(page, "Invite").click()
    expect(page.get_by_text("Cas Test works here and cannot be a visitor")).to_be_visible()
    host.check_accessibility()
    fill(page, name="Vera Visitor", email="vera@acme.example")
    button(page, "Invite").click()
    expect(page.get_by_role("status")).to_contain_text("Vera Visitor is invited for Monday 2 March, 10:00–11:00.")
    assert not_reloaded(page)

    counter = desk.open("/")
    if not counter.get_by_role("link", name="Reception").count():
        counter.get_by_label("Dia Test: language").click()  # on a phone it is behind one's initials
    counter.get_by_role("link", name="Reception").click()
    expect(counter.get_by_role("heading", name="Vera Visitor")).to_be_visible()
    desk.check_accessibility()
    counter.get_by_label("Find a visitor").press_sequentially("zoe")
    expect(counter.get_by_text("Nobody of this name today")).to_be_visible()
    counter.get_by_label("Find a visitor").fill("vera")
    marked(counter)
    button(counter, "Has arrived: Vera Visitor").click()
    expect(counter.get_by_role("status")).to_contain_text("Vera Visitor has badge 1; Bob Test is told.")
    assert not_reloaded(counter)
    desk.check_accessibility()

    expect(page.locator("#coming")).to_contain_text("Arrived at 08:0")  # polled
    assert not_reloaded(page)
    counter.get_by_role("link", name="Badge of Vera Visitor").click()
    expect(counter.get_by_role("heading", name="Vera Visitor")).to_be_visible()
    desk.check_accessibility()


def test_a_full_day_offers_others_and_a_change_is_undone(visit, brussels):
    invite(brussels, brussels.cas, guest(1))
    host = visit(brussels.bob)
    page = host.open("/visitors/")
    fill(page, name="Vera Visitor", email="vera@acme.example", day="2026-03-03")
    button(page, "Invite").click()
    expect(page.get_by_role("heading", name="Tuesday 3 March is full")).to_be_visible()
    host.check_accessibility()
    button(page, "Invite for this day").click()
    expect(page.locator("#coming")).to_contain_text("Wednesday 4 March")
    page.get_by_role("link", name="Change the visit of Vera Visitor").click()
    host.check_accessibility()
    page.get_by_label("From").fill("14:00")
    page.get_by_label("Until").fill("15:00")
    button(page, "Change the visit").click()
    expect(page.locator("#coming")).to_contain_text("14:00–15:00")
    button(page, "Undo").click()
    expect(page.locator("#coming")).to_contain_text("10:00–11:00")
    button(page, "Cancel the visit of Vera Visitor").click()
    expect(page.get_by_text("Nobody is coming to see you")).to_be_visible()
    button(page, "Undo").click()
    expect(page.locator("#coming")).to_contain_text("Vera Visitor")
    assert Visit.objects.get(attendance__visitor__email="vera@acme.example").attendance.standing


def test_whom_nobody_announced_is_let_in_with_a_suggested_host(visit, brussels):
    desk = visit(brussels.dia)
    page = desk.open("/reception/brussels/")
    page.get_by_label("Name", exact=True).fill("Walt")
    page.get_by_label("Wants to see").press_sequentially("Bo")
    expect(page.locator("#hosts option")).to_have_attribute("value", "Bob Test (bob@brussels.example)")
    page.get_by_label("Wants to see").fill("Bob Test (bob@brussels.example)")
    button(page, "Give a badge").click()
    expect(page.get_by_role("status")).to_contain_text("Walt has badge 1; Bob Test is told.")
    button(page, "Leaves: Walt").click()
    expect(page.get_by_role("heading", name="Have left")).to_be_visible()
    desk.check_accessibility()


@pytest.mark.parametrize("viewport", [PHONE])
def test_a_roll_call_is_ticked_without_a_network(visit, brussels):
    for i, name in enumerate(("ann", "bob", "cas")):
        who = getattr(brussels, name)
        who.telework_able = False  # outside the limit of this office
        who.save()
        reserved = reserve(ask=brussels.ask(who, MONDAY, desk=i), by=who, now=NOW, door="test")
        check_in(attendance=Attendance.objects.get(pk=reserved.attendance_id), by=who, now=NOW)
    warden = visit(brussels.ann)
    page = warden.open("/safety/brussels/")
    expect(page.locator("#count")).to_have_text("0 of 3 safe")
    warden.check_accessibility()
    page.context.set_offline(True)
    page.get_by_role("checkbox", name="Bob Test").check()
    page.get_by_role("checkbox", name="Cas Test").check()
    expect(page.locator("#count")).to_have_text("2 of 3 safe")
    button(page, "Only the missing").click()
    expect(page.get_by_role("checkbox", name="Bob Test")).not_to_be_visible()
    expect(page.get_by_role("checkbox", name="Ann Test")).to_be_visible()
    page.get_by_label("Find a name").fill("zoe")
    expect(page.get_by_role("checkbox", name="Ann Test")).not_to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#count")).to_have_text("2 of 3 safe")
    kept = page.evaluate("Object.values(sessionStorage).join() + Object.values(localStorage).join()")
    assert "Bob" not in kept
    warden.check_accessibility()
