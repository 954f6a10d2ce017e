"""Everybody wants the same room, a chair in it, or the last place in the zone around it."""

import pytest

from booking.actions.locking import Busy
from booking.actions.participation import respond
from booking.actions.room_booking import book_room, cancel_room, change_room
from booking.models import Booking, Participant, Space
from tests.cast import NOW, ONE_DESK
from tests.meetings import at, room_ask
from tests.races import recount
from tests.races.party import asks, crowd_of, crowded_office, reserving, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

CAP = 12  # of the zone in which the room lies
SEATS = 6


@pytest.fixture
def cast():
    cast = crowded_office(people=60, desks=60)
    Space.objects.filter(pk=cast.room.pk).update(zone=cast.zones["A"], seats=SEATS)
    cast.publish({"kind": "occupancy_cap", "number": CAP, "zone": cast.zones["A"]}, ONE_DESK)
    return cast


def test_forty_people_join_a_meeting_in_a_room_of_six(race, cast):
    people = crowd_of(cast)[:40]
    for day in weeks():
        meeting = _meeting(cast, day, people)

        met = race(_joining(meeting, people))

        assert (len(met.results), len(met.refused)) == (SEATS, 40 - SEATS)
        assert met.codes == {"room_full"}
        assert recount.people_meeting(cast.room, day) == SEATS
        assert recount.people(cast.site, day) == (SEATS, 0)


def test_twenty_people_for_one_room_at_overlapping_times(race, cast):
    people = crowd_of(cast)[:20]
    times = [("10:00", "11:00"), ("10:30", "11:30"), ("10:59", "12:00")]
    for day in weeks():
        met = race(_booking(cast, who, day, *times[i % 3]) for i, who in enumerate(people))

        assert (len(met.results), len(met.refused)) == (1, 19)
        assert met.codes == {"taken"}
        assert Booking.objects.standing().filter(space=cast.room, date=day).count() == 1
        assert recount.people(cast.site, day) == (1, 0)


def test_meetings_and_desks_share_the_cap_of_their_zone(race, cast):
    """A room of six and thirty desks, in a zone for twelve: whoever comes first, never more than twelve."""
    Space.objects.filter(pk=cast.room.pk).update(seats=40)
    joining, sitting = crowd_of(cast)[:30], crowd_of(cast)[30:]
    desks = [desk for desk in cast.desks if desk.zone_id == cast.zones["A"].pk]
    for day in weeks():
        meeting = _meeting(cast, day, joining)

        met = race(
            [
                *_joining(meeting, joining),
                *(reserving(asks(who, cast, day, desk=desks[i]), by=who) for i, who in enumerate(sitting)),
            ]
        )

        assert len(met.results) == CAP
        assert met.codes == {"occupancy_cap"}
        assert recount.people_seated(day, zone=cast.zones["A"])[0] == CAP
        assert recount.people_meeting(cast.room, day) > 0


def test_a_meeting_moves_and_is_cancelled_while_people_join_and_leave(race, cast):
    """Whatever comes first, nobody has a day for a meeting that is not theirs, nor is it fuller than the room."""
    people = crowd_of(cast)[:24]
    for day in weeks():
        meeting, other = _meeting(cast, day, people), _meeting(cast, day, people, "14:00", "15:00")
        for act in _joining(meeting, people[:4]):
            act()

        met = race(
            [
                *_joining(meeting, people[4:]),
                *_joining(other, people[:8]),
                *_leaving(meeting, people[:3]),
                lambda meeting=meeting, day=day: _moved(cast, meeting, at(cast, "11:00", "13:30", day)),
                lambda other=other: cancel_room(booking=other, by=cast.ann, now=NOW),
            ]
        )

        assert met.codes <= {"room_full"}
        assert recount.people_meeting(cast.room, day) <= SEATS
        comers = Participant.objects.in_person().filter(booking=meeting).count()
        assert max(recount.people(cast.site, day)) == comers


def _meeting(cast, day, people, start: str = "10:00", end: str = "11:00") -> Booking:
    """Ann's, from home."""
    booked = book_room(
        ask=room_ask(cast, cast.ann, start, end, day=day), by=cast.ann, now=NOW, door="test", in_person=False,
        participants=[("employee", who.pk) for who in people],
    )  # fmt: skip
    return Booking.objects.get(pk=booked.booking_id)


def _booking(cast, who, day, start: str, end: str):
    return lambda: book_room(ask=room_ask(cast, who, start, end, day=day), by=who, now=NOW, door="test")


def _joining(meeting: Booking, people) -> list:
    return _answering(meeting, people, "in_person")


def _leaving(meeting: Booking, people) -> list:
    return _answering(meeting, people, "remote")


def _answering(meeting: Booking, people, response: str) -> list:
    parts = {part.employee_id: part for part in meeting.participants.all()}
    return [
        lambda who=who: respond(participant=parts[who.pk], response=response, by=who, now=NOW, door="test")
        for who in people
    ]


def _moved(cast, meeting: Booking, period) -> None:
    """As somebody does who is told that others came in between, and asks again."""
    while True:
        try:
            change_room(booking=meeting, by=cast.ann, now=NOW, door="test", period=period)
        except Busy:
            continue
        return
