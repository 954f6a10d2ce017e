"""A lean client: so many requests at a time over plain sockets, none before its predecessor is answered.

It lives on the two cores that it measures, so it does as little as it can: requests are bytes made beforehand, answers
are read to their end and looked at for no more than the status. gunicorn's sync workers close after each answer.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

PATIENCE = 60  # seconds without any answer


class NoAnswer(Exception):
    """The server has stopped answering."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    began: float  # seconds since the beginning of the round
    ended: float
    size: int  # bytes, headers included

    @property
    def took(self) -> float:
        return self.ended - self.began


@dataclass(frozen=True)
class Round:
    """What came back from one round of load, in the order of the ends."""

    answers: list[Answer] = field(default_factory=list)

    @property
    def statuses(self) -> Counter[int]:
        return Counter(answer.status for answer in self.answers)

    def only(self, *statuses: int) -> "Round":
        return Round([answer for answer in self.answers if answer.status in statuses])

    def until(self, moment: float) -> "Round":
        return Round([answer for answer in self.answers if answer.ended <= moment])

    @property
    def ended(self) -> float:
        return self.answers[-1].ended if self.answers else 0.0

    @property
    def rate(self) -> float:
        """Answers per second, from the beginning of the round to the last of these answers."""
        return len(self.answers) / self.ended if self.answers else 0.0

    def percentile(self, share: float) -> float:
        """Seconds within which ``share`` of the answers came."""
        took = sorted(answer.took for answer in self.answers)
        return took[min(len(took) - 1, int(len(took) * share))] if took else 0.0


def load(path: str, requests: Iterable[bytes], *, clients: int, seconds: float) -> Round:
    """Send ``requests`` to the unix socket at ``path``, ``clients`` at a time, and begin none after ``seconds``."""
    return Round(list(_answers(path, iter(requests), clients, seconds)))


def _answers(path: str, requests: Iterator[bytes], clients: int, seconds: float) -> Iterator[Answer]:
    start = time.perf_counter()
    with selectors.DefaultSelector() as waiting:

        def send_next() -> None:
            began = time.perf_counter() - start
            request = next(requests, None) if began < seconds else None
            if request is not None:
                sock = socket.socket(socket.AF_UNIX)
                sock.connect(path)
                sock.sendall(request)
                waiting.register(sock, selectors.EVENT_READ, (began, bytearray()))

        for _ in range(clients):
            send_next()
        while waiting.get_map():
            ready = waiting.select(PATIENCE)
            if not ready:
                raise NoAnswer(path)
            for key, _events in ready:
                began, received = key.data
                if piece := key.fileobj.recv(1 << 18):
                    received += piece
                    continue
                waiting.unregister(key.fileobj)
                key.fileobj.close()
                status = int(received[9:12] or 0)
                yield Answer(status, began, time.perf_counter() - start, len(received))
                send_next()
