"""Everybody has guests on the same day, and two receptionists receive the same one."""

import pytest

from booking.actions.reception import arrive, walk_in
from booking.actions.visitors import Guest
from booking.actions.visits import cancel_visit
from booking.models import Attendance, Message, Visit, Visitor
from tests.cast import MONDAY, NOW, grant
from tests.meetings import at
from tests.races.party import all_reserving, asks, crowd_of, crowded_office, weeks
from tests.visits import guest, invite

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

CAP = 12


@pytest.fixture
def cast():
    cast = crowded_office(people=40)
    cast.publish({"kind": "occupancy_cap", "number": CAP, "guests": True})
    grant(cast.ann, "receptionist", cast.site)
    grant(cast.bob, "receptionist", cast.site)
    return cast


def inviting(cast, host, who: Guest, day):
    return lambda: invite(cast, host, who, day=day)


def standing(cast, day):
    return Attendance.objects.standing().filter(site=cast.site, date=day)


def test_thirty_guests_for_twelve_places(race, cast):
    hosts = crowd_of(cast)[:30]
    for day in weeks():
        met = race(inviting(cast, host, guest(i), day) for i, host in enumerate(hosts))

        assert (len(met.results), len(met.refused)) == (CAP, 30 - CAP)
        assert met.codes == {"occupancy_cap"}
        assert standing(cast, day).count() == CAP == Visit.objects.filter(attendance__date=day).count()


def test_guests_and_colleagues_share_the_places_while_others_cancel(race, cast):
    hosts = crowd_of(cast)
    for day in weeks(2):
        given = [invite(cast, host, guest(i), day=day) for i, host in enumerate(hosts[:4])]

        met = race(
            [
                *(inviting(cast, host, guest(i), day) for i, host in enumerate(hosts[4:16])),
                *all_reserving(hosts[16:30], asks(cast.ann, cast, day)),
                *(lambda visit=visit, host=host: cancel_visit(visit=visit, by=host, now=NOW)
                  for visit, host in zip(given, hosts, strict=False)),
            ]
        )  # fmt: skip

        assert met.codes == {"occupancy_cap"}
        assert CAP - len(given) <= standing(cast, day).count() <= CAP


def test_the_same_guest_invited_many_times_at_once_is_one_visitor_with_one_visit(race, cast):
    host = crowd_of(cast)[0]
    for day in weeks(2):
        met = race([inviting(cast, host, guest(1), day)] * 8)

        assert (len(met.results), len(met.not_possible)) == (1, 7)
        assert Visitor.objects.count() == 1


def test_two_receptionists_receive_the_same_guests(race, cast):
    guests = [invite(cast, cast.ann, guest(n), day=MONDAY).attendance for n in range(6)]

    def receiving(day, by):
        return lambda: arrive(attendance=day, by=by, now=NOW, door="test").badge

    met = race(receiving(day, by) for day in guests for by in (cast.ann, cast.bob))

    assert len(met.results) == 12
    assert sorted(Visit.objects.values_list("badge", flat=True)) == list("123456")
    assert Message.objects.filter(kind="visitor_arrived").count() == 6


def test_at_the_door_no_badge_is_given_twice(race, cast):
    until = at(cast, "08:00", "10:00", MONDAY).end

    def coming(n, by):
        return lambda: walk_in(
            guest=Guest(name=f"Walt {n}"), host=cast.ann, site_id=cast.site.pk, until=until, by=by, now=NOW,
            door="test",
        )  # fmt: skip

    met = race(coming(n, (cast.ann, cast.bob)[n % 2]) for n in range(20))

    assert (len(met.results), len(met.refused)) == (CAP, 20 - CAP)
    badges = Visit.objects.values_list("badge", flat=True)
    assert sorted(badges, key=int) == [str(n + 1) for n in range(CAP)]
