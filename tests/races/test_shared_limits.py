"""Limits that overlap: halves of a day, a team inside a site, a zone on a floor."""

import pytest

from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING
from tests.cast import ONE_DESK
from tests.races import recount
from tests.races.party import asks, crowd_of, crowded_office, reserving, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_mornings_against_full_days(race):
    cast = crowded_office(people=48)
    cast.publish({"kind": "occupancy_cap", "number": 10}, ONE_DESK)
    parts = [MORNING, ALL_DAY, AFTERNOON, ALL_DAY]
    for day in weeks():
        met = race(reserving(asks(who, cast, day, parts=parts[i % 4]), by=who) for i, who in enumerate(crowd_of(cast)))

        # Half of the crowd wants either half: both fill up, to the last place and no further.
        assert recount.people(cast.site, day) == (10, 10)
        assert met.codes == {"occupancy_cap"}
        assert len(met.results) + len(met.refused) == 48


def test_a_team_cap_against_the_site_cap(race):
    cast = crowded_office(people=50)
    blue = cast.teams["Blue"]
    cast.publish(
        {"kind": "occupancy_cap", "number": 15},
        {"kind": "occupancy_cap", "number": 6, "population": "team", "team": blue},
    )
    for day in weeks():
        met = race(reserving(asks(who, cast, day), by=who) for who in crowd_of(cast))

        assert recount.people(cast.site, day) == (15, 15)
        assert max(recount.people(cast.site, day, team=blue)) <= 6
        assert (len(met.results), len(met.refused)) == (15, 35)


def test_a_zone_cap_against_a_floor_cap(race):
    cast = crowded_office(people=40, desks=40)
    zones = {code: cast.zones[code] for code in "AB"}
    cast.publish(
        {"kind": "occupancy_cap", "number": 12, "floor": cast.floor},
        {"kind": "occupancy_cap", "number": 5, "zone": zones["A"]},
        ONE_DESK,
    )
    for day in weeks():
        met = race(
            reserving(asks(who, cast, day, desk=desk), by=who)
            for who, desk in zip(crowd_of(cast), cast.desks, strict=True)
        )

        assert recount.people_seated(day, floor=cast.floor) == (12, 12)
        assert max(recount.people_seated(day, zone=zones["A"])) <= 5
        assert (len(met.results), len(met.refused)) == (12, 28)
