"""Moves, extensions, cuts and cancellations among those who book."""

from datetime import timedelta

import pytest

from booking.actions.absence import enter_absence
from booking.actions.amendment import change_parts, extend, move, shrink
from booking.actions.cancellation import cancel
from booking.models import Attendance
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING
from tests.cast import NOW, ONE_DAY, ONE_DESK
from tests.races import recount
from tests.races.party import already_there, asks, crowd_of, crowded_office, reserving, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

CAP = 12


@pytest.fixture
def cast():
    cast = crowded_office(people=60, desks=30)
    cast.publish({"kind": "occupancy_cap", "number": CAP}, {**ONE_DAY, "days": 2}, ONE_DESK)
    return cast


def test_moves_extensions_cuts_and_cancellations_among_bookings(race, cast):
    """Ten have Tuesday, six its morning, ten Wednesday; they change it in every way while thirty more come."""
    people = crowd_of(cast)
    for tuesday in weeks():
        wednesday = tuesday + timedelta(days=1)
        whole, mornings = (
            already_there(people[:6], cast, tuesday),
            already_there(people[6:12], cast, tuesday, parts=MORNING),
        )
        next_day = already_there(people[12:24], cast, wednesday)

        met = race(
            [
                *(_moving(day, to=wednesday) for day in whole),
                *(_moving(day, to=tuesday) for day in next_day[:6]),
                *(_cancelling(day) for day in next_day[6:]),
                *(_extending(day) for day in mornings),
                *(_cutting(day) for day in whole[:3]),
                *(
                    reserving(asks(who, cast, day, desk=cast.desks[i]), by=who)
                    for i, who in enumerate(people[24:54])
                    for day in [(tuesday, wednesday)[i % 2]]
                ),
            ]
        )

        for day in (tuesday, wednesday):
            assert max(recount.people(cast.site, day)) <= CAP
        assert met.codes <= {"occupancy_cap"}
        assert met.codes, "nobody was refused: this was no race"


def test_a_place_given_up_goes_to_exactly_one(race, cast):
    """A full day, one who leaves it, and forty who ask: at most one of them gets in."""
    people = crowd_of(cast)
    for day in weeks():
        there = already_there(people[:CAP], cast, day)
        met = race([_cancelling(there[0]), *(reserving(asks(who, cast, day), by=who) for who in people[12:52])])

        came_in = Attendance.objects.standing().filter(date=day, employee__in=people[12:52]).count()
        assert came_in == len(met.results) - 1 <= 1
        assert recount.people(cast.site, day) == (CAP - 1 + came_in,) * 2


def test_one_day_changed_from_many_places_at_once(race, cast):
    """The same day is moved, cut, extended and cancelled by one impatient person with twenty open pages."""
    ann = cast.ann
    for tuesday in weeks():
        day = already_there([ann], cast, tuesday)[0]
        met = race(
            [
                *(_moving(day, to=tuesday + timedelta(days=1 + n % 3)) for n in range(6)),
                *(_moving(day, to=tuesday, desk=cast.desks[n]) for n in range(6)),
                *(_cutting(day) for _ in range(3)),
                *(_extending(day) for _ in range(3)),
                *(_cancelling(day) for _ in range(2)),
            ]
        )

        assert not met.refused
        assert recount.dates_attended(ann, tuesday - timedelta(days=1), tuesday + timedelta(days=6)) <= 1
        assert met.not_possible, "only one of these can have been the last"


def test_an_absence_among_changes_leaves_nobody_in_two_places(race, cast):
    """Ten fall ill, for a day or its morning, while they choose desks, come for less, or for the other half."""
    people = crowd_of(cast)[:10]
    for day in weeks():
        there = already_there(people, cast, day)
        race(
            [
                *(_away(who, day, (ALL_DAY, MORNING)[n % 2]) for n, who in enumerate(people)),
                *(reserving(asks(who, cast, day, desk=cast.desks[n]), by=who) for n, who in enumerate(people)),
                *(_cutting(a) for a in there),
                *(_other_half(a) for a in there),
            ]
        )

        assert recount.people(cast.site, day)[0] == 0
        assert not Attendance.objects.standing().filter(date=day, employee__in=people[::2]).exists()


def _away(who, day, parts):
    return lambda: enter_absence(
        employee=who, kind="sick", starts_on=day, ends_on=day + timedelta(days=1), by=who, now=NOW, parts=parts
    )


def _other_half(attendance: Attendance):
    return lambda: change_parts(attendance=attendance, parts=AFTERNOON, by=attendance.employee, now=NOW, door="test")


def _moving(attendance: Attendance, *, to, desk=None):
    return lambda: move(
        attendance=attendance, day=to, space_id=desk and desk.pk, by=attendance.employee, now=NOW, door="test"
    )


def _extending(attendance: Attendance):
    return lambda: extend(attendance=attendance, parts=AFTERNOON, by=attendance.employee, now=NOW, door="test")


def _cutting(attendance: Attendance):
    return lambda: shrink(attendance=attendance, parts=MORNING, by=attendance.employee, now=NOW)


def _cancelling(attendance: Attendance):
    return lambda: cancel(attendance=attendance, by=attendance.employee, now=NOW)
