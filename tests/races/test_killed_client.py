"""A client killed in mid-transaction: the others go on, and nothing half-written is left."""

import signal
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection

from booking.actions.locking import hold
from booking.models import Attendance
from tests.cast import ONE_DESK
from tests.races import recount
from tests.races.conftest import LONGEST_WAIT
from tests.races.crowd import Outcomes
from tests.races.dying import Dying
from tests.races.party import asks, crowd_of, crowded_office, reserving, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

A_TURN = 0.25  # seconds that one of twenty needs on one interpreter, generously


def test_a_client_killed_while_it_holds_the_day(race, crowd):
    cast = _office()
    for day in weeks(3):
        with _dying_client(cast.bob, cast.site, day, until="written") as client:
            ended: list[float] = []
            others = _begin(crowd, _all_coming(cast, day, ended))
            _wait_until(lambda: _waiting() >= 20)
            assert not ended, "nobody was waiting for the hold"
            client.send_signal(signal.SIGKILL)
            killed = time.monotonic()
            outcomes = others.result(30)
        _went_on(cast, day, outcomes, ended, since=killed)
    race([])


def test_a_client_killed_while_it_waits_for_the_day(race, crowd):
    cast = _office()
    for day in weeks(3):
        ended: list[float] = []
        with hold(sites=[cast.site.pk], days=[(cast.site.pk, day)]):
            with _dying_client(cast.bob, cast.site, day, until="asking") as client:
                _wait_until(lambda: _waiting() == 1)
                others = _begin(crowd, _all_coming(cast, day, ended))
                _wait_until(lambda: _waiting() >= 21)
                client.send_signal(signal.SIGKILL)
            released = time.monotonic()
        outcomes = others.result(30)
        _went_on(cast, day, outcomes, ended, since=released)
    race([])


def _office():
    cast = crowded_office(people=20)
    cast.publish({"kind": "occupancy_cap", "number": 10}, ONE_DESK)
    return cast


def _begin(crowd, coming) -> "Future[Outcomes]":
    pool = ThreadPoolExecutor(1)
    others = pool.submit(crowd.together, coming)
    pool.shutdown(wait=False)
    return others


def _went_on(cast, day, outcomes: Outcomes, ended: list[float], *, since: float) -> None:
    """Ten came and ten were refused with reasons, none with an error; the first went on at once, the last soon."""
    assert not outcomes.errors, outcomes.errors
    assert (len(outcomes.results), len(outcomes.refused), outcomes.codes) == (10, 10, {"occupancy_cap"})
    assert len(ended) == 20
    waits = sorted(moment - since for moment in ended)
    assert waits[0] < LONGEST_WAIT
    assert waits[-1] < LONGEST_WAIT + 20 * A_TURN
    assert recount.people(cast.site, day) == (10, 10)
    assert not Attendance.objects.filter(employee=cast.bob).exists()


def _all_coming(cast, day, ended: list[float]) -> list:
    """Everybody asks for the day, and notes when the answer was there."""

    def coming(who):
        act = reserving(asks(who, cast, day), by=who)

        def timed():
            try:
                act()
            finally:
                ended.append(time.monotonic())

        return timed

    return [coming(who) for who in crowd_of(cast)]


def _dying_client(who, site, day, *, until: str) -> Dying:
    return Dying("tests.races.dying_client", who.pk, site.pk, day.isoformat(), until=until)


def _waiting() -> int:
    """How many sessions of this database wait for an advisory lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()[0]


def _wait_until(condition, seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "this never came about"
        time.sleep(0.01)
