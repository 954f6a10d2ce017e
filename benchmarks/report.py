"""What was measured, as tables of Markdown; each number beside its goal."""

from collections.abc import Iterable, Sequence

from benchmarks.booking_rounds import HOT, Booked
from benchmarks.load import Round
from benchmarks.pages import FLOOR, POLL, Cost, Read

# Measured elsewhere, on a machine of this kind: the best of WARP, Indico, LibreBooking and MRBS behind their servers.
PEER_BOOKINGS = {8: 80, 32: 90}  # per second, by clients
PEER_FLOOR = 66  # 200-desk day views per second, 8 clients

OF_BARE, OF_PEER = 0.75, 3.0
FLOOR_RATE = {200: 180, 1000: 60}
POLL_RATE = 1000
STEADY = 0.85  # what a rate may fall to when history grows a hundredfold, or desks twentyfold; noise included


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown that is also readable as it is: the first column to the left, numbers to the right."""
    cells = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = [_line(row, widths) for row in cells]
    rule = "|" + "|".join("-" * (w + 2) if i == 0 else "-" * (w + 1) + ":" for i, w in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def bookings(measured: Iterable[Booked]) -> str:
    head = ("bookings", "clients", "ours/s", "bare/s", "SQL/s", "÷ bare", "goal", "÷ SQL", "÷ peer", "goal",
            "p50", "p95", "p99 ms", "bare p50", "p99 ms", "granted", "refused/s")  # fmt: skip
    return table(head, (_booking_row(booked) for booked in measured))


def _booking_row(booked: Booked) -> Sequence[object]:
    ours, bare = booked.ours.only(303), booked.bare.only(303)
    peer = PEER_BOOKINGS.get(booked.clients)
    return (
        booked.where,
        booked.clients,
        round(booked.rate),
        round(bare.rate),
        round(booked.sql) if booked.sql else None,
        booked.of_bare,
        _goal(booked.of_bare, OF_BARE),
        booked.rate / booked.sql if booked.sql else None,
        booked.rate / peer if peer else None,
        _goal(booked.rate / peer, OF_PEER) if peer else None,
        *(_ms(ours, share) for share in (0.5, 0.95, 0.99)),
        *(_ms(bare, share) for share in (0.5, 0.99)),
        f"{booked.granted:.0%}",
        round(booked.refusals) if booked.where == HOT else None,
    )


def steadiness(rows: Iterable[tuple[str, float, float]]) -> str:
    """``rows``: what, rate with little, rate with much."""
    head = ("independence", "little", "much", "ratio", "goal")
    return table(head, ((what, round(a), round(b), b / a, _goal(b / a, STEADY)) for what, a, b in rows))


def pages(reads: Iterable[Read], costs: Iterable[Cost]) -> str:
    by_page = {(cost.page, cost.desks): cost for cost in costs}
    head = ("page", "desks", "history", "per s", "goal", "÷ peer", "p50", "p95", "p99 ms", "queries", "bytes", "gzip")
    return table(head, (_page_row(read, by_page[read.page, read.desks]) for read in reads))


def _page_row(read: Read, cost: Cost) -> Sequence[object]:
    rate = read.answers.rate
    goal = POLL_RATE if read.page == POLL else FLOOR_RATE.get(read.desks) if read.page == FLOOR else None
    return (
        read.page,
        read.desks,
        f"{read.past:,}",
        round(rate),
        _goal(rate, goal) if goal else None,
        rate / PEER_FLOOR if read.page == FLOOR and read.desks == 200 else None,
        *(_ms(read.answers, share) for share in (0.5, 0.95, 0.99)),
        cost.queries,
        f"{cost.size:,}",
        f"{cost.gzipped:,}",
    )


def violations(found: dict[str, int]) -> str:
    return table(("violations", "found"), [*found.items(), ("**all**", sum(found.values()))])


def _goal(value: float, goal: float) -> str:
    return f"{'✓' if value >= goal else '✗'} {goal:g}"


def _ms(answers: Round, share: float) -> float:
    return round(answers.percentile(share) * 1000, 1)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (f"{text:<{w}}" if i == 0 else f"{text:>{w}}" for i, (text, w) in enumerate(zip(row, widths)))  # noqa: B905
    return "| " + " | ".join([first, *others]) + " |"
