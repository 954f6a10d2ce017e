"""A kiosk checks in by number, or finds those expected today as far as they show themselves."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from booking.actions.devices import create_device
from booking.models import Attendance, Employee
from tests.cast import NOW, TODAY, TUESDAY, grant, office
from tests.web.visitor import press, text_of
from tests.web.weekly import book

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    """Bob, Cas and Dia come today; Cas shows himself to his team, Dia to nobody. Ann comes tomorrow."""
    cast = office()
    cast.publish()
    grant(cast.ann, "facility_manager", cast.site)
    for n, who in enumerate((cast.bob, cast.cas, cast.dia)):
        book(cast, who, TODAY, desk=n)
    book(cast, cast.ann, TUESDAY, desk=0)
    Employee.objects.filter(pk=cast.cas.pk).update(visibility="team")
    Employee.objects.filter(pk=cast.dia.pk).update(visibility="nobody")
    return cast


@pytest.fixture
def kiosk(brussels) -> Client:
    device = create_device(kind="kiosk", site=brussels.site, name="Entrance", by=brussels.ann, now=NOW)
    client = Client()
    client.post("/devices/pair/", {"code": device.pairing_code})
    return client


def present() -> set[str]:
    return set(Attendance.objects.filter(state="present").values_list("employee__given_name", flat=True))


def test_a_number_checks_in(kiosk):
    page = kiosk.post("/devices/screen/check-in/", {"number": "BRUSSELS-bob"}).content.decode()
    assert "Welcome, Bob You have checked in. Your desk is 3.01." in text_of(page)
    assert present() == {"Bob"}


def test_who_is_not_expected_and_who_does_not_exist_are_answered_alike(kiosk):
    pages = [
        text_of(kiosk.post("/devices/screen/check-in/", {"number": number}).content.decode())
        for number in ("brussels-Ann", "nobody")
    ]
    assert pages[0] == pages[1]
    assert "Nobody with this number is expected here today." in pages[0]
    assert present() == set()


def test_the_search_shows_those_who_show_themselves_and_the_whole_address_anybody(kiosk):
    def found(text: str) -> str:
        return kiosk.get("/devices/screen/", {"email": text}).content.decode()

    page = found("bob")
    assert "Bob Test" in page
    assert "Bob Test" not in found("bo")
    for hidden in ("ann", "cas@", "dia"):
        assert "Test" not in text_of(found(hidden))
    assert "Welcome, Dia" in press(kiosk, found("dia@brussels.example"), "Dia Test").content.decode()
    press(kiosk, page, "Bob Test")
    assert present() == {"Bob", "Dia"}


def test_what_was_found_must_be_tapped_soon_and_cannot_be_forged(kiosk, brussels, clock):
    page = kiosk.get("/devices/screen/", {"email": "bob"}).content.decode()
    clock.shift(121)
    assert "That took too long." in press(kiosk, page, "Bob Test").content.decode()
    pk = Attendance.objects.get(employee=brussels.bob).pk
    assert kiosk.post("/devices/screen/check-in/", {"token": str(pk)}).status_code == 409
    assert Client().post("/devices/screen/check-in/", {"number": "brussels-Bob"})["Location"] == "/devices/pair/"
    assert present() == set()


def test_a_kiosk_is_slow_for_whoever_tries_many(kiosk):
    for n in range(30):
        kiosk.post("/devices/screen/check-in/", {"number": f"guess-{n}"})
    assert kiosk.post("/devices/screen/check-in/", {"number": "brussels-Bob"}).status_code == 429
    assert kiosk.get("/devices/screen/", {"email": "bob"}).status_code == 429
    assert present() == set()
