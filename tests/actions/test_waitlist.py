"""Wait for a day or a desk, be offered a place, take it or leave it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg.types.range import Range

from booking.actions.absence import enter_absence
from booking.actions.amendment import shrink
from booking.actions.asking import NotPossible, Refused
from booking.actions.cancellation import cancel
from booking.actions.permissions import NotAllowed
from booking.actions.promotion import promote
from booking.actions.reservation import reserve
from booking.actions.waitlist import accept, join, leave
from booking.models import Absence, Attendance, Booking, Employee, Message, Policy, Refusal, WaitlistEntry
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING
from booking.rules.queue_order import lot
from tests.cast import MONDAY, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def brussels() -> Office:
    """Two people at once, and one day a week: Ann and Bob have Tuesday."""
    cast = office(people=8)
    cast.publish({"kind": "occupancy_cap", "number": 2}, ONE_DAY, ONE_DESK)
    book(cast, cast.ann, desk=0)
    book(cast, cast.bob, desk=1)
    return cast


def book(cast: Office, who: Employee, day=TUESDAY, **request):
    return reserve(ask=cast.ask(who, day, **request), by=who, now=NOW, door="test")


def wait(cast: Office, who: Employee, day=TUESDAY, *, now=NOW, accept_at_once=False, **request) -> WaitlistEntry:
    return join(ask=cast.ask(who, day, **request), by=who, now=now, door="test", accept_at_once=accept_at_once)


def day_of(who: Employee) -> Attendance:
    return Attendance.objects.standing().get(employee=who)


def give_back(who: Employee, now=NOW) -> None:
    cancel(attendance=day_of(who), by=who, now=now)


def state(entry: WaitlistEntry) -> str:
    entry.refresh_from_db()
    return entry.state


def told(who: Employee) -> list[str]:
    return list(Message.objects.filter(employee=who, kind__startswith="queue").values_list("kind", flat=True))


class TestJoining:
    def test_a_full_day_is_waited_for_whichever_desk_was_asked(self, brussels):
        entry = wait(brussels, brussels.cas, desk=0)
        assert (entry.state, entry.space, entry.morning, entry.afternoon) == ("waiting", None, True, True)
        again = wait(brussels, brussels.cas, accept_at_once=True)
        assert (again.pk, WaitlistEntry.objects.get().accept_at_once) == (entry.pk, True)

    def test_a_taken_desk_on_a_day_with_places_is_waited_for_itself(self, brussels):
        give_back(brussels.bob)
        assert wait(brussels, brussels.cas, desk=0).space == brussels.desks[0]

    def test_what_waiting_does_not_mend_is_refused_and_kept(self, brussels):
        book(brussels, brussels.cas, THURSDAY)
        with pytest.raises(Refused) as refused:
            wait(brussels, brussels.cas)
        assert {o.code for o in refused.value.verdict.refusals} == {"occupancy_cap", "person_maximum"}
        assert Refusal.objects.get().verb == "wait"
        assert not WaitlistEntry.objects.exists()

    def test_a_day_on_which_nobody_may_come_has_no_queue(self, brussels):
        Policy.objects.all().delete()
        brussels.publish({"kind": "occupancy_cap", "number": 0})
        with pytest.raises(Refused):
            wait(brussels, brussels.cas, THURSDAY)

    def test_a_free_day_has_no_queue(self, brussels):
        with pytest.raises(NotPossible):
            wait(brussels, brussels.cas, THURSDAY)

    def test_nobody_queues_for_a_stranger(self, brussels):
        with pytest.raises(NotAllowed):
            join(ask=brussels.ask(brussels.cas), by=brussels.dia, now=NOW, door="test")

    def test_who_has_the_morning_waits_for_the_afternoon(self, brussels):
        brussels.publish({"kind": "occupancy_cap", "number": 2}, period=Range(date(2019, 1, 1), date(2019, 1, 2)))
        Attendance.objects.filter(employee=brussels.ann).update(afternoon=False)
        Booking.objects.all().delete()
        book(brussels, brussels.cas, parts=AFTERNOON)
        entry = wait(brussels, brussels.ann)
        assert (entry.morning, entry.afternoon) == (False, True)
        give_back(brussels.cas)
        assert promote(now=NOW) == {"accepted": 1}
        assert (day_of(brussels.ann).morning, day_of(brussels.ann).afternoon) == (True, True)
        assert told(brussels.ann) == ["queue_granted"]


class TestPromotion:
    def test_nothing_happens_while_the_day_is_full(self, brussels):
        entry = wait(brussels, brussels.cas)
        assert promote(now=NOW) == {}
        assert (state(entry), told(brussels.cas)) == ("waiting", [])

    def test_a_place_is_kept_for_one_person_and_direct_bookings_wait(self, brussels):
        first = wait(brussels, brussels.cas)
        second = wait(brussels, brussels.dia, now=NOW + timedelta(minutes=1))
        give_back(brussels.ann)
        with pytest.raises(Refused) as refused:
            book(brussels, brussels.eve)
        assert refused.value.verdict.refusals[0].details["waiting"] == 2

        assert promote(now=NOW) == {"offered": 1}
        assert (state(first), state(second)) == ("offered", "waiting")
        held = day_of(brussels.cas)
        assert (held.state, held.held_until) == ("held", NOW + timedelta(minutes=120))
        assert first.offered_until == held.held_until
        assert (told(brussels.cas), told(brussels.dia)) == (["queue_offered"], [])
        assert promote(now=NOW) == {}

    def test_accepted_it_is_planned_with_the_usual_desk(self, brussels):
        Employee.objects.filter(pk=brussels.cas.pk).update(favourite_desk=brussels.desks[7])
        entry = _offered(brussels, brussels.cas)
        accept(entry=entry, by=brussels.cas, now=NOW)
        accept(entry=entry, by=brussels.cas, now=NOW)
        assert (state(entry), day_of(brussels.cas).state, day_of(brussels.cas).held_until) == (
            "accepted", "planned", None,
        )  # fmt: skip
        assert Booking.objects.standing().get(attendance__employee=brussels.cas).space == brussels.desks[7]
        assert Message.objects.filter(employee=brussels.cas, kind="booked").count() == 1

    def test_accepted_without_a_free_desk_it_is_planned_all_the_same(self, brussels):
        entry = _offered(brussels, brussels.cas)
        brussels.site.floors.get().spaces.update(retired_on=MONDAY)
        accept(entry=entry, by=brussels.cas, now=NOW)
        assert day_of(brussels.cas).state == "planned"
        assert not Booking.objects.standing().filter(attendance__employee=brussels.cas).exists()
        assert Message.objects.filter(employee=brussels.cas, kind="booked").count() == 1

    def test_declined_it_goes_to_the_next_and_nobody_is_told_of_a_cancellation(self, brussels):
        entry = _offered(brussels, brussels.cas)
        following = wait(brussels, brussels.dia)
        leave(entry=entry, by=brussels.cas, now=NOW)
        assert not Attendance.objects.standing().filter(employee=brussels.cas).exists()
        assert promote(now=NOW) == {"offered": 1}
        assert (state(entry), state(following)) == ("withdrawn", "offered")
        assert not Message.objects.filter(employee=brussels.cas, kind="cancelled").exists()

    def test_not_answered_in_time_it_goes_to_the_next(self, brussels):
        entry = _offered(brussels, brussels.cas)
        following = wait(brussels, brussels.dia)
        with pytest.raises(NotPossible):
            accept(entry=entry, by=brussels.cas, now=LATER)
        assert promote(now=LATER) == {"expired": 1, "offered": 1}
        assert (state(entry), state(following)) == ("expired", "offered")
        assert told(brussels.cas) == ["queue_offered", "queue_expired"]
        with pytest.raises(NotPossible):
            accept(entry=entry, by=brussels.cas, now=LATER)

    def test_chosen_so_it_is_booked_at_once_with_a_desk_and_told_once(self, brussels):
        Employee.objects.filter(pk=brussels.cas.pk).update(favourite_desk=brussels.desks[7])
        entry = wait(brussels, brussels.cas, accept_at_once=True)
        give_back(brussels.ann)
        assert promote(now=NOW) == {"accepted": 1}
        assert (state(entry), day_of(brussels.cas).state) == ("accepted", "planned")
        assert Booking.objects.standing().get(attendance__employee=brussels.cas).space == brussels.desks[7]
        assert list(Message.objects.filter(employee=brussels.cas).values_list("kind", flat=True)) == ["queue_granted"]

    def test_who_may_no_longer_come_is_told_why_and_the_next_gets_it(self, brussels):
        entry, following = wait(brussels, brussels.cas), wait(brussels, brussels.dia)
        book(brussels, brussels.cas, THURSDAY)  # the one day of the week
        give_back(brussels.ann)
        assert promote(now=NOW) == {"expired": 1, "offered": 1}
        assert (state(entry), state(following)) == ("expired", "offered")
        message = Message.objects.get(employee=brussels.cas, kind="queue_ended")
        assert [o["code"] for o in message.payload["objections"]] == ["person_maximum"]

    def test_who_cannot_have_this_place_is_passed_by(self, brussels):
        """A cap of team Blue is full; a place under the site's cap is of no use to Cas, and of use to Dia of Red."""
        Policy.objects.all().delete()
        brussels.publish(
            {"kind": "occupancy_cap", "number": 2},
            {"kind": "occupancy_cap", "number": 1, "population": "team", "team": brussels.teams["Blue"]},
        )
        blue, red = wait(brussels, brussels.cas), wait(brussels, brussels.dia)
        give_back(brussels.bob)
        assert promote(now=NOW) == {"offered": 1}
        assert (state(blue), state(red)) == ("waiting", "offered")

    def test_who_has_got_in_by_another_way_waits_no_longer(self, brussels):
        entry = wait(brussels, brussels.cas)
        give_back(brussels.ann)
        book(brussels, brussels.cas)
        assert promote(now=NOW) == {"accepted": 1}
        assert (state(entry), told(brussels.cas)) == ("accepted", [])

    @pytest.mark.parametrize("how", ["a desk taken", "the day cancelled"])
    def test_an_offer_may_be_answered_by_another_way(self, brussels, how):
        entry = _offered(brussels, brussels.cas)
        if how == "a desk taken":
            book(brussels, brussels.cas, desk=5)
        else:
            give_back(brussels.cas)
        promote(now=NOW)
        assert state(entry) == ("accepted" if how == "a desk taken" else "withdrawn")
        assert promote(now=LATER) == {}

    def test_an_absence_takes_the_kept_place_back(self, brussels):
        entry = _offered(brussels, brussels.cas)
        enter_absence(employee=brussels.cas, kind="sick", starts_on=TUESDAY, ends_on=THURSDAY, by=brussels.cas, now=NOW)
        promote(now=NOW)
        assert state(entry) == "withdrawn"
        assert Absence.objects.count() == 1

    def test_the_offer_ends_as_the_day_begins(self, brussels):
        entry = wait(brussels, brussels.cas)
        evening = datetime(2026, 3, 3, 5, 30, tzinfo=UTC)  # the site opens at seven, six in UTC
        give_back(brussels.ann, now=evening)
        promote(now=evening)
        assert state(entry) == "offered"
        assert entry.offered_until == datetime(2026, 3, 3, 6, tzinfo=UTC)

    def test_a_day_gone_by_is_waited_for_no_longer(self, brussels):
        entry = wait(brussels, brussels.cas)
        assert promote(now=NOW + timedelta(days=1)) == {}
        assert promote(now=NOW + timedelta(days=2)) == {"expired": 1}
        assert (state(entry), told(brussels.cas)) == ("expired", [])

    def test_half_a_place_goes_to_the_first_whom_it_serves(self, brussels):
        whole, afternoon = wait(brussels, brussels.cas), wait(brussels, brussels.dia, parts=AFTERNOON)
        shrink(attendance=day_of(brussels.ann), parts=MORNING, by=brussels.ann, now=NOW)
        assert promote(now=NOW) == {"offered": 1}
        assert (state(whole), state(afternoon)) == ("waiting", "offered")


class TestOrder:
    def test_first_come_first_served(self, brussels):
        late = wait(brussels, brussels.cas, now=NOW + timedelta(minutes=5))
        early = wait(brussels, brussels.dia, now=NOW)
        give_back(brussels.ann)
        promote(now=NOW)
        assert (state(early), state(late)) == ("offered", "waiting")

    def test_whoever_came_least_lately_comes_first(self, brussels):
        Policy.objects.update(queue_order="fewest_days", queue_seed="spring")
        often, seldom = wait(brussels, brussels.cas), wait(brussels, brussels.dia)
        for weeks in (1, 2):
            _came(brussels, brussels.cas, TUESDAY - timedelta(weeks=weeks))
        _came(brussels, brussels.dia, TUESDAY - timedelta(weeks=3))
        for weeks in (5, 6, 7):  # too long ago to count
            _came(brussels, brussels.dia, TUESDAY - timedelta(weeks=weeks))
        give_back(brussels.ann)
        promote(now=NOW)
        assert (state(seldom), state(often)) == ("offered", "waiting")

    def test_among_equals_the_lot_decides_and_the_seed_decides_the_lot(self, brussels):
        Policy.objects.update(queue_order="fewest_days", queue_seed="spring")
        entries = [wait(brussels, who) for who in (brussels.cas, brussels.dia, brussels.eve, brussels.fay)]
        give_back(brussels.ann)
        promote(now=NOW)
        (offered,) = [entry for entry in entries if state(entry) == "offered"]
        assert offered == min(entries, key=lambda entry: lot("spring", entry.pk))


class TestDesks:
    @pytest.fixture
    def antwerp(self) -> Office:
        """Places for all; Ann sits at the first desk."""
        cast = office("antwerp", people=8)
        cast.publish({"kind": "occupancy_cap", "number": 20}, ONE_DESK)
        book(cast, cast.ann, desk=0)
        return cast

    def test_a_desk_that_comes_free_is_kept_for_whoever_waits(self, antwerp):
        entry = wait(antwerp, antwerp.cas, desk=0)
        give_back(antwerp.ann)
        with pytest.raises(Refused) as refused:
            book(antwerp, antwerp.dia, desk=0)
        assert [o.code for o in refused.value.verdict.refusals] == ["queued"]
        assert promote(now=NOW) == {"offered": 1}
        assert (state(entry), entry.offered_booking.space) == ("offered", antwerp.desks[0])
        accept(entry=entry, by=antwerp.cas, now=NOW)
        assert day_of(antwerp.cas).state == "planned"
        assert entry.offered_booking.standing
        assert Message.objects.filter(employee=antwerp.cas, kind="booked").count() == 1

    def test_whoever_has_another_desk_exchanges_it(self, antwerp):
        book(antwerp, antwerp.cas, desk=4)
        entry = join(
            ask=replace(antwerp.ask(antwerp.cas), space_id=antwerp.desks[0].pk), by=antwerp.cas, now=NOW, door="test"
        )
        assert promote(now=NOW) == {}
        give_back(antwerp.ann)
        assert promote(now=NOW) == {"accepted": 1}
        assert state(entry) == "accepted"
        assert Booking.objects.standing().get(attendance__employee=antwerp.cas).space == antwerp.desks[0]
        assert Attendance.objects.standing().filter(employee=antwerp.cas).count() == 1

    def test_a_desk_declined_is_free_again(self, antwerp):
        entry = wait(antwerp, antwerp.cas, desk=0)
        give_back(antwerp.ann)
        promote(now=NOW)
        leave(entry=entry, by=antwerp.cas, now=NOW)
        book(antwerp, antwerp.dia, desk=0)
        assert not Attendance.objects.standing().filter(employee=antwerp.cas).exists()

    def test_two_halves_of_a_desk_have_queues_that_do_not_meet(self, antwerp):
        wait(antwerp, antwerp.cas, desk=0, parts=MORNING)
        give_back(antwerp.ann)
        book(antwerp, antwerp.dia, desk=0, parts=AFTERNOON)
        with pytest.raises(Refused):
            book(antwerp, antwerp.eve, desk=0, parts=MORNING)


def test_only_those_who_may_act_for_somebody_answer_for_them(brussels):
    entry = _offered(brussels, brussels.cas)
    for answer in (accept, leave):
        with pytest.raises(NotAllowed):
            answer(entry=entry, by=brussels.dia, now=NOW)


def test_a_look_at_all_who_wait_costs_as_much_for_seven_as_for_one(brussels, django_assert_num_queries):
    for people in (["Cas"], ["Dia", "Eve", "Fay", "Gus", "Hal"]):
        for name in people:
            wait(brussels, brussels.people[name])
        with django_assert_num_queries(LOOK):
            assert promote(now=NOW) == {}


# Offers to end; sites with days to end; who waits, by the version of their site; people, versions and facts to judge;
# whether anybody waits for a room.
LOOK = 8


def _offered(cast: Office, who: Employee) -> WaitlistEntry:
    entry = wait(cast, who)
    give_back(cast.ann)
    promote(now=NOW)
    entry.refresh_from_db()
    assert entry.state == "offered"
    return entry


def _came(cast: Office, who: Employee, day: date) -> None:
    Attendance.objects.create(
        employee=who, site=cast.site, date=day, morning=True, afternoon=ALL_DAY.afternoon, state="present",
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
