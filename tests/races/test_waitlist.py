"""Many wait while places open and others book: never over the cap, in order, each told once, nobody forgotten."""

import signal
import time
from datetime import date, timedelta

import pytest
from django.db.models import Count

from booking.actions.cancellation import cancel
from booking.actions.promotion import promote
from booking.actions.queue import queue_of
from booking.actions.waitlist import accept, join, leave
from booking.models import Attendance, Message, Policy, WaitlistEntry
from tests.cast import NOW
from tests.races import recount
from tests.races.dying import Dying
from tests.races.party import already_there, asks, crowd_of, crowded_office, reserving, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

PLACES, WAITING, BOOKING = 50, 200, 40
LATE = NOW + timedelta(hours=2)  # the very moment at which offers end


@pytest.mark.parametrize("order", ["first_come", "fewest_days"])
def test_fifty_places_open_for_two_hundred_who_wait_while_forty_book(race, order):
    """Fifty give their day back, two promoters run, forty book directly, and somebody keeps counting."""
    cast = crowded_office(people=PLACES + WAITING + BOOKING)
    cast.publish({"kind": "occupancy_cap", "number": PLACES})
    Policy.objects.update(queue_order=order, queue_seed="spring")
    people = crowd_of(cast)
    there, waiting, booking = people[:PLACES], people[PLACES:-BOOKING], people[-BOOKING:]
    for day in weeks(2):
        given_back = already_there(there, cast, day)
        _wait(waiting, cast, day)
        queue = [entry.pk for entry in queue_of((cast.site.pk, day, None))]
        counted: list[int] = []

        met = race(
            [
                *(_all_cancelling(given_back[n::10]) for n in range(10)),
                *(reserving(asks(who, cast, day), by=who) for who in booking),
                *[lambda day=day: [promote(now=NOW, site_id=cast.site.pk, day=day) for _ in range(10)]] * 2,
                lambda day=day, counted=counted: _count(cast, day, counted),
            ]
        )
        promote(now=NOW)

        assert met.codes == {"occupancy_cap"}
        assert len(met.refused) == BOOKING
        assert max(counted) <= PLACES
        assert recount.people(cast.site, day) == (PLACES, PLACES)
        entries = WaitlistEntry.objects.filter(date=day).exclude(state="waiting")
        assert sorted(entry.pk for entry in entries) == sorted(queue[:PLACES])
        assert {entry.accept_at_once: entry.state for entry in entries} == {True: "accepted", False: "offered"}
        _told_once(entries)


def test_two_promoters_and_answers_at_once(race):
    """Ten hold an offer: some take it, some leave it, its time runs out for others, all while promoters run."""
    cast = crowded_office(people=60)
    cast.publish({"kind": "occupancy_cap", "number": 10})
    people = crowd_of(cast)
    for day in weeks(3):
        gone = already_there(people[:10], cast, day)
        _wait(people[10:], cast, day, at_once=False)
        for attendance in gone:
            cancel(attendance=attendance, by=attendance.employee, now=NOW)
        promote(now=NOW)
        offered = list(WaitlistEntry.objects.filter(date=day, state="offered").order_by("pk"))
        assert len(offered) == 10
        race(
            [
                *(_answering(accept, entry, NOW) for entry in offered[:4]),
                *(_answering(leave, entry, NOW) for entry in offered[2:7]),
                *[lambda day=day: promote(now=LATE, site_id=cast.site.pk, day=day)] * 3,
            ]
        )

        assert max(recount.people(cast.site, day)) == 10
        entries = WaitlistEntry.objects.filter(date=day)
        held = Attendance.objects.filter(date=day, state="held").values_list("employee", flat=True)
        assert set(held) == set(entries.filter(state="offered").values_list("employee", flat=True))
        _told_once(entries.exclude(state="waiting"))


def test_thirty_join_as_the_day_fills_and_empties(race):
    cast = crowded_office(people=50)
    cast.publish({"kind": "occupancy_cap", "number": 10})
    people = crowd_of(cast)
    for day in weeks(3):
        there = already_there(people[:10], cast, day)

        met = race([*(_joining(who, cast, day) for who in people[10:40]), *map(_cancelling, there[:5]), _promoting])
        promote(now=NOW)

        assert not met.refused
        assert recount.people(cast.site, day)[0] == min(10, 5 + WaitlistEntry.objects.filter(date=day).count())
        assert WaitlistEntry.objects.filter(date=day).values("employee").distinct().count() == (
            WaitlistEntry.objects.filter(date=day).count()
        )


def test_a_promoter_killed_before_it_told_has_offered_nothing(race):
    cast = crowded_office(people=6)
    cast.publish({"kind": "occupancy_cap", "number": 1})
    people, day = crowd_of(cast), weeks(1)[0]
    there = already_there(people[:1], cast, day)
    _wait(people[1:], cast, day, at_once=False)
    cancel(attendance=there[0], by=people[0], now=NOW)
    with Dying("tests.races.dying_promoter", until="written") as promoter:
        promoter.send_signal(signal.SIGKILL)
    assert not WaitlistEntry.objects.exclude(state="waiting").exists()

    race([_promoting] * 2)

    offered = WaitlistEntry.objects.get(state="offered")
    assert offered.employee == people[1]
    assert recount.people(cast.site, day) == (1, 1)
    _told_once([offered])


def _wait(people, cast, day: date, *, at_once: bool | None = None) -> None:
    """They have come one after the other; every second one is booked at once, unless all are said to be."""
    WaitlistEntry.objects.bulk_create(
        WaitlistEntry(
            employee=who, site=cast.site, date=day, accept_at_once=bool(n % 2) if at_once is None else at_once,
            created_at=NOW - timedelta(minutes=len(people) - n), changed_at=NOW,
        )
        for n, who in enumerate(people)
    )  # fmt: skip


def _told_once(entries) -> None:
    """Each was told of the place that they got, and nobody of two."""
    keys = {f"queue_offered:{entry.pk}" for entry in entries} | {f"queue_granted:{entry.pk}" for entry in entries}
    told = Message.objects.filter(key__in=keys)
    assert told.count() == len(entries)
    twice = told.values("payload__entry").annotate(times=Count("pk")).filter(times__gt=1)
    assert not twice.exists()


def _count(cast, day: date, counted: list[int]) -> None:
    for _ in range(50):
        counted.append(max(recount.people(cast.site, day)))
        time.sleep(0.02)


def _all_cancelling(attendances: list[Attendance]):
    return lambda: [cancel(attendance=one, by=one.employee, now=NOW) for one in attendances]


def _cancelling(attendance: Attendance):
    return lambda: cancel(attendance=attendance, by=attendance.employee, now=NOW)


def _joining(who, cast, day: date):
    return lambda: join(ask=asks(who, cast, day), by=who, now=NOW, door="test")


def _answering(answer, entry: WaitlistEntry, now):
    return lambda: answer(entry=entry, by=entry.employee, now=now)


def _promoting():
    return promote(now=NOW)
