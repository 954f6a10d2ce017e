"""Facts after admitting a proposal are the facts that gathering finds after writing it."""

from dataclasses import replace

import pytest

from booking.actions.amendment import move
from booking.actions.reservation import reserve
from booking.models import Attendance, Booking
from booking.rules.admission import admit
from booking.rules.gathering import gather, people
from booking.rules.loading import rulebook
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING
from tests.cast import CAP_20, NOW, ONE_DESK, THURSDAY, TUESDAY, office

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


def test_the_facts_given_stay_as_they_were(brussels):
    proposal = proposals(brussels)["Ann", 0]
    facts = gather([proposal])
    before = plain(facts)
    admit(proposal, facts, attendance_id=1, booking_id=1)
    assert plain(facts) == before
