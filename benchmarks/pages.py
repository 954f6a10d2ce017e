"""The pages that are read most: a week, a floor on a day, and the floor asked again when nothing has changed."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.browser import HOST, Browser
from benchmarks.load import Round, load
from benchmarks.office import Office
from benchmarks.server import Server
from benchmarks.stage import Stage

WEEK, FLOOR, POLL = "week", "floor", "poll, nothing new"
STATUS = {WEEK: 200, FLOOR: 200, POLL: 304}
READERS = 24  # people who take turns
OUTSIDE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True)
class Read:
    page: str
    desks: int
    past: int  # attendances in the history
    answers: Round


@dataclass(frozen=True)
class Cost:
    """Of one request, when everything that can be cached is."""

    page: str
    desks: int
    queries: int
    size: int  # bytes of the body
    gzipped: int


class Pages:
    def __init__(self, stage: Stage, server: Server) -> None:
        self.stage = stage
        self.server = server
        self.unexpected: list[int] = []

    def read(self, page: str, desks: int) -> Read:
        """The page of the site with so many desks, read by several people in turn."""
        sizes = self.stage.sizes
        requests = list(self._requests(page, self.stage.sites[desks]))
        load(self.server.path, requests[:8], clients=2, seconds=60)  # both processes have seen it
        answered = load(self.server.path, cycle(requests), clients=sizes.page_clients, seconds=sizes.page_seconds)
        self.unexpected += [status for status in answered.statuses.elements() if status != STATUS[page]]
        return Read(page, desks, self.stage.past, answered)

    def cost(self, page: str, desks: int) -> Cost:
        """What one request costs, in this process."""
        office = self.stage.sites[desks]
        person = office.people[0]
        address = self._address(page, office)
        headers = {"If-None-Match": self._tag(person, address)} if page == POLL else {}
        visitor = visitor_as(person)
        visitor.get(address, headers=headers)
        with CaptureQueriesContext(connection) as captured:
            answer = visitor.get(address, headers=headers)
        if answer.status_code != STATUS[page]:
            self.unexpected.append(answer.status_code)
        body = answer.content
        return Cost(page, desks, statements(captured), len(body), len(gzip.compress(body, 6)))

    def _requests(self, page: str, office: Office) -> Iterator[bytes]:
        address = self._address(page, office)
        for person in islice(office.people, READERS):
            headers = {"If-None-Match": self._tag(person, address)} if page == POLL else {}
            yield Browser(person).get(address, headers)

    def _address(self, page: str, office: Office) -> str:
        if page == WEEK:
            year, week, _weekday = self._day.isocalendar()
            return f"{reverse('week')}?week={year}-W{week:02}"
        name = "floor" if page == FLOOR else "floor_state"
        return f"{reverse(name, args=[office.site.code, office.floor.code])}?date={self._day}&part=day"

    @property
    def _day(self):
        return self.stage.open_days[2]

    def _tag(self, person: int, address: str) -> str:
        return visitor_as(person).get(address).headers.get("ETag", "")


def visitor_as(person: int) -> Client:
    """Django's test client, signed in as ``person``."""
    visitor = Client(headers={"Host": HOST}, raise_request_exception=False)
    visitor.cookies = Browser(person).cookie_jar
    return visitor


def statements(captured: CaptureQueriesContext) -> int:
    """How many queries were sent, without those that begin and end transactions."""
    return sum(not query["sql"].startswith(OUTSIDE) for query in captured.captured_queries)
