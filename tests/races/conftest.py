"""Every race ends with the same questions: any deadlock, anybody kept waiting, anything that contradicts itself."""

import os
from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.races import recount
from tests.races.crowd import Crowd, LockTimes, Outcomes, deadlocks

LONGEST_WAIT = 1.0  # seconds that anybody may wait for a lock


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    crowd = Crowd()
    yield crowd
    crowd.go_home()


@pytest.fixture
def race(crowd, monkeypatch) -> Callable[[Iterable], Outcomes]:
    """Run acts together; errors, deadlocks, long waits and contradictions fail the test.

    The first race of a test is a rehearsal in one respect: its waits do not count, because every session is new and
    reads the catalogue before its first statements, for which a server in service has nobody wait.
    """
    times, before = LockTimes(monkeypatch), deadlocks()
    races = 0

    def run(acts: Iterable) -> Outcomes:
        nonlocal races
        times.forget()
        outcomes = crowd.together(acts)
        races += 1
        assert not outcomes.errors, outcomes.errors
        assert deadlocks() == before
        if races > 1:
            load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
            assert times.longest < LONGEST_WAIT, f"waited {times.longest:.2f} s for a lock (load averages: {load})"
        assert recount.contradictions() == {}
        return outcomes

    return run
