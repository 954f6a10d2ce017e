"""How much is measured: everything, a look in under two minutes, or just enough to see that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """``bookings`` and ``refusals`` per round; a round also ends after ``seconds``. Desks are per site."""

    histories: tuple[int, ...]  # past attendances, ascending
    clients: tuple[int, ...] = (1, 8, 32)
    page_clients: int = 8
    desks: tuple[int, ...] = (50, 200, 1000)  # of the sites whose pages are read
    repeats: int = 3
    bookings: int = 900
    refusals: int = 100
    seconds: float = 4
    page_seconds: float = 2.5
    warm_up: int = 60  # requests to each server before anything is measured

    @property
    def round(self) -> int:
        """Requests in a round."""
        return self.bookings + self.refusals

    @property
    def rounds(self) -> int:
        """As many as the hall may be asked for: hot and spread, for all clients or all histories, and some more."""
        return 2 * self.repeats * (len(self.clients) + len(self.histories)) + 2


FULL = Sizes(histories=(10_000, 1_000_000))
QUICK = Sizes(histories=(10_000, 100_000), repeats=1, bookings=450, refusals=50, seconds=2, page_seconds=1, warm_up=40)
MINIMAL = Sizes(
    histories=(200, 400), clients=(2,), page_clients=2, desks=(20,), repeats=1, bookings=18, refusals=4, seconds=2,
    page_seconds=0.2, warm_up=4,
)  # fmt: skip
