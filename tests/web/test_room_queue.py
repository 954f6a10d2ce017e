"""The queue for a room on the pages: joined from its refusal, shown on the week, taken, left."""

import pytest
import time_machine

from booking.actions.promotion import promote
from booking.actions.room_booking import book_room, cancel_room
from booking.actions.room_waitlist import join_room
from booking.models import Booking, WaitlistEntry
from tests.cast import NOW, TUESDAY, office
from tests.meetings import at, room_ask
from tests.web.visitor import client_of, fields_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    """Ann has the room on Tuesday from 10 to 11."""
    cast = office()
    book_room(ask=room_ask(cast, cast.ann), by=cast.ann, now=NOW, door="test", in_person=False)
    return cast


def ask_for_it(cast, client):
    return client.post(
        "/meetings/",
        {
            "site": cast.site.pk, "space": cast.room.pk, "date": TUESDAY.isoformat(), "from": "10:30",
            "until": "11:30", "people": "3", "title": "Budget", "presence": "remote",
        },
    )  # fmt: skip


def kept_for_bob(cast) -> WaitlistEntry:
    entry = join_room(ask=room_ask(cast, cast.bob), by=cast.bob, now=NOW, door="test")
    cancel_room(booking=Booking.objects.get(organiser=cast.ann), by=cast.ann, now=NOW)
    promote(now=NOW)
    return entry


def test_a_refused_room_offers_its_queue_and_one_joins_it_from_there(brussels):
    join_room(ask=room_ask(brussels, brussels.cas), by=brussels.cas, now=NOW, door="test")
    client = client_of(brussels.bob)
    answer = ask_for_it(brussels, client)
    assert answer.status_code == 409
    said = text_of(answer.content.decode())
    assert "on Tuesday 3 March, 10:30–11:30" in said
    assert "You would be number 2 in the queue." in said
    fields = fields_of(answer.content.decode(), "Book it for me at once")
    answer = client.post(fields.pop("action"), {**fields, "accept_at_once": "1"})
    assert answer.status_code == 303
    entry = WaitlistEntry.objects.get(employee=brussels.bob)
    period = at(brussels, "10:30", "11:30")
    assert (entry.space, entry.period.lower, entry.period.upper) == (brussels.room, *period)
    assert (entry.people, entry.title, entry.accept_at_once) == (3, "Budget", True)
    week = text_of(client.get("/").content.decode())
    assert "You are number 2 in the queue for" in week
    assert "10:30–11:30, 2 of 2" in week
    assert "You wait already, as number 2." in text_of(ask_for_it(brussels, client).content.decode())


def test_my_week_takes_the_room_that_is_kept(brussels):
    entry = kept_for_bob(brussels)
    client = client_of(brussels.bob)
    assert ", 10:00–11:00 is kept for you until Monday 2 March, 10:00" in text_of(client.get("/").content.decode())
    assert f"/waitlist/{entry.pk}/acceptance/" in client.get("/").content.decode()
    client.post(f"/waitlist/{entry.pk}/acceptance/")
    assert "10:00–11:00 is yours." in text_of(client.get("/").content.decode())
    entry.refresh_from_db()
    assert entry.state == "accepted"


def test_what_is_not_taken_goes_on(brussels):
    entry = kept_for_bob(brussels)
    client = client_of(brussels.bob)
    client.post(f"/waitlist/{entry.pk}/withdrawal/")
    assert "You no longer wait for" in text_of(client.get("/").content.decode())
    assert not Booking.objects.standing().exists()


def test_nobody_takes_what_is_kept_for_another(brussels):
    entry = kept_for_bob(brussels)
    for act in ("acceptance", "withdrawal"):
        assert client_of(brussels.cas).post(f"/waitlist/{entry.pk}/{act}/").status_code == 403
    entry.refresh_from_db()
    assert entry.state == "offered"
