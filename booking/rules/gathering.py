"""Facts from the database in a fixed number of queries, for one proposal or ten thousand.

Plain SQL: this runs inside the hold, where every tenth of a millisecond is somebody's wait.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import connection

from booking.rules.facts import Facts, OwnDay, PersonKey, SpaceBooking
from booking.rules.loading import rulebooks
from booking.rules.proposal import Away, Parts, Period, Person, Proposal
from booking.rules.rulebook import Rulebook
from booking.rules.scope import Tally
from booking.rules.spans import month_of, week_of

LONGEST_LOOK_BACK = timedelta(days=62)  # absences that ended earlier cannot touch a month being judged


def people(employee_ids: Iterable[int], *, since: date) -> dict[int, Person]:
    """Employees as rules see them, with their roles and the absences that end after ``since`` less two months."""
    found = {}
    for row in _rows(PEOPLE, [since - LONGEST_LOOK_BACK, list(employee_ids)]):
        pk, team_id, telework_able, working_days, joined_on, left_on, active, roles, absences = row
        found[pk] = Person(
            employee_id=pk,
            team_id=team_id,
            telework_able=telework_able,
            roles=frozenset((role, site_id) for role, site_id in roles or ()),
            working_days=tuple(working_days),
            joined_on=joined_on,
            left_on=left_on,
            active=active,
            away=tuple(
                Away(kind, date.fromisoformat(start), date.fromisoformat(end), Parts(morning, afternoon))
                for kind, start, end, morning, afternoon in absences or ()
            ),
        )
    return found


def gather(proposals: Sequence[Proposal]) -> Facts:
    """The facts for these proposals: own days, rulebooks, counts, counts inside floors and zones, and bookings."""
    own_days = _own_days(proposals)
    site_ids = {p.site_id for p in proposals} | {day.site_id for days in own_days.values() for day in days}
    books = rulebooks(site_ids)
    wanted = _wanted_tallies(proposals, books)
    at_sites = [tally for tally in wanted if tally.place.level == "site"]
    in_places = [tally for tally in wanted if tally.place.level != "site"]
    days = {(p.site_id, p.date) for p in proposals}
    return Facts(
        rulebooks=books,
        own_days=own_days,
        counts={**_count(COUNT_AT_SITES, at_sites, days), **_count(COUNT_IN_PLACES, in_places, days)},
        bookings=_bookings(proposals, books),
    )


def _own_days(proposals: Sequence[Proposal]) -> dict[PersonKey, tuple[OwnDay, ...]]:
    if not proposals:
        return {}
    dates = [p.date for p in proposals]
    start = min(week_of(min(dates))[0], month_of(min(dates))[0])
    end = max(week_of(max(dates))[1], month_of(max(dates))[1])
    days: dict[PersonKey, dict[int, OwnDay]] = defaultdict(dict)
    for column in ("employee", "visitor"):
        ids = {key[1] for p in proposals if (key := p.person.key)[0] == column}
        if not ids:
            continue
        for row in _rows(OWN_DAYS.format(person=column), [list(ids), start, end]):
            pk, person_id, site_id, day, morning, afternoon, state, team_id, telework_able, roles, *booked = row
            owner: PersonKey = (column, person_id)
            own = days[owner].get(pk) or OwnDay(
                pk,
                site_id,
                day,
                Parts(morning, afternoon),
                state=state,
                team_id=team_id,
                telework_able=telework_able,
                roles=tuple(roles),
            )
            if booked[0] is not None:
                booking_id, space_id, begins, ends, in_morning, in_afternoon = booked
                booking = SpaceBooking(
                    booking_id, space_id, day, Period(begins, ends), Parts(in_morning, in_afternoon), owner, pk
                )
                own = replace(own, bookings=(*own.bookings, booking))
            days[owner][pk] = own
    return {key: tuple(by_id.values()) for key, by_id in days.items()}


def _wanted_tallies(proposals: Sequence[Proposal], books: dict[int, Rulebook]) -> list[Tally]:
    days = {(p.site_id, p.date) for p in proposals}
    wanted = (tally for site, day in days for rule in books[site].rules_on(day) for tally in rule.kind.tallies())
    return list(dict.fromkeys(wanted))


def _count(
    sql: str, tallies: list[Tally], days: set[tuple[int, date]]
) -> dict[tuple[Tally, int, date], tuple[int, int]]:
    if not tallies:
        return {}
    # At a site a person has one standing row; inside a floor or zone perhaps several bookings.
    what, row = ("*", "a") if sql is COUNT_AT_SITES else ("DISTINCT person", "b")
    columns, parameters = [], []
    for tally in tallies:
        condition, values = _counted(tally)
        for part in ("morning", "afternoon"):
            columns.append(f"count({what}) FILTER (WHERE {row}.{part} AND {condition})")
            parameters += values
    parameters += [[site for site, _ in days], [day for _, day in days]]
    counts = {}
    for site, day, *numbers in _rows(sql.format(counts=", ".join(columns)), parameters):
        for i, tally in enumerate(tallies):
            counts[tally, site, day] = (numbers[2 * i], numbers[2 * i + 1])
    return counts


def _counted(tally: Tally) -> tuple[str, list[Any]]:
    """The SQL condition under which an attendance counts in a tally, with its parameters."""
    population = tally.population
    values: list[Any] = []
    match population.kind:
        case "telework":
            condition = "a.employee_id IS NOT NULL AND a.telework_able"
        case "team":
            condition, values = "a.team_id = %s", [population.team_id]
        case "role":
            condition, values = "%s = ANY (a.roles)", [population.role]
        case _:
            condition = "a.employee_id IS NOT NULL"
    if tally.guests:
        condition = f"(a.employee_id IS NULL OR ({condition}))"
    if tally.place.level != "site":
        condition = f"s.{tally.place.level}_id = %s AND {condition}"
        values = [tally.place.id, *values]
    return condition, values


def _bookings(
    proposals: Sequence[Proposal], books: dict[int, Rulebook]
) -> dict[tuple[int, date], tuple[SpaceBooking, ...]]:
    asked = {(p.site_id, p.space_id, p.date) for p in proposals if p.space_id is not None}
    reaches = {
        (site_id, day): max((rule.kind.reach for rule in books[site_id].rules_on(day)), default=0)
        for site_id, day in {(site_id, day) for site_id, _space, day in asked}
    }
    spaces: set[int] = set()
    for site_id, space_id, day in asked:
        spaces.add(space_id)
        if reach := reaches[site_id, day]:
            spaces.update(books[site_id].neighbours(space_id, reach))
    if not spaces:
        return {}
    dates = {day for _site, _space, day in asked}
    found = defaultdict(list)
    for row in _rows(BOOKINGS, [list(dates), list(spaces)]):
        pk, space_id, day, begins, ends, morning, afternoon, attendance_id, employee_id, visitor_id = row
        person: PersonKey | None = None
        if employee_id is not None:
            person = ("employee", employee_id)
        elif visitor_id is not None:
            person = ("visitor", visitor_id)
        found[space_id, day].append(
            SpaceBooking(pk, space_id, day, Period(begins, ends), Parts(morning, afternoon), person, attendance_id)
        )
    return {key: tuple(bookings) for key, bookings in found.items()}


def _rows(sql: str, parameters: list[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


PEOPLE = """
SELECT e.id, e.team_id, e.telework_able, e.working_days, e.joined_on, e.left_on, e.is_active,
       (SELECT json_agg(json_build_array(g.role, g.site_id)) FROM booking_rolegrant g WHERE g.employee_id = e.id),
       (SELECT json_agg(json_build_array(x.kind, lower(x.period), upper(x.period), x.morning, x.afternoon))
          FROM booking_absence x WHERE x.employee_id = e.id AND upper(x.period) > %s)
  FROM booking_employee e
 WHERE e.id = ANY(%s)
"""

OWN_DAYS = """
SELECT a.id, a.{person}_id, a.site_id, a.date, a.morning, a.afternoon,
       a.state, a.team_id, a.telework_able, a.roles,
       b.id, b.space_id, lower(b.period), upper(b.period), b.morning, b.afternoon
  FROM booking_attendance a
  LEFT JOIN booking_booking b ON b.attendance_id = a.id AND b.state IN ('booked', 'checked_in')
 WHERE a.{person}_id = ANY(%s) AND a.date >= %s AND a.date < %s AND a.state IN ('held', 'planned', 'present')
 ORDER BY a.date, lower(b.period)
"""

COUNT_AT_SITES = """
SELECT a.site_id, a.date, {counts}
  FROM booking_attendance a
  JOIN unnest(%s::bigint[], %s::date[]) AS d (site_id, date) ON a.site_id = d.site_id AND a.date = d.date
 WHERE a.state IN ('held', 'planned', 'present')
 GROUP BY a.site_id, a.date
"""

# Distinct people with a standing booking inside, in the parts that the booking touches.
COUNT_IN_PLACES = """
SELECT a.site_id, b.date, {counts}
  FROM booking_booking b
  JOIN booking_attendance a ON a.id = b.attendance_id
  JOIN booking_space s ON s.id = b.space_id
  JOIN unnest(%s::bigint[], %s::date[]) AS d (site_id, date) ON a.site_id = d.site_id AND b.date = d.date
 CROSS JOIN LATERAL (SELECT coalesce(a.employee_id, -a.visitor_id) AS person) AS who
 WHERE b.state IN ('booked', 'checked_in')
 GROUP BY a.site_id, b.date
"""

BOOKINGS = """
SELECT b.id, b.space_id, b.date, lower(b.period), upper(b.period), b.morning, b.afternoon,
       a.id, a.employee_id, a.visitor_id
  FROM booking_booking b
  LEFT JOIN booking_attendance a ON a.id = b.attendance_id
 WHERE b.date = ANY(%s) AND b.space_id = ANY(%s) AND b.state IN ('booked', 'checked_in')
"""
