"""Wait for a room at a time: joined, in order, kept or booked at once, taken, given back, run out."""

from datetime import timedelta

import pytest

from booking.actions.asking import NotPossible, Refused
from booking.actions.permissions import NotAllowed
from booking.actions.promotion import promote
from booking.actions.room_booking import book_room, cancel_room, change_room
from booking.actions.room_waitlist import accept_room, join_room
from booking.actions.waitlist import leave
from booking.models import Booking, Message, Participant, Space, WaitlistEntry
from tests.cast import NOW, TUESDAY, Office, office
from tests.meetings import at, coming, room_ask

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def brussels() -> Office:
    """Ann has the room on Tuesday from 10 to 11."""
    cast = office()
    book(cast, cast.ann)
    return cast


def book(cast: Office, who, start="10:00", end="11:00", **more) -> Booking:
    booked = book_room(
        ask=room_ask(cast, who, start, end, **more), by=who, now=NOW, door="test", in_person=False
    )  # fmt: skip
    return Booking.objects.get(pk=booked.booking_id)


def wait(cast: Office, who, start="10:00", end="11:00", **more) -> WaitlistEntry:
    fields = {"people": 3, "title": "Budget"}
    return join_room(
        ask=room_ask(cast, who, start, end, **fields), by=more.pop("by", who), now=NOW, door="test", **more
    )


def give_back(cast: Office) -> None:
    cancel_room(booking=Booking.objects.get(organiser=cast.ann), by=cast.ann, now=NOW)


def state_of(entry: WaitlistEntry) -> str:
    entry.refresh_from_db()
    return entry.state


def codes(refused) -> list[str]:
    return [objection.code for objection in refused.value.verdict.refusals]


def test_a_room_that_comes_free_is_kept_for_the_first_until_the_offer_ends(brussels):
    first, second = wait(brussels, brussels.bob), wait(brussels, brussels.cas)
    assert promote(now=NOW) == {}
    give_back(brussels)
    assert promote(now=NOW) == {"offered": 1}
    assert (state_of(first), state_of(second)) == ("offered", "waiting")
    kept = Booking.objects.standing().get(space=brussels.room)
    assert (kept.organiser, kept.title, kept.people, first.offered_booking) == (brussels.bob, "Budget", 3, kept)
    assert not Participant.objects.filter(booking=kept).exists()

    assert promote(now=LATER) == {"expired": 1, "offered": 1}
    assert (state_of(first), state_of(second)) == ("expired", "offered")
    assert Booking.objects.standing().get(space=brussels.room).organiser == brussels.cas
    told = Message.objects.filter(kind__startswith="queue_").order_by("pk").values_list("kind", "employee")
    assert list(told) == [
        ("queue_offered", brussels.bob.pk), ("queue_expired", brussels.bob.pk), ("queue_offered", brussels.cas.pk),
    ]  # fmt: skip


def test_who_takes_it_comes_to_it_and_a_second_time_changes_nothing(brussels):
    entry = wait(brussels, brussels.bob)
    give_back(brussels)
    promote(now=NOW)
    for _ in range(2):
        accept_room(entry=entry, by=brussels.bob, now=NOW)
    assert state_of(entry) == "accepted"
    assert coming(entry.offered_booking) == ["Bob"]
    assert Message.objects.filter(kind="room_booked", employee=brussels.bob).count() == 1
    assert promote(now=LATER) == {}
    assert entry.offered_booking.standing


def test_whose_day_is_full_has_the_room_and_joins_remotely(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 0})
    entry = wait(brussels, brussels.bob, accept_at_once=True)
    give_back(brussels)
    assert promote(now=NOW) == {"accepted": 1}
    entry.refresh_from_db()
    assert Participant.objects.get(booking=entry.offered_booking).response == "remote"


def test_booked_at_once_is_told_once(brussels):
    wait(brussels, brussels.bob, accept_at_once=True)
    give_back(brussels)
    promote(now=NOW)
    assert promote(now=NOW) == {}
    told = Message.objects.filter(employee=brussels.bob).values_list("kind", flat=True)
    assert list(told) == ["queue_granted"]


def test_who_gives_it_back_leaves_it_to_the_next(brussels):
    first, second = wait(brussels, brussels.bob), wait(brussels, brussels.cas)
    give_back(brussels)
    promote(now=NOW)
    leave(entry=first, by=brussels.bob, now=NOW)
    assert promote(now=NOW) == {"offered": 1}
    assert (state_of(first), state_of(second)) == ("withdrawn", "offered")
    with pytest.raises(NotPossible):
        accept_room(entry=first, by=brussels.bob, now=NOW)


def test_while_somebody_waits_the_room_is_refused_to_others_at_that_time_only(brussels):
    wait(brussels, brussels.bob)
    give_back(brussels)
    with pytest.raises(Refused) as refused:
        book(brussels, brussels.cas, "10:30", "11:30")
    assert codes(refused) == ["queued"]
    later = book(brussels, brussels.cas, "11:00", "12:00")
    with pytest.raises(Refused) as refused:
        change_room(booking=later, by=brussels.cas, now=NOW, door="test", period=at(brussels, "10:30", "12:00"))
    assert codes(refused) == ["queued"]


def test_a_meeting_that_others_wait_for_may_be_shifted_off_its_beginning(brussels):
    wait(brussels, brussels.bob)
    meeting = Booking.objects.get(organiser=brussels.ann)
    change_room(booking=meeting, by=brussels.ann, now=NOW, door="test", period=at(brussels, "10:30", "11:30"))
    meeting.refresh_from_db()
    assert meeting.period.lower == at(brussels, "10:30", "11:30").start


def test_overlapping_wishes_stand_in_one_order_and_other_times_are_served_beside(brussels):
    book(brussels, brussels.ann, "14:00", "15:00")
    long, short = wait(brussels, brussels.bob, "10:00", "12:00"), wait(brussels, brussels.cas, "10:00", "10:30")
    other = wait(brussels, brussels.dia, "14:00", "15:00")
    for meeting in Booking.objects.filter(organiser=brussels.ann):
        cancel_room(booking=meeting, by=brussels.ann, now=NOW)
    assert promote(now=NOW) == {"offered": 2}
    assert [state_of(entry) for entry in (long, short, other)] == ["offered", "waiting", "offered"]


def test_a_buffer_of_another_meeting_is_waited_for_and_a_limit_of_the_room_is_not(brussels):
    brussels.publish({"kind": "room_limits", "buffer_minutes": 15, "longest_minutes": 120})
    with pytest.raises(Refused) as refused:
        wait(brussels, brussels.bob, "11:05", "15:00")
    assert codes(refused) == ["room_limits"]
    assert wait(brussels, brussels.bob, "11:05", "12:00").state == "waiting"


def test_who_waits_already_keeps_the_turn_and_waits_for_one_time(brussels):
    first = wait(brussels, brussels.bob)
    again = wait(brussels, brussels.bob, accept_at_once=True)
    assert (again.pk, again.accept_at_once) == (first.pk, True)
    with pytest.raises(NotPossible):
        wait(brussels, brussels.bob, "10:30", "11:30")


def test_a_free_room_has_no_queue_and_others_do_not_join_for_one(brussels):
    with pytest.raises(NotPossible):
        wait(brussels, brussels.bob, "13:00", "14:00")
    with pytest.raises(NotAllowed):
        wait(brussels, brussels.bob, by=brussels.cas)
    entry = wait(brussels, brussels.bob)
    with pytest.raises(NotAllowed):
        accept_room(entry=entry, by=brussels.cas, now=NOW)


def test_who_cannot_use_the_room_when_it_is_free_reads_why(brussels):
    entry = wait(brussels, brussels.bob)
    Space.objects.filter(pk=brussels.room.pk).update(seats=2)
    give_back(brussels)
    promote(now=NOW)
    assert state_of(entry) == "expired"
    [message] = Message.objects.filter(kind="queue_ended")
    assert [objection["code"] for objection in message.payload["objections"]] == ["room_full"]


def test_who_waits_for_a_time_gone_by_waits_no_longer(brussels):
    entry = wait(brussels, brussels.bob)
    assert promote(now=NOW + timedelta(days=1, hours=3)) == {"expired": 1}
    assert state_of(entry) == "expired"
    assert entry.date == TUESDAY
