"""Tablets: made by a manager, paired once by a code, revoked; what a panel and a board show, and to whom nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from booking.actions.devices import create_device
from booking.actions.room_booking import book_room
from booking.models import Booking, Device
from tests.cast import CAP_20, NOW, TODAY, grant, office
from tests.meetings import at, room_ask
from tests.web.visitor import client_of, press, text_of
from tests.web.weekly import book

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    """Ann runs the building."""
    cast = office()
    cast.publish(CAP_20)
    cast.base(telework=15)
    grant(cast.ann, "facility_manager", cast.site)
    return cast


def made(cast, kind="panel") -> Device:
    room = cast.room if kind == "panel" else None
    return create_device(kind=kind, site=cast.site, space=room, name="Beside the door", by=cast.ann, now=NOW)


def tablet(device: Device) -> Client:
    client = Client()
    assert client.post("/devices/pair/", {"code": device.pairing_code.lower()})["Location"] == "/devices/screen/"
    return client


def meeting(cast, start: str, end: str) -> Booking:
    booked = book_room(
        ask=room_ask(cast, cast.bob, start, end, day=TODAY, title="Redundancies"),
        by=cast.bob, now=NOW, door="test", in_person=False,
    )  # fmt: skip
    return Booking.objects.get(pk=booked.booking_id)


def shown(client: Client) -> str:
    return text_of(client.get("/devices/screen/").content.decode())


def test_a_manager_makes_a_panel_and_the_tablet_enters_its_code(brussels):
    client = client_of(brussels.ann)
    assert client.post("/devices/", {"kind": "panel", "room": brussels.room.pk}).status_code == 302
    device = Device.objects.get()
    assert (device.name, device.space, device.site) == ("Zenne", brussels.room, brussels.site)
    page = text_of(client.get("/devices/").content.decode())
    assert f"{device.pairing_code[:4]} {device.pairing_code[4:]} until 08:15 never paired" in page
    assert "Zenne 6 people Free all day" in shown(tablet(device))
    device.refresh_from_db()
    assert device.pairing_code is None
    page = text_of(client.get("/devices/").content.decode())
    assert "Zenne Zenne room panel 08:00" in page


def test_a_code_is_good_for_one_tablet_and_fifteen_minutes(brussels, clock):
    device = made(brussels)
    code = device.pairing_code
    tablet(device)
    assert Client().post("/devices/pair/", {"code": code}).status_code == 422
    late = made(brussels)
    clock.shift(timedelta(minutes=15))
    answer = Client().post("/devices/pair/", {"code": late.pairing_code})
    assert "This code is not known, or no longer valid." in text_of(answer.content.decode())
    client_of(brussels.ann).post(f"/devices/{late.pk}/code/")
    late.refresh_from_db()
    tablet(late)


def test_codes_cannot_be_guessed(brussels):
    device, client = made(brussels), Client()
    for _try in range(10):
        assert client.post("/devices/pair/", {"code": "AAAAAAAA"}).status_code == 422
    assert client.post("/devices/pair/", {"code": device.pairing_code}).status_code == 429


def test_a_revoked_tablet_shows_nothing(brussels):
    device = made(brussels)
    client = tablet(device)
    client_of(brussels.ann).post(f"/devices/{device.pk}/revocation/")
    for address in ("", "state/"):
        assert client.get(f"/devices/screen/{address}")["Location"] == "/devices/pair/"
    assert client.post("/devices/screen/booking/", {"minutes": "15"})["Location"] == "/devices/pair/"
    assert not Booking.objects.exists()
    assert Client().get("/devices/screen/")["Location"] == "/devices/pair/"


def test_only_who_runs_the_site_sees_and_makes_its_devices(brussels):
    device, bob = made(brussels), client_of(brussels.bob)
    assert bob.get("/devices/").status_code == 403
    assert bob.post("/devices/", {"kind": "lobby", "site": "brussels", "name": "Lobby"}).status_code == 403
    assert bob.post(f"/devices/{device.pk}/code/").status_code == 403
    assert bob.post(f"/devices/{device.pk}/revocation/").status_code == 403
    other = office("antwerp", people=1, first=5)
    grant(other.fay, "facility_manager", other.site)
    assert "Beside the door" not in client_of(other.fay).get("/devices/").content.decode()
    assert client_of(other.fay).post(f"/devices/{device.pk}/revocation/").status_code == 403


def test_a_panel_says_busy_but_not_who_or_what(brussels):
    meeting(brussels, "08:00", "09:00")
    meeting(brussels, "09:00", "10:00")
    page = shown(tablet(made(brussels)))
    assert "Busy until 10:00" in page
    assert "Next 09:00–10:00 Busy" in page
    assert "Redundancies" not in page
    assert "Bob" not in page


def test_a_free_room_is_taken_at_its_door_as_long_as_it_fits(brussels):
    meeting(brussels, "08:40", "09:00")
    client = tablet(made(brussels))
    page = client.get("/devices/screen/").content.decode()
    assert "60 minutes" not in page
    client.post("/devices/screen/booking/", {"minutes": "30"})
    taken = Booking.objects.get(organiser=None)
    assert (taken.period.lower, taken.period.upper) == (NOW, at(brussels, "08:30", "09:00", TODAY).start)
    client.post("/devices/screen/booking/", {"minutes": "15"})
    assert "Zenne is taken from 08:00 to 08:30" in text_of(client.get("/devices/screen/state/").content.decode())
    assert client.post("/devices/screen/booking/", {"minutes": "600"}).status_code == 400


def test_a_meeting_is_ended_early_at_its_own_door_only(brussels, clock):
    running = meeting(brussels, "08:00", "09:00")
    client = tablet(made(brussels))
    clock.shift(timedelta(minutes=20))
    press(client, client.get("/devices/screen/").content.decode(), "Yes, the room is free")
    running.refresh_from_db()
    assert running.period.upper == NOW + timedelta(minutes=20)
    assert "Free all day" in shown(client)
    desk = book(brussels, brussels.bob, desk=0)
    assert client.post("/devices/screen/end/", {"booking": desk.booking_id}).status_code == 404


def test_a_poll_with_nothing_new_is_not_rendered(brussels, django_assert_num_queries):
    client = tablet(made(brussels))
    answer = client.get("/devices/screen/state/")
    with django_assert_num_queries(3):
        again = client.get("/devices/screen/state/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    meeting(brussels, "08:00", "09:00")
    assert client.get("/devices/screen/state/", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_a_board_counts_places_and_rooms_and_names_nobody(brussels, django_assert_num_queries):
    book(brussels, brussels.bob, TODAY, desk=0)
    meeting(brussels, "08:00", "09:00")
    client = tablet(made(brussels, "lobby"))
    page = shown(client)
    assert "Monday 2 March 2 of 3 places left 08:00" in page
    assert "Floor 3 11 of 12 free" in page
    assert "Zenne Floor 3 Busy until 09:00" in page
    assert "Bob" not in page
    assert "Redundancies" not in page
    with django_assert_num_queries(4):
        client.get("/devices/screen/state/")
