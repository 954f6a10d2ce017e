"""An assigned desk: its owner's, but for the days on which they release it."""

from dataclasses import replace

import pytest

from booking.actions.asking import NotPossible, Refused
from booking.actions.desk_release import release_desk, take_desk_back
from booking.actions.permissions import NotAllowed
from booking.actions.reservation import reserve
from booking.models import DeskRelease, Space
from tests.cast import FRIDAY, MONDAY, NEXT_MONDAY, NOW, ONE_DESK, THURSDAY, TODAY, TUESDAY, WEDNESDAY, grant, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    """3.01 is Ann's."""
    cast = office()
    cast.publish(ONE_DESK)
    Space.objects.filter(pk=cast.desks[0].pk).update(owner=cast.ann)
    cast.desks[0] = Space.objects.select_related("floor__site").get(pk=cast.desks[0].pk)
    return cast


def release(cast, start=TUESDAY, end=THURSDAY, by=None):
    release_desk(space=cast.desks[0], starts_on=start, ends_on=end, by=by or cast.ann, now=NOW)


def take_back(cast, start=TUESDAY, end=THURSDAY, by=None):
    take_desk_back(space=cast.desks[0], starts_on=start, ends_on=end, by=by or cast.ann, now=NOW)


def book(cast, who, day):
    return reserve(ask=replace(cast.ask(who, day), space_id=cast.desks[0].pk), by=who, now=NOW, door="test")


def released() -> list[tuple]:
    return [(r.period.lower, r.period.upper) for r in DeskRelease.objects.order_by("period")]


def test_on_released_days_and_only_then_others_book_it(brussels):
    with pytest.raises(Refused, match="assigned"):
        book(brussels, brussels.bob, TUESDAY)
    release(brussels)
    book(brussels, brussels.bob, TUESDAY)
    book(brussels, brussels.ann, WEDNESDAY)  # its owner still may
    with pytest.raises(Refused, match="assigned"):
        book(brussels, brussels.cas, THURSDAY)


def test_a_release_is_taken_back_unless_somebody_has_booked(brussels):
    release(brussels)
    book(brussels, brussels.bob, TUESDAY)
    with pytest.raises(NotPossible, match=r"3\.01 is booked by Bob Test on Tuesday 3 March"):
        take_back(brussels)
    take_back(brussels, WEDNESDAY)
    assert released() == [(TUESDAY, WEDNESDAY)]
    brussels.bob.visibility = "nobody"
    brussels.bob.save()
    with pytest.raises(NotPossible, match=r"3\.01 is booked by a colleague on Tuesday 3 March"):
        take_back(brussels, TUESDAY, WEDNESDAY)


def test_a_day_is_taken_out_of_a_range_and_released_again(brussels):
    release(brussels, TUESDAY, NEXT_MONDAY)
    take_back(brussels, THURSDAY, FRIDAY)
    assert released() == [(TUESDAY, THURSDAY), (FRIDAY, NEXT_MONDAY)]
    release(brussels, MONDAY, NEXT_MONDAY)
    assert released() == [(MONDAY, TUESDAY), (TUESDAY, THURSDAY), (THURSDAY, FRIDAY), (FRIDAY, NEXT_MONDAY)]
    with pytest.raises(NotPossible, match=r"3\.01 is not released then"):
        take_back(brussels, NEXT_MONDAY, NEXT_MONDAY.replace(day=10))


def test_days_gone_by_stay_as_they_were(brussels):
    release(brussels, TODAY.replace(day=1), TUESDAY)
    assert released() == [(TODAY, TUESDAY)]
    with pytest.raises(NotPossible, match="Choose today or days to come"):
        release(brussels, TODAY.replace(day=1), TODAY)


def test_the_owner_and_who_acts_for_them_release_it_and_nobody_else(brussels):
    with pytest.raises(NotAllowed):
        release(brussels, by=brussels.bob)
    grant(brussels.bob, "facility_manager", brussels.site)
    release(brussels, by=brussels.bob)
    with pytest.raises(NotAllowed):
        take_back(brussels, by=brussels.cas)
    free = Space.objects.select_related("floor__site").get(pk=brussels.desks[1].pk)
    with pytest.raises(NotPossible, match=r"3\.02 is nobody’s own desk"):
        release_desk(space=free, starts_on=TUESDAY, ends_on=THURSDAY, by=brussels.ann, now=NOW)
