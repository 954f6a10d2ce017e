"""The whole measurement, in order: a short history, then a long one; bookings, then pages; and the recount."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import report
from benchmarks.booking_rounds import HOT, SPREAD_OUT, Booked, Bookings, typical
from benchmarks.pages import FLOOR, POLL, WEEK, Cost, Pages, Read, statements, visitor_as
from benchmarks.recount import recount, standing
from benchmarks.server import Server
from benchmarks.sizes import Sizes
from benchmarks.sql_floor import SqlFloor
from benchmarks.stage import Stage, set_stage

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Result:
    report: str
    sound: bool  # no rule broken, no answer out of the ordinary


@dataclass
class Measured:
    """What has been measured so far; the first bookings are those with a short history."""

    first: list[Booked] = field(default_factory=list)
    bookings: list[Booked] = field(default_factory=list)
    by_desks: dict[int, Booked] = field(default_factory=dict)
    reads: list[Read] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    booking_queries: int = 0


def measure(sizes: Sizes, folder: Path, *, tell: Tell) -> Result:
    """All of it; takes what ``sizes`` say. ``folder`` is for sockets and logs."""
    tell("tables and static files …")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    stage = set_stage(sizes, today=datetime.now(UTC).date(), tell=tell)
    prepare = [sys.executable, "-m", "benchmarks.bare.prepare", str(sizes.rounds * sizes.round)]
    subprocess.run(prepare, check=True)
    with (
        Server("config.wsgi", folder, settings="benchmarks.settings") as ours,
        Server("benchmarks.bare.wsgi", folder, settings="benchmarks.bare.settings") as bare,
    ):
        bookings = Bookings(stage, ours, bare, SqlFloor(folder))
        pages = Pages(stage, ours)
        measured = _measure(stage, bookings, pages, tell)
        unexpected = Counter(bookings.unexpected + pages.unexpected)
        words = f"{dict(unexpected)}\n{ours.last_words()}\n{bare.last_words()}" if unexpected else ""
    return _result(stage, bookings, measured, unexpected.total(), words, tell)


def _measure(stage: Stage, bookings: Bookings, pages: Pages, tell: Tell) -> Measured:
    sizes, measured = stage.sizes, Measured()
    bookings.warm_up()
    for total in sizes.histories:
        last = total == sizes.histories[-1]
        tell(f"history of {total:,} …")
        stage.lengthen_history(total)
        bookings.warm_up()
        tell("bookings …")
        for clients in sizes.clients if last else (sizes.page_clients,):
            found = measured.bookings if last else measured.first
            found.append(typical([bookings.hot(clients) for _ in range(sizes.repeats)]))
            found.append(typical([bookings.spread(clients) for _ in range(sizes.repeats)]))
        tell("pages …")
        for desks in sizes.desks:
            measured.reads += [pages.read(page, desks) for page in (WEEK, FLOOR, POLL)]
    measured.by_desks = {desks: bookings.spread(sizes.page_clients, place) for desks, place in stage.sites.items()}
    measured.costs = [pages.cost(page, desks) for desks in sizes.desks for page in (WEEK, FLOOR, POLL)]
    measured.booking_queries = booking_queries(stage, bookings)
    return measured


def booking_queries(stage: Stage, bookings: Bookings) -> int:
    """The queries of one booking request, in this process: the second of two, when everything is cached."""
    for _ in range(2):
        day, desk = stage.seat(stage.hall)
        visitor = visitor_as(stage.booker(stage.hall))
        with CaptureQueriesContext(connection) as captured:
            answer = visitor.post(
                reverse("attendances"), {"date": day.isoformat(), "part": "day", "space": desk, "site": "hall"}
            )
        bookings.granted += answer.status_code == 303
    return statements(captured)


def _result(stage: Stage, bookings: Bookings, measured: Measured, unexpected: int, words: str, tell: Tell) -> Result:
    tell("recount …")
    monday = stage.open_days[0]
    found = recount({place.site.pk: place.cap for place in stage.offices}, since=monday)
    found["grants told but not kept, or kept but not told"] = abs(
        standing(since=stage.spread_days[0]) - bookings.granted
    )
    found["answers that were no answer"] = unexpected
    lines = [
        f"History: {stage.past:,} attendances. A booking request sends {measured.booking_queries} queries.",
        report.bookings(measured.bookings),
        report.steadiness(_pairs(measured, stage)),
        report.pages(measured.reads, measured.costs),
        report.violations(found),
    ]
    if words:
        lines.append(f"Answers out of the ordinary, by status, and the servers' last words: {words}")
    return Result("\n\n".join(lines), sound=not any(found.values()))


def _pairs(measured: Measured, stage: Stage) -> list[tuple[str, float, float]]:
    """What, the rate with little, the rate with much: history first, then desks."""
    few, many = min(stage.sizes.histories), max(stage.sizes.histories)
    rows = []
    for where, name in ((HOT, f"bookings, {HOT}"), (SPREAD_OUT, f"bookings, {SPREAD_OUT}")):
        rates = [
            next((b.rate for b in group if b.where == where and b.clients == stage.sizes.page_clients), 0)
            for group in (measured.first, measured.bookings)
        ]
        if all(rates):
            rows.append((f"{name}: history of {few:,} and {many:,}", *rates))
    for page in (WEEK, FLOOR, POLL):
        for desks in stage.sizes.desks:
            before, after = (r.answers.rate for r in measured.reads if r.page == page and r.desks == desks)
            rows.append((f"{page}, {desks} desks: history of {few:,} and {many:,}", before, after))
    desks = [measured.by_desks[n].rate for n in (min(measured.by_desks), max(measured.by_desks))]
    rows.append((f"bookings, {SPREAD_OUT}: {min(measured.by_desks)} and {max(measured.by_desks)} desks", *desks))
    return [row for row in rows if row[1]]
