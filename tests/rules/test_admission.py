"""Facts after admitting a proposal are the facts that gathering finds after writing it."""

from dataclasses import replace
from datetime import time

import pytest

from booking.actions.amendment import move
from booking.actions.participation import respond
from booking.actions.reservation import reserve
from booking.actions.room_booking import book_room, change_room
from booking.models import Attendance, Booking, Space
from booking.rules.admission import admit
from booking.rules.gathering import gather, people
from booking.rules.loading import rulebook
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Period
from tests.cast import CAP_20, NOW, ONE_DESK, THURSDAY, TUESDAY, office
from tests.meetings import at, room_ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def brussels():
    cast = office(people=4)
    cast.bob.telework_able = False
    cast.bob.save()
    zone_cap = {"kind": "occupancy_cap", "number": 5, "zone": cast.zones["A"]}
    team_cap = {"kind": "occupancy_cap", "number": 5, "population": "team", "team": cast.teams["Blue"]}
    cast.publish(CAP_20, ONE_DESK, zone_cap, team_cap)
    cast.base(telework=50)
    return cast


def proposals(cast, day=TUESDAY):
    """One for everybody at every desk, so that everything there is gets gathered."""
    book = rulebook(cast.site.pk)
    known = people([p.pk for p in cast.people.values()], since=TUESDAY)
    return {
        (who, number): replace(cast.ask(person, day), space_id=desk.pk).proposal(known[person.pk], book, NOW)
        for who, person in cast.people.items()
        for number, desk in enumerate(cast.desks)
    }


def plain(facts):
    """Comparable, whatever the order of rows; a count of nobody is no count."""
    return (
        {key: count for key, count in facts.counts.items() if any(count)},
        {key: sorted(days, key=str) for key, days in facts.own_days.items() if days},
        {key: sorted(bookings, key=str) for key, bookings in facts.bookings.items() if bookings},
    )


@pytest.mark.parametrize("parts", [ALL_DAY, MORNING, AFTERNOON])
@pytest.mark.parametrize("who", ["Ann", "Bob"])
def test_a_new_day(brussels, who, parts):
    every = proposals(brussels)
    before = gather(list(every.values()))
    person = brussels.people[who]
    written = reserve(ask=brussels.ask(person, desk=0, parts=parts), by=person, now=NOW, door="test")
    book = rulebook(brussels.site.pk)
    proposal = replace(every[who, 0], parts=parts, period=parts.period(book.site, TUESDAY))
    admitted = admit(proposal, before, attendance_id=written.attendance_id, booking_id=written.booking_id)
    assert plain(admitted) == plain(gather(list(every.values())))
    assert plain(before) != plain(admitted)


def test_a_day_that_grows_and_colleagues_around(brussels):
    reserve(ask=brussels.ask(brussels.cas, desk=2), by=brussels.cas, now=NOW, door="test")
    first = reserve(ask=brussels.ask(brussels.ann, desk=0, parts=MORNING), by=brussels.ann, now=NOW, door="test")
    every = proposals(brussels)
    before = gather(list(every.values()))
    second = reserve(ask=brussels.ask(brussels.ann, desk=1, parts=AFTERNOON), by=brussels.ann, now=NOW, door="test")
    site = rulebook(brussels.site.pk).site
    grown = replace(every["Ann", 1], parts=AFTERNOON, period=AFTERNOON.period(site, TUESDAY))
    admitted = admit(grown, before, attendance_id=-1, booking_id=second.booking_id)
    assert second.attendance_id == first.attendance_id
    assert plain(admitted) == plain(gather(list(every.values())))


def test_a_day_moved_to_another_date(brussels):
    first = reserve(ask=brussels.ask(brussels.ann, desk=0), by=brussels.ann, now=NOW, door="test")
    every = [*proposals(brussels).values(), *proposals(brussels, THURSDAY).values()]
    before = gather(every)
    moved = move(
        attendance=Attendance.objects.get(pk=first.attendance_id), by=brussels.ann, now=NOW, door="test", day=THURSDAY,
        space_id=brussels.desks[3].pk,
    )  # fmt: skip
    proposal = replace(
        proposals(brussels, THURSDAY)["Ann", 3],
        leaves=frozenset({first.attendance_id}),
        gives_up=frozenset({first.booking_id}),
    )
    admitted = admit(proposal, before, attendance_id=moved.attendance_id, booking_id=moved.booking_id)
    assert plain(admitted) == plain(gather(every))
    assert Booking.objects.standing().count() == 1


def test_who_comes_to_a_meeting_counts_in_the_zone_of_its_room(brussels):
    Space.objects.filter(pk=brussels.room.pk).update(zone=brussels.zones["A"])
    meeting = meeting_of(brussels, brussels.ann)
    reserve(ask=brussels.ask(brussels.bob, desk=2), by=brussels.bob, now=NOW, door="test")
    for who in (brussels.cas, brussels.bob):  # a new day, and one that stands in the zone
        every = proposals(brussels)
        joining = _joining(meeting, every[who.given_name, 0])
        before = gather([*every.values(), joining])
        respond(participant=meeting.participants.get(employee=who), response="in_person", by=who, now=NOW, door="test")
        written = Attendance.objects.get(employee=who)
        admitted = admit(joining, before, attendance_id=written.pk)
        assert plain(admitted) == plain(gather([*every.values(), joining]))
        assert admitted.in_person == gather([joining]).in_person


def test_who_moves_along_with_a_meeting_counts_where_it_goes(brussels):
    meeting = meeting_of(brussels, brussels.ann, in_person=True)
    every = [*proposals(brussels).values(), *proposals(brussels, THURSDAY).values()]
    old = Attendance.objects.get()
    moved = replace(
        _joining(meeting, proposals(brussels, THURSDAY)["Ann", 0]),
        leaves=frozenset({old.pk}),
        gives_up=frozenset({meeting.pk}),
    )
    before = gather([*every, moved])
    period = at(brussels, "10:00", "11:00", THURSDAY)
    change_room(booking=meeting, by=brussels.ann, now=NOW, door="test", period=period)
    admitted = admit(moved, before, attendance_id=Attendance.objects.standing().get().pk)
    now = gather([*every, moved])
    assert plain(admitted)[:2] == plain(now)[:2]
    assert admitted.in_person == now.in_person == {meeting.pk: 1}


def meeting_of(cast, who, *, in_person=False):
    booked = book_room(
        ask=room_ask(cast, who), by=who, now=NOW, door="test", in_person=in_person,
        participants=[("employee", other.pk) for other in cast.people.values()],
    )  # fmt: skip
    return Booking.objects.get(pk=booked.booking_id)


def _joining(meeting, whole):
    """``whole``, at the hours of a meeting from 10:00 to 11:00 in its room."""
    site = rulebook(whole.site_id).site
    hours = Period(*(site.instant(whole.date, time(hour)) for hour in (10, 11)))
    return replace(whole, parts=MORNING, period=hours, space_id=meeting.space_id, meeting_id=meeting.pk)


def test_the_facts_given_stay_as_they_were(brussels):
    proposal = proposals(brussels)["Ann", 0]
    facts = gather([proposal])
    before = plain(facts)
    admit(proposal, facts, attendance_id=1, booking_id=1)
    assert plain(facts) == before
