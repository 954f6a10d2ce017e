"""Meetings as their pages show and send them."""

from booking.actions.room_booking import book_room
from booking.models import Booking, Employee
from tests.cast import NOW, TUESDAY, Office
from tests.meetings import room_ask
from tests.web.visitor import client_of


def book(cast: Office, who: Employee, start: str = "10:00", end: str = "11:00", *, day=TUESDAY, **request) -> Booking:
    request = {"in_person": False} | request
    extra = {name: request.pop(name) for name in ("in_person", "participants") if name in request}
    ask = room_ask(cast, who, start, end, day=day, **request)
    return Booking.objects.get(pk=book_room(ask=ask, by=who, now=NOW, door="test", **extra).booking_id)


def sent(cast: Office, start: str = "10:00", end: str = "11:00", day=TUESDAY, **more) -> dict[str, object]:
    """What the form of the room sends."""
    asked = {"site": cast.site.pk, "space": cast.room.pk, "date": day, "from": start, "until": end, "people": 2}
    return asked | {"presence": "remote"} | more


def page_of(who: Employee, meeting: Booking, **query) -> str:
    response = client_of(who).get(f"/meetings/{meeting.pk}/", query)
    assert response.status_code == 200
    return response.content.decode()
