"""A crowd: many threads, each with a connection of its own, that all begin at the same moment.

What each of them meets is kept: a result, a reasoned refusal, or an error that no test forgives. The time that every
lock statement takes is kept, too.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from django.db import connection

from booking.actions import locking
from booking.actions.asking import NotPossible, Refused

PATIENCE = 60  # seconds after which a crowd that has not ended is said to hang


@dataclass
class Outcomes:
    results: list[Any] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    not_possible: list[NotPossible] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    @property
    def codes(self) -> set[str]:
        """Every code that anybody was refused with."""
        return {objection.code for refused in self.refused for objection in refused.verdict.refusals}


class Crowd:
    """Threads that stay from one race to the next, as the connections of web workers do."""

    def __init__(self) -> None:
        self._inboxes: list[SimpleQueue] = []
        self._threads: list[threading.Thread] = []

    def together(self, acts: Iterable[Callable[[], Any]]) -> Outcomes:
        """Let every act run in a thread of its own, all from one moment on; return what they met."""
        acts = list(acts)
        outcomes, start, ended = Outcomes(), threading.Barrier(max(1, len(acts))), threading.Semaphore(0)
        self._grow(len(acts))
        ends = time.monotonic() + PATIENCE
        with _nimble_threads():
            for act, inbox in zip(acts, self._inboxes, strict=False):
                inbox.put(lambda act=act: _run(act, start, outcomes, ended))
            hanging = sum(not ended.acquire(timeout=max(0.0, ends - time.monotonic())) for _ in acts)
        assert not hanging, f"{hanging} of {len(acts)} have not ended after {PATIENCE} seconds"
        return outcomes

    def go_home(self) -> None:
        for inbox in self._inboxes:
            inbox.put(None)
        for thread in self._threads:
            thread.join(5)

    def _grow(self, size: int) -> None:
        while len(self._threads) < size:
            self._inboxes.append(SimpleQueue())
            self._threads.append(threading.Thread(target=_live, args=[self._inboxes[-1]], daemon=True))
            self._threads[-1].start()


def _live(inbox: SimpleQueue) -> None:
    while (task := inbox.get()) is not None:
        task()
    connection.close()


class LockTimes:
    """How long each lock statement took, in seconds, as its caller saw it."""

    def __init__(self, monkeypatch):
        self._seconds: list[float] = []
        take = locking._take

        def timed(wanted):
            start = time.monotonic()
            try:
                take(wanted)
            finally:
                self._seconds.append(time.monotonic() - start)

        monkeypatch.setattr(locking, "_take", timed)

    @property
    def longest(self) -> float:
        return max(self._seconds, default=0.0)

    def forget(self) -> None:
        self._seconds.clear()


def deadlocks() -> int:
    """How many deadlocks this database has seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


@contextmanager
def _nimble_threads() -> Iterator[None]:
    """One interpreter plays the part of many processes: whoever holds the lock must not wait for the interpreter.

    By default a thread keeps it for 5 ms while another wants it, and a holder wants it after each of its statements.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _run(act: Callable[[], Any], start: threading.Barrier, outcomes: Outcomes, ended: threading.Semaphore) -> None:
    try:
        connection.ensure_connection()
        start.wait(PATIENCE)
        outcomes.results.append(act())
    except Refused as refused:
        outcomes.refused.append(refused)
    except NotPossible as not_possible:
        outcomes.not_possible.append(not_possible)
    except BaseException as error:  # kept, and judged by the test in its own thread
        outcomes.errors.append(error)
    finally:
        ended.release()
