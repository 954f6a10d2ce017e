"""A room that asks for approval: kept meanwhile, answered by a manager, and told."""

import pytest

from booking.actions.asking import NotPossible, Refused
from booking.actions.permissions import NotAllowed
from booking.actions.room_approval import approve, decline
from booking.actions.room_booking import book_room, change_room
from booking.models import Attendance, Booking, Message, Space
from tests.cast import NOW, Office, grant, office
from tests.meetings import at, room_ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    cast = office()
    Space.objects.filter(pk=cast.room.pk).update(needs_approval=True)
    grant(cast.dia, "facility_manager", cast.site)
    return cast


def request(cast: Office, who, start: str = "10:00", end: str = "11:00") -> Booking:
    booked = book_room(ask=room_ask(cast, who, start, end), by=who, now=NOW, door="test")
    booking = Booking.objects.get(pk=booked.booking_id)
    assert booking.awaits_approval == booked.awaits_approval
    return booking


def told(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("employee__given_name", flat=True))


def test_a_request_keeps_the_room_and_a_manager_says_yes(brussels):
    asked = request(brussels, brussels.ann)
    assert (asked.awaits_approval, told("approval_asked")) == (True, ["Dia"])
    with pytest.raises(Refused):
        request(brussels, brussels.bob)
    with pytest.raises(NotAllowed):
        approve(booking=asked, by=brussels.ann, now=NOW)
    approve(booking=asked, by=brussels.dia, now=NOW)
    asked.refresh_from_db()
    assert (asked.awaits_approval, asked.standing, told("approval_answered")) == (False, True, ["Ann"])
    with pytest.raises(NotPossible):
        decline(booking=asked, by=brussels.dia, now=NOW, reason="too late")


def test_a_no_frees_the_room_and_the_day_and_says_why(brussels):
    asked = request(brussels, brussels.ann)
    with pytest.raises(NotPossible):
        decline(booking=asked, by=brussels.dia, now=NOW, reason=" ")
    decline(booking=asked, by=brussels.dia, now=NOW, reason="The board meets.")
    asked.refresh_from_db()
    assert asked.state == "cancelled"
    assert not Attendance.objects.standing().exists()
    answer = Message.objects.get(kind="approval_answered")
    assert (answer.employee, answer.payload["reason"]) == (brussels.ann, "The board meets.")
    assert told("room_cancelled") == []  # the answer says it
    request(brussels, brussels.bob)


def test_a_manager_needs_nobodys_approval(brussels):
    assert not request(brussels, brussels.dia).awaits_approval


def test_at_another_time_an_approved_request_waits_again_and_shorter_it_does_not(brussels):
    asked = request(brussels, brussels.ann)
    approve(booking=asked, by=brussels.dia, now=NOW)
    shorter = change_room(booking=asked, by=brussels.ann, now=NOW, door="test", period=at(brussels, "10:00", "10:30"))
    assert not shorter.awaits_approval
    later = change_room(booking=asked, by=brussels.ann, now=NOW, door="test", period=at(brussels, "14:00", "15:00"))
    assert later.awaits_approval
