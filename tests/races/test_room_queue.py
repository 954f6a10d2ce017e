"""Many wait for a room while others book it: it goes to the first in order, who is told once."""

from datetime import timedelta

import pytest

from booking.actions.promotion import promote
from booking.actions.room_booking import book_room, cancel_room
from booking.models import Booking, Message, WaitlistEntry
from tests.cast import NOW
from tests.meetings import at, room_ask
from tests.races.party import crowd_of, crowded_office, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

WAITING, BOOKING = 20, 10


@pytest.mark.parametrize("at_once", [True, False])
def test_twenty_wait_for_a_room_and_ten_book_it_as_its_meeting_is_cancelled(race, at_once):
    cast = crowded_office(people=1 + WAITING + BOOKING)
    host, *others = crowd_of(cast)
    waiting, booking = others[:WAITING], others[WAITING:]
    for day in weeks(3):
        meeting = _book(cast, host, day)
        _wait(waiting, cast, day, at_once=at_once)

        met = race(
            [
                lambda meeting=meeting: cancel_room(booking=meeting, by=meeting.organiser, now=NOW),
                *[lambda who=who, day=day: _book(cast, who, day) for who in booking],
                *[lambda: [promote(now=NOW) for _ in range(5)]] * 2,
            ]
        )
        promote(now=NOW)

        assert len(met.refused) == BOOKING
        assert met.codes <= {"taken", "queued"}
        [got] = Booking.objects.standing().filter(space=cast.room, date=day)
        assert got.organiser == waiting[0]
        [served] = WaitlistEntry.objects.filter(date=day).exclude(state="waiting")
        assert (served.employee, served.state) == (waiting[0], "accepted" if at_once else "offered")
        told = Message.objects.filter(kind__in=["queue_granted", "queue_offered"], payload__entry=served.pk)
        assert told.count() == 1


def _wait(people, cast, day, *, at_once: bool) -> None:
    """They have come one after the other; every second one wants half an hour of it."""
    WaitlistEntry.objects.bulk_create(
        WaitlistEntry(
            employee=who, site=cast.site, space=cast.room, date=day, morning=True, afternoon=False,
            period=tuple(at(cast, "10:00", "10:30" if n % 2 else "11:00", day)), accept_at_once=at_once,
            created_at=NOW - timedelta(minutes=len(people) - n), changed_at=NOW,
        )
        for n, who in enumerate(people)
    )  # fmt: skip


def _book(cast, who, day) -> Booking:
    booked = book_room(ask=room_ask(cast, who, day=day), by=who, now=NOW, door="test", in_person=False)
    return Booking.objects.get(pk=booked.booking_id)
