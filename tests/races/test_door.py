"""At the door: many scan the same free desk at once, and a desk is taken back while somebody books it."""

from datetime import timedelta

import pytest

from booking.actions.desk_release import release_desk, take_desk_back
from booking.actions.walk_in import walk_in
from booking.models import Attendance, Booking, DeskRelease, Space
from tests.cast import NOW, ONE_DESK, TODAY
from tests.races.party import all_reserving, asks, crowd_of, crowded_office, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

AT_ONCE = 12


def _sitting_down(cast, desk, people):
    def act(who):
        return lambda: walk_in(space_id=desk.pk, site_id=cast.site.pk, by=who, now=NOW, door="test")

    return [act(who) for who in people]


def test_twelve_people_scan_one_free_desk(race):
    cast = crowded_office(people=AT_ONCE * 4)
    cast.publish(ONE_DESK)
    people = crowd_of(cast)
    for n in range(4):
        met = race(_sitting_down(cast, cast.desks[n], people[n * AT_ONCE : (n + 1) * AT_ONCE]))

        assert (len(met.results), len(met.refused)) == (1, AT_ONCE - 1)
        assert met.codes == {"taken"}
        taken = Booking.objects.standing().get(space=cast.desks[n], date=TODAY)
        assert (taken.state, taken.attendance.state) == ("checked_in", "present")
    assert Attendance.objects.count() == 4


def test_an_owner_takes_the_desk_back_while_others_book_it(race):
    cast = crowded_office(people=AT_ONCE)
    cast.publish(ONE_DESK)
    Space.objects.filter(pk=cast.desks[0].pk).update(owner=cast.ann)
    desk = Space.objects.select_related("floor__site").get(pk=cast.desks[0].pk)
    for day in weeks():
        days = {"space": desk, "starts_on": day, "ends_on": day + timedelta(days=1), "by": cast.ann, "now": NOW}
        release_desk(**days)

        booking = all_reserving(crowd_of(cast), asks(cast.ann, cast, day, desk=desk))
        met = race([*booking[:3], lambda days=days: take_desk_back(**days), *booking[3:]])

        booked = Booking.objects.standing().filter(space=desk, date=day).count()
        released = DeskRelease.objects.filter(space=desk, period__contains=day).count()
        # Either somebody was faster than its owner, or it is the owner's again: never both, never neither.
        assert (booked, released, len(met.not_possible)) in [(1, 1, 1), (0, 0, 0)]
        assert met.codes <= {"taken", "assigned"}
