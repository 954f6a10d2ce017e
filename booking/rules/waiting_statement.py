"""What gathering asks of the waitlist: one more part of its one statement, and how the answer is read."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from booking.prepared import array
from booking.rules.proposal import Parts, Period, Proposal
from booking.rules.scope import Tally
from booking.rules.statements import NOTHING, Statement
from booking.rules.waiting import Queue, Waiter


def waiting(tallies: Sequence[Tally], proposals: Sequence[Proposal]) -> Statement:
    """[site, date, [morning, afternoon of each tally, …], [person, space, morning, afternoon, from, until] …].

    One for each date on which anybody waits. Those who wait are counted by what they are now: nothing was granted to
    them yet. By the partial index of those waiting: where nobody does, this is one look at a page of it for each day.
    """
    if not tallies and all(p.space_id is None for p in proposals):
        return NOTHING
    days: Collection[tuple[int, date]] = {(p.site_id, p.date) for p in proposals}
    columns, values = [], []
    for tally in tallies:
        condition, of_condition = _counted(tally)
        for part in ("morning", "afternoon"):
            columns.append(f"count(*) FILTER (WHERE w.space_id IS NULL AND w.{part} AND {condition})")
            values += of_condition
    people = {p.person.employee_id for p in proposals if p.person.employee_id is not None}
    return WAITING.format(counts=", ".join(columns)), [
        *values,
        array(people),
        array(site for site, _ in days),
        array(day for _, day in days),
    ]


def queues(tallies: Sequence[Tally], found: list) -> dict[tuple[int, date], Queue]:
    return {
        (site_id, date.fromisoformat(day)): Queue(
            {tally: (numbers[2 * i], numbers[2 * i + 1]) for i, tally in enumerate(tallies)},
            tuple(
                Waiter(person, space, Parts(morning, afternoon), _period(start, end))
                for person, space, morning, afternoon, start, end in named or ()
            ),
        )
        for site_id, day, numbers, named in found
    }


def _period(start: str | None, end: str | None) -> Period | None:
    """Of a room; days and desks are waited for by their parts."""
    return Period(datetime.fromisoformat(start), datetime.fromisoformat(end)) if start and end else None


def _counted(tally: Tally) -> Statement:
    """The condition under which somebody who waits belongs to a tally."""
    population = tally.population
    match population.kind:
        case "telework":
            return "e.telework_able", []
        case "team":
            return "e.team_id = %s::bigint", [str(population.team_id)]
        case "role":
            return f"EXISTS ({HAS_ROLE})", [population.role]
    return "true", []


HAS_ROLE = """
SELECT FROM booking_rolegrant g
 WHERE g.employee_id = w.employee_id AND g.role = %s::text AND (g.site_id IS NULL OR g.site_id = w.site_id)
"""

# The parameters come in the order in which they stand: counts, people, days.
WAITING = """
SELECT json_agg(answer) FROM (
    SELECT json_build_array(w.site_id, w.date, ARRAY[{counts}]::bigint[],
               json_agg(json_build_array(w.employee_id, w.space_id, w.morning, w.afternoon,
                                          lower(w.period), upper(w.period)))
                   FILTER (WHERE w.space_id IS NOT NULL OR w.employee_id = ANY(%s::bigint[]))) AS answer
      FROM unnest(%s::bigint[], %s::date[]) AS d (site_id, date)
     CROSS JOIN LATERAL (
           SELECT * FROM booking_waitlistentry q
            WHERE q.site_id = d.site_id AND q.date = d.date AND q.state = 'waiting' OFFSET 0) AS w
     CROSS JOIN LATERAL (
           SELECT team_id, telework_able FROM booking_employee WHERE booking_employee.id = w.employee_id OFFSET 0) AS e
     GROUP BY w.site_id, w.date) AS by_day
"""
