"""A fault is reported where it is found, and answered by whoever runs the site."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions.asking import Refused
from booking.models import Booking, Closure, Fault, Message
from tests.cast import FRIDAY, NOW, THURSDAY, TODAY, TUESDAY, grant, office
from tests.web.door_code import code
from tests.web.visitor import client_of, text_of
from tests.web.weekly import book

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    """Ann runs the building; Bob has 3.01 on Tuesday and Cas on Friday."""
    cast = office()
    cast.publish()
    grant(cast.ann, "facility_manager", cast.site)
    book(cast, cast.bob, TUESDAY, desk=0)
    book(cast, cast.cas, FRIDAY, desk=0)
    return cast


@pytest.fixture
def fault(brussels) -> Fault:
    return Fault.objects.create(
        space=brussels.desks[0], what="The left screen stays dark", reported_by=brussels.dia, reported_at=NOW
    )


def told(kind: str) -> list[str]:
    return [message.employee.given_name for message in Message.objects.filter(kind=kind).order_by("pk")]


def test_it_is_reported_from_the_code_and_from_the_floor(brussels):
    client, desk = client_of(brussels.dia), brussels.desks[1]
    for page in (code(desk), f"/floors/brussels/3/?date=2026-03-03&space={desk.pk}"):
        assert f"/faults/new/?space={desk.pk}&" in client.get(page).content.decode().replace("&amp;", "&")
    assert "Something broken at 3.02?" in text_of(client.get(f"/faults/new/?space={desk.pk}").content.decode())
    answer = client.post("/faults/new/", {"space": desk.pk, "what": " The chair sinks ", "next": code(desk)})
    assert answer["Location"] == code(desk)
    found = Fault.objects.get()
    assert (found.space, found.what, found.reported_by, found.state) == (desk, "The chair sinks", brussels.dia, "open")
    assert client.post("/faults/new/", {"space": desk.pk, "what": " "}).status_code == 409
    assert client.get("/faults/new/?space=999999").status_code == 404


def test_blocking_shows_whom_it_touches_and_tells_those_within(brussels, fault):
    client = client_of(brussels.ann)
    assert "3.01: The left screen stays dark" in text_of(client.get("/faults/").content.decode())
    page = text_of(client.get(f"/faults/{fault.pk}/").content.decode())
    assert "2 bookings of the next 60 days" in page
    assert "Tue 3 March, all day: Bob Test Fri 6 March, all day: Cas Test" in page
    client.post(f"/faults/{fault.pk}/block/", {"until": "2026-03-05", "answer": "A new one comes on Friday."})
    closure = Closure.objects.get()
    assert (closure.space, closure.period.lower, closure.period.upper) == (fault.space, TODAY, FRIDAY)
    fault.refresh_from_db()
    assert (fault.state, fault.closure, fault.handled_by) == ("blocked", closure, brussels.ann)
    assert told("space_blocked") == ["Bob"]
    assert told("fault_answered") == ["Dia"]
    assert Booking.objects.standing().count() == 2  # whoever comes is still expected
    with pytest.raises(Refused, match="closed"):
        book(brussels, brussels.dia, THURSDAY, desk=0)


def test_mended_early_it_is_open_again_from_that_day(brussels, fault, clock):
    client = client_of(brussels.ann)
    client.post(f"/faults/{fault.pk}/block/", {"until": "2026-03-05"})
    clock.shift(timedelta(days=1))
    client.post(f"/faults/{fault.pk}/answer/", {"state": "mended", "answer": "New screen."})
    closure = Closure.objects.get()
    assert (closure.period.lower, closure.period.upper) == (TODAY, TUESDAY)
    book(brussels, brussels.dia, THURSDAY, desk=0)
    assert told("fault_answered") == ["Dia", "Dia"]
    answer = client.post(f"/faults/{fault.pk}/answer/", {"state": "dismissed"})
    assert "This fault has been answered already." in text_of(answer.content.decode())
    assert "Nothing is broken" in text_of(client.get("/faults/").content.decode())


def test_only_who_runs_the_site_sees_and_answers(brussels, fault):
    bob = client_of(brussels.bob)
    other = office("antwerp", people=1, first=5)
    grant(other.fay, "facility_manager", other.site)
    fay = client_of(other.fay)
    assert bob.get("/faults/").status_code == 403
    assert "screen" not in text_of(fay.get("/faults/").content.decode())
    for client in (bob, fay):
        assert client.get(f"/faults/{fault.pk}/").status_code == 403
        assert client.post(f"/faults/{fault.pk}/answer/", {"state": "mended"}).status_code == 403
        assert client.post(f"/faults/{fault.pk}/block/", {"until": "2026-03-05"}).status_code == 403
    fault.refresh_from_db()
    assert fault.state == "open"
