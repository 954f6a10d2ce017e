"""Everybody wants the last places: under a cap, at one desk, by one tap."""

from dataclasses import replace

import pytest

from booking.actions.usual_desk import reserve_usual_desk
from booking.models import Booking, Refusal
from tests.cast import CAP_20, NOW, ONE_DESK
from tests.races import recount
from tests.races.party import all_reserving, already_there, asks, crowd_of, crowded_office, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_sixty_people_for_the_last_twenty_places_under_a_cap(race):
    cast = crowded_office(people=90)
    cast.publish(CAP_20, ONE_DESK)
    cast.base(telework=254)  # 20 % are 50
    there, coming = crowd_of(cast)[:30], crowd_of(cast)[30:]
    for day in weeks():
        already_there(there, cast, day)

        met = race(all_reserving(coming, asks(coming[0], cast, day)))

        assert (len(met.results), len(met.refused)) == (20, 40)
        assert met.codes == {"occupancy_cap"}
        assert recount.people(cast.site, day) == (50, 50)
        assert Refusal.objects.filter(date=day).count() == 40


def test_fifty_people_for_one_desk(race):
    cast = crowded_office(people=50)
    cast.publish(CAP_20, ONE_DESK)
    cast.base(telework=500)
    for day in weeks():
        met = race(all_reserving(crowd_of(cast), asks(cast.ann, cast, day, desk=cast.desks[3])))

        assert (len(met.results), len(met.refused)) == (1, 49)
        assert met.codes == {"taken"}
        assert Booking.objects.standing().filter(date=day, space=cast.desks[3]).count() == 1
        assert recount.people(cast.site, day) == (1, 1)


def test_thirty_people_tap_usual_desk_while_ten_are_left(race):
    cast = crowded_office(people=40, desks=20)
    cast.publish(ONE_DESK)
    sitting, coming = crowd_of(cast)[:10], crowd_of(cast)[10:]
    for day in weeks():
        race(_at_desks(sitting, cast, day))

        tap = asks(cast.ann, cast, day)
        met = race(_tapping(who, replace(tap, employee_id=who.pk)) for who in coming)

        with_desk = [reserved for reserved in met.results if reserved.booking_id is not None]
        taken = Booking.objects.standing().filter(date=day).values_list("space", flat=True)
        assert len(taken) == len(set(taken)) == 10 + len(with_desk)
        assert len(with_desk) == 10


def _at_desks(people, cast, day) -> list:
    return [all_reserving([who], asks(who, cast, day, desk=cast.desks[i]))[0] for i, who in enumerate(people)]


def _tapping(who, ask):
    return lambda: reserve_usual_desk(ask=ask, by=who, now=NOW, door="test")
