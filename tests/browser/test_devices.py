"""A tablet on the wall: a room is taken, the network goes and comes back, and the panel says what it knows."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from booking.actions.devices import create_device
from booking.models import Booking
from tests.browser.test_week import button
from tests.cast import grant, office

pytestmark = pytest.mark.django_db(transaction=True)

TABLET = {"width": 1024, "height": 600}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_panel_survives_a_lost_network(visit, scheme):
    cast = office()
    cast.publish()
    grant(cast.ann, "facility_manager", cast.site)
    now = timezone.now()
    panel = create_device(kind="panel", site=cast.site, space=cast.room, name="Zenne", by=cast.ann, now=now)

    tablet = visit(size=TABLET, color_scheme=scheme)
    page = tablet.open("/devices/pair/")
    tablet.check_accessibility()
    page.get_by_label("Code").fill(panel.pairing_code)
    button(page, "Pair").click()
    expect(page.get_by_role("heading", name="Free all day")).to_be_visible()
    tablet.check_accessibility()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")

    page.context.set_offline(True)
    button(page, "30 minutes").click()
    expect(page.get_by_role("status")).to_have_text("No connection: nothing was changed.")
    expect(page.get_by_role("status")).to_contain_text("As of 08:0", timeout=15_000)
    expect(page.get_by_role("heading", name="Free all day")).to_be_visible()

    page.context.set_offline(False)
    expect(page.locator("#lost")).to_be_hidden(timeout=15_000)
    button(page, "30 minutes").click()
    expect(page.get_by_role("heading", name="Busy until 08:3")).to_be_visible()
    assert Booking.objects.get().space == cast.room
    tablet.check_accessibility()

    page.get_by_text("End early").click()
    button(page, "Yes, the room is free").click()
    expect(page.get_by_role("heading", name="Free all day")).to_be_visible()


@pytest.mark.parametrize("kind", ["lobby", "kiosk"])
def test_a_board_and_a_kiosk_fit_their_tablet(visit, viewport, kind):
    cast = office()
    cast.publish({"kind": "occupancy_cap", "number": 3})
    grant(cast.ann, "facility_manager", cast.site)
    device = create_device(kind=kind, site=cast.site, name="Entrance", by=cast.ann, now=timezone.now())

    tablet = visit(size=TABLET)
    page = tablet.open("/devices/pair/")
    page.get_by_label("Code").fill(device.pairing_code)
    button(page, "Pair").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Brussels")
    for size in (TABLET, {"width": 1280, "height": 800}, viewport):
        page.set_viewport_size(size)
        tablet.check_accessibility()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
