"""One person who clicks everywhere at once: two sites, and several days of a week."""

from datetime import timedelta

import pytest

from booking.actions.usual_desk import reserve_usual_desk
from booking.models import Attendance, Booking
from booking.rules.proposal import AFTERNOON, MORNING
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, office
from tests.races import recount
from tests.races.party import asks, reserving, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

HANDS = 24  # requests of the one person at a time


@pytest.fixture
def sites():
    brussels, antwerp = office("brussels", people=1), office("antwerp", people=1, first=1)
    for cast in (brussels, antwerp):
        cast.publish(CAP_20, ONE_DAY, ONE_DESK)
        cast.base(telework=248)
    return brussels, antwerp


def test_two_sites_on_two_days_of_a_week_of_one_day(race, sites):
    brussels, antwerp = sites
    ann = brussels.ann
    for tuesday in weeks(6):
        thursday = tuesday + timedelta(days=2)
        here, there = asks(ann, brussels, tuesday), asks(ann, antwerp, thursday)
        met = race(reserving(ask, by=ann) for ask in [here, there, there, here] * (HANDS // 4))

        # Whoever came first has the day; asking again for a day that one has is granted and changes nothing.
        assert met.codes == {"person_maximum"}
        assert len(met.refused) == HANDS // 2
        assert recount.dates_attended(ann, tuesday - timedelta(days=1), tuesday + timedelta(days=6)) == 1
        assert Attendance.objects.standing().filter(date__in=[tuesday, thursday]).count() == 1


def test_two_sites_on_one_day_are_one_day_and_one_of_them_per_half(race, sites):
    ann = sites[0].ann
    for day in weeks(6):
        mornings = [reserving(asks(ann, cast, day, parts=MORNING), by=ann) for cast in sites] * (HANDS // 6)
        afternoons = [reserving(asks(ann, cast, day, parts=AFTERNOON), by=ann) for cast in sites] * (HANDS // 6)
        whole_days = [reserving(asks(ann, cast, day), by=ann) for cast in sites] * (HANDS // 6)
        met = race([*whole_days, *mornings, *afternoons])

        assert met.codes == {"elsewhere"}
        assert recount.dates_attended(ann, day, day + timedelta(days=1)) == 1
        morning, afternoon = (
            sum(numbers) for numbers in zip(*(recount.people(cast.site, day) for cast in sites), strict=True)
        )
        assert (morning, afternoon) == (1, 1)


def test_every_day_of_a_week_at_once_under_a_maximum_of_two(race):
    brussels, antwerp = office("brussels", people=1), office("antwerp", people=1, first=1)
    for cast in (brussels, antwerp):
        cast.publish({**ONE_DAY, "days": 2}, {**ONE_DAY, "days": 5, "per": "month"}, ONE_DESK)
    ann = brussels.ann
    granted = 0
    for tuesday in weeks(3):
        monday = tuesday - timedelta(days=1)
        days = [monday + timedelta(days=n) for n in range(5)]
        met = race(
            reserving(asks(ann, cast, day, desk=cast.desks[n]), by=ann)
            for cast in (brussels, antwerp)
            for n, day in enumerate(days)
        )
        attended = recount.dates_attended(ann, monday, monday + timedelta(days=7))
        granted += attended
        # March begins on a Sunday: the third of these weeks meets the month's maximum of five.
        assert attended == (2, 2, 1)[weeks(3).index(tuesday)]
        assert "person_maximum" in met.codes
        assert met.codes <= {"person_maximum", "elsewhere", "one_desk"}
    assert granted == 5


def test_one_tap_sent_many_times_is_one_desk(race):
    cast = office(people=1, desks=20)
    cast.publish({"kind": "occupancy_cap", "number": 20})
    for day in weeks():
        tap = asks(cast.ann, cast, day)
        met = race([lambda tap=tap: reserve_usual_desk(ask=tap, by=cast.ann, now=NOW, door="test")] * HANDS)

        assert len(met.results) == 1
        assert met.codes == {"taken"}
        assert Booking.objects.standing().filter(date=day).count() == 1
