"""Bookings over HTTP: Headroom, the bare Django and plain SQL by turns, so that each ratio is of neighbours in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.urls import reverse

from benchmarks.bare.settings import SCHEMA
from benchmarks.browser import Browser
from benchmarks.load import Round, load
from benchmarks.office import Office
from benchmarks.server import Server
from benchmarks.sql_floor import SqlFloor
from benchmarks.stage import SPREAD, Stage

GRANTED, REFUSED = 303, 409
PLENTY = 10**6
HOT, SPREAD_OUT = "hot day", f"{SPREAD} days"


@dataclass(frozen=True)
class Booked:
    """One measurement: how many clients, where the bookings fell, and what each way of booking came to."""

    where: str
    clients: int
    ours: Round
    bare: Round
    sql: float | None  # bookings per second

    @property
    def rate(self) -> float:
        return self.ours.only(GRANTED).rate

    @property
    def of_bare(self) -> float:
        return self.rate / self.bare.only(GRANTED).rate

    @property
    def granted(self) -> float:
        """The share of all requests that were granted."""
        return len(self.ours.only(GRANTED).answers) / len(self.ours.answers)

    @property
    def refusals(self) -> float:
        """Refused requests per second, once the day was full."""
        full = self.ours.only(GRANTED).ended
        refused = [answer for answer in self.ours.only(REFUSED).answers if answer.ended > full]
        return len(refused) / (refused[-1].ended - full) if refused else 0.0


class Bookings:
    """``unexpected`` collects the answers that were neither a grant nor a refusal."""

    def __init__(self, stage: Stage, ours: Server, bare: Server, sql: SqlFloor) -> None:
        self.stage = stage
        self.ours, self.bare, self.sql = ours, bare, sql
        self.granted = 0
        self.unexpected: list[int] = []
        self._person = 0
        self._space = 0

    def warm_up(self) -> None:
        number = self.stage.sizes.warm_up
        self._load(self.bare, self._bare_on(self.stage.spread_days, most=PLENTY), number, clients=4)
        self._load(self.ours, self._ours_spread(self.stage.hall), number, clients=4)

    def hot(self, clients: int) -> Booked:
        """Everybody wants the same day; the last of them find it full."""
        day, sizes = self.stage.hot_day(), self.stage.sizes
        bare = self._load(self.bare, self._bare_on([day], most=sizes.bookings), sizes.round, clients)
        ours = self._load(self.ours, self._ours_hot(self.stage.hall, day), sizes.round, clients)
        return Booked(HOT, clients, ours, bare, self._sql(1, clients))

    def spread(self, clients: int, place: Office | None = None) -> Booked:
        """Everybody wants another of sixty days, and nobody is refused."""
        place = place or self.stage.hall
        sizes = self.stage.sizes
        bare = self._load(self.bare, self._bare_on(self.stage.spread_days, most=PLENTY), sizes.bookings, clients)
        ours = self._load(self.ours, self._ours_spread(place), sizes.bookings, clients)
        return Booked(SPREAD_OUT, clients, ours, bare, self._sql(SPREAD, clients))

    def _sql(self, days: int, clients: int) -> float | None:
        return self.sql.rate(days=days, clients=clients, seconds=self.stage.sizes.seconds / 2)

    def _load(self, server: Server, requests: Iterator[bytes], number: int, clients: int) -> Round:
        prepared = [next(requests) for _ in range(number)]
        answered = load(server.path, prepared, clients=clients, seconds=self.stage.sizes.seconds)
        self.unexpected += [status for status in answered.statuses.elements() if status not in (GRANTED, REFUSED)]
        if server is self.ours:
            self.granted += answered.statuses[GRANTED]
        return answered

    def _ours_hot(self, place: Office, day: date) -> Iterator[bytes]:
        for desk in place.desks:
            yield self._request(place, day, desk)

    def _ours_spread(self, place: Office) -> Iterator[bytes]:
        while True:
            yield self._request(place, *self.stage.seat(place))

    def _request(self, place: Office, day: date, desk: int) -> bytes:
        back = f"{reverse('week')}?week={day:%G}-W{day:%V}"
        form = {"date": day.isoformat(), "part": "day", "space": desk, "site": place.site.pk, "next": back}
        return Browser(self.stage.booker(place)).post(reverse("attendances"), form)

    def _bare_on(self, days: list[date], *, most: int) -> Iterator[bytes]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {SCHEMA}.counter (day, most) SELECT unnest(%s::date[]), %s ON CONFLICT DO NOTHING",
                [days, most],
            )
        while True:
            for day in days:
                self._person, self._space = self._person + 1, self._space + 1
                yield Browser(self._person).post("/attendances/", {"date": day.isoformat(), "space": self._space})


def typical(measured: list[Booked]) -> Booked:
    """The measurement whose ratio to the bare booking is the median of its repeats."""
    return sorted(measured, key=lambda booked: booked.of_bare)[(len(measured) - 1) // 2]
