"""Standing wishes fly twice at once, while others book by hand, under a cap."""

import pytest

from booking.actions.autopilot import fly, set_wish
from booking.models import Attendance, Message, WishTurn
from booking.rules.proposal import ALL_DAY
from tests.cast import NOW, ONE_DESK
from tests.races import recount
from tests.races.party import all_reserving, asks, crowd_of, crowded_office, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

PLACES = 12


def test_two_autopilots_and_twenty_people_by_hand_for_twelve_places(race):
    cast = crowded_office(people=40, desks=30)
    cast.publish({"kind": "occupancy_cap", "number": PLACES}, ONE_DESK)
    wishing, coming = crowd_of(cast)[:20], crowd_of(cast)[20:]
    wishes = [
        set_wish(employee=who, site_id=cast.site.pk, weekdays=[2], parts=ALL_DAY, desk_id=None, by=who, now=NOW)
        for who in wishing
    ]
    for day in weeks(3):
        _leave_turns_only_for(day, wishes)

        met = race([*(lambda: fly(now=NOW) for _ in range(2)), *all_reserving(coming, asks(coming[0], cast, day))])

        counts = [result for result in met.results if isinstance(result, dict)]
        by_hand = len(met.results) - len(counts)
        booked = sum(count["booked"] for count in counts)
        assert booked + by_hand == PLACES
        assert recount.people(cast.site, day) == (PLACES, PLACES)
        turns = WishTurn.objects.filter(date=day)
        assert turns.count() == len(wishing)
        assert turns.filter(attendance__isnull=False).count() == booked
        assert Attendance.objects.standing().filter(date=day, employee__in=wishing).count() == booked
        assert sum(count["busy"] for count in counts) == 0
    assert not Message.objects.filter(kind="booked", employee__in=wishing).exists()


def _leave_turns_only_for(day, wishes) -> None:
    """The other open Tuesdays have had their turns."""
    for other in weeks(4):
        if other != day:
            WishTurn.objects.bulk_create(
                [WishTurn(wish=wish, date=other, at=NOW) for wish in wishes], ignore_conflicts=True
            )
