"""Invited, and coming in person: which is a day at the site, counted in the room, its zone and its floor."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.actions.asking import NotPossible, ReasonNeeded, Refused
from booking.actions.participation import invite, respond
from booking.actions.permissions import NotAllowed
from booking.actions.reservation import reserve
from booking.actions.room_booking import book_room, cancel_room
from booking.models import Attendance, Booking, Employee, Message, Space, Visitor
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts
from tests.cast import NOW, ONE_DAY, TUESDAY, WEDNESDAY, Office, office
from tests.meetings import coming, room_ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    cast = office(people=10)
    Space.objects.filter(pk=cast.room.pk).update(zone=cast.zones["A"])
    return cast


def meeting_of(cast: Office, start: str = "10:00", end: str = "11:00", *, invited=None, **request) -> Booking:
    """Ann's, from home; all others are invited."""
    people = [who for who in cast.people.values() if who != cast.ann] if invited is None else invited
    booked = book_room(
        ask=room_ask(cast, cast.ann, start, end, **request), by=cast.ann, now=NOW, door="test", in_person=False,
        participants=[("employee", who.pk) for who in people],
    )  # fmt: skip
    return Booking.objects.get(pk=booked.booking_id)


def answer(meeting: Booking, who: Employee, response: str = "in_person", **request) -> None:
    participant = meeting.participants.get(employee=who)
    respond(participant=participant, response=response, now=NOW, door="test", **{"by": who, **request})


def parts_of(who: Employee) -> Parts | None:
    found = Attendance.objects.standing().filter(employee=who, date=TUESDAY).first()
    return Parts(found.morning, found.afternoon) if found else None


def codes(refused) -> set[str]:
    return {objection.code for objection in refused.value.verdict.refusals}


def test_an_invitation_is_told_and_is_no_day(brussels):
    meeting = meeting_of(brussels, invited=[brussels.bob])
    invite(
        booking=meeting, people=[("employee", brussels.cas.pk), ("employee", brussels.bob.pk)], by=brussels.ann, now=NOW
    )
    told = Message.objects.filter(kind="invited").values_list("employee__given_name", flat=True)
    assert sorted(told) == ["Bob", "Cas"]
    assert not Attendance.objects.exists()
    with pytest.raises(NotAllowed):
        invite(booking=meeting, people=[("employee", brussels.dia.pk)], by=brussels.bob, now=NOW)


def test_to_come_reserves_the_half_and_not_to_come_gives_it_back(brussels):
    meeting = meeting_of(brussels)
    answer(meeting, brussels.bob)
    assert (parts_of(brussels.bob), coming(meeting)) == (MORNING, ["Bob"])
    answer(meeting, brussels.bob, "remote")
    assert (parts_of(brussels.bob), coming(meeting)) == (None, [])


def test_to_come_extends_a_day_and_to_leave_takes_only_that_half(brussels):
    reserve(ask=brussels.ask(brussels.bob, desk=1, parts=MORNING), by=brussels.bob, now=NOW, door="test")
    meeting = meeting_of(brussels, "14:00", "15:00")
    answer(meeting, brussels.bob)
    assert parts_of(brussels.bob) == ALL_DAY
    answer(meeting, brussels.bob, "declined")
    assert parts_of(brussels.bob) == MORNING


def test_a_second_meeting_keeps_the_half(brussels):
    early, late = meeting_of(brussels, "14:00", "15:00"), meeting_of(brussels, "15:00", "16:00")
    answer(early, brussels.bob)
    answer(late, brussels.bob)
    answer(early, brussels.bob, "remote")
    assert parts_of(brussels.bob) == AFTERNOON
    cancel_room(booking=late, by=brussels.ann, now=NOW)
    assert parts_of(brussels.bob) is None


def test_to_come_is_judged_like_any_day(brussels):
    brussels.publish({**ONE_DAY, "population": "everyone"})
    reserve(ask=brussels.ask(brussels.bob, WEDNESDAY), by=brussels.bob, now=NOW, door="test")
    meeting = meeting_of(brussels)
    with pytest.raises(Refused) as refused:
        answer(meeting, brussels.bob)
    assert codes(refused) == {"person_maximum"}
    answer(meeting, brussels.bob, "remote")


def test_a_warning_asks_for_a_reason(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 0, "strength": "warn"})
    meeting = meeting_of(brussels)
    with pytest.raises(ReasonNeeded):
        answer(meeting, brussels.bob)
    answer(meeting, brussels.bob, reason="Works council")
    assert Attendance.objects.get().overrides.get().reason == "Works council"


def test_a_room_holds_no_more_than_is_safe(brussels):
    Space.objects.filter(pk=brussels.room.pk).update(seats=6, air_flow=80)
    meeting = meeting_of(brussels)
    for who in (brussels.bob, brussels.cas):
        answer(meeting, who)
    with pytest.raises(Refused) as refused:
        answer(meeting, brussels.dia)
    [objection] = refused.value.verdict.refusals
    assert (objection.code, objection.limit, objection.asked) == ("room_full", 2, 3)
    assert objection.details == {"space": "Zenne", "term": "air_flow", "amount": "80"}


def test_who_comes_counts_in_the_zone_of_the_room_once(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 2, "zone": brussels.zones["A"]})
    meeting = meeting_of(brussels)
    reserve(ask=brussels.ask(brussels.bob, desk=0), by=brussels.bob, now=NOW, door="test")
    answer(meeting, brussels.bob)  # sits in the zone already
    answer(meeting, brussels.cas)
    reserve(ask=brussels.ask(brussels.cas, desk=2), by=brussels.cas, now=NOW, door="test")  # is there already
    with pytest.raises(Refused):
        answer(meeting, brussels.dia)
    with pytest.raises(Refused):
        reserve(ask=brussels.ask(brussels.dia, desk=4, parts=MORNING), by=brussels.dia, now=NOW, door="test")
    reserve(ask=brussels.ask(brussels.dia, desk=1), by=brussels.dia, now=NOW, door="test")  # zone B


def test_a_visitor_comes_by_their_host(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 1, "guests": True})
    visitors = [
        Visitor.objects.create(name=name, email=f"{name}@guest.example", host=brussels.ann) for name in ("Vic", "Wim")
    ]
    meeting = meeting_of(brussels, invited=[])
    invite(booking=meeting, people=[("visitor", guest.pk) for guest in visitors], by=brussels.ann, now=NOW)
    vic, wim = meeting.participants.filter(employee=None).order_by("visitor__name")
    with pytest.raises(NotAllowed):
        respond(participant=vic, response="in_person", by=brussels.bob, now=NOW, door="test")
    respond(participant=vic, response="in_person", by=brussels.ann, now=NOW, door="test")
    assert Attendance.objects.get().visitor == visitors[0]
    with pytest.raises(Refused) as refused:
        respond(participant=wim, response="in_person", by=brussels.ann, now=NOW, door="test")
    assert codes(refused) == {"occupancy_cap"}


def test_nobody_answers_for_somebody_else_nor_after_the_end(brussels):
    meeting = meeting_of(brussels)
    with pytest.raises(NotAllowed):
        answer(meeting, brussels.bob, by=brussels.cas)
    with pytest.raises(NotPossible):
        answer(meeting, brussels.bob, "invited")
    late = meeting.period.upper + timedelta(minutes=1)
    with pytest.raises(NotPossible):
        respond(
            participant=meeting.participants.get(employee=brussels.bob),
            response="in_person",
            by=brussels.bob,
            now=late,
            door="test",
        )


def test_joining_costs_as_many_queries_in_a_large_meeting_as_in_a_small_one(brussels):
    Space.objects.filter(pk=brussels.room.pk).update(seats=20)
    small, large = (
        meeting_of(brussels, "08:00", "09:00", invited=[brussels.bob]),
        meeting_of(brussels, "14:00", "15:00"),
    )
    for who in list(brussels.people.values())[2:]:
        answer(large, who)
    participants = [m.participants.get(employee=brussels.bob) for m in (small, large)]
    counts = []
    for participant in participants:
        with CaptureQueriesContext(connection) as captured:
            respond(participant=participant, response="in_person", by=brussels.bob, now=NOW, door="test")
        counts.append(len(captured))
    assert counts[0] >= counts[1]  # the second extends a day, the first begins one
    assert max(counts) <= 14, [query["sql"] for query in captured]
