"""What gathering asks the database, as SQL with its parameters. Plain SQL: it runs inside the hold.

Each answer is one JSON array, so that all of them come by one statement. One look-up by index for each of what is
wanted, as LATERAL and OFFSET 0 spell out: a plan that is made before anybody knows how long the arrays are would else
expect them to be long, and read whole tables.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from booking.prepared import array
from booking.rules.proposal import Proposal
from booking.rules.rulebook import Rulebook
from booking.rules.scope import Tally
from booking.rules.spans import month_of, week_of

Statement = tuple[str, list[str]]
NOTHING: Statement = ("NULL", [])


def versions(site_ids: Collection[int]) -> Statement:
    """[site, rules_version] of each site."""
    return VERSIONS, [array(site_ids)]


def own_days(person: str, proposals: Sequence[Proposal]) -> Statement:
    """The standing days of the proposals' people (``person``: employee or visitor) in their weeks and months."""
    ids = {key[1] for p in proposals if (key := p.person.key)[0] == person}
    if not ids:
        return NOTHING
    dates = [p.date for p in proposals]
    start = min(week_of(min(dates))[0], month_of(min(dates))[0])
    end = max(week_of(max(dates))[1], month_of(max(dates))[1])
    return OWN_DAYS.format(person=person), [array(ids), str(start), str(end)]


def counts_at_sites(tallies: Sequence[Tally], days: Collection[tuple[int, date]]) -> Statement:
    """[site, date, [morning, afternoon of each tally, …]]: at a site a person has one standing row."""
    if not tallies:
        return NOTHING
    columns, values = _columns(tallies, "count(*) FILTER (WHERE a.{part} AND {condition})")
    return COUNT_AT_SITES.format(counts=columns), _arrays(days) + values


def counts_in_places(
    tallies: Sequence[Tally], days: Collection[tuple[int, date]], books: Mapping[int, Rulebook]
) -> Statement:
    """[site, date, [morning, afternoon of each tally, …]]: in a floor or zone a person may have several bookings."""
    if not tallies:
        return NOTHING
    inside = "s.{level}_id = %s::bigint AND {condition}"
    columns, values = _columns(tallies, f"count(DISTINCT person) FILTER (WHERE s.{{part}} AND {inside})")
    places = defaultdict(list)
    for tally in tallies:
        places[tally.place.level].append(tally.place.id)
    anywhere = " OR ".join(f"{level}_id = ANY(%s::bigint[])" for level in places)
    sql = COUNT_IN_PLACES.format(counts=columns, anywhere=anywhere)
    sites = {site for site, _day in days}
    rooms = {room for site in sites for tally in tallies for room in books[site].meeting_rooms(tally.place)}
    return sql, [*_arrays(days), *values, *(array(ids) for ids in places.values()), array(sorted(rooms))]


def bookings(proposals: Sequence[Proposal], books: Mapping[int, Rulebook]) -> Statement:
    """The standing bookings of the proposed spaces, and of those within reach, on the proposed dates."""
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
        return NOTHING
    return BOOKINGS, [array({day for _site, _space, day in asked}), array(spaces)]


def in_person(proposals: Sequence[Proposal]) -> Statement:
    """[booking, people who come in person] of each meeting that is joined."""
    meetings = {p.meeting_id for p in proposals if p.meeting_id is not None}
    return (IN_PERSON, [array(meetings)]) if meetings else NOTHING


def _columns(tallies: Sequence[Tally], column: str) -> Statement:
    columns, values = [], []
    for tally in tallies:
        condition, of_condition = _counted(tally)
        of_place = [] if tally.place.level == "site" else [str(tally.place.id)]
        for part in ("morning", "afternoon"):
            columns.append(column.format(part=part, level=tally.place.level, condition=condition))
            values += [*of_place, *of_condition]
    return ", ".join(columns), values


def _counted(tally: Tally) -> Statement:
    """The condition under which an attendance counts in a tally."""
    population = tally.population
    values: list[str] = []
    match population.kind:
        case "telework":
            condition = "a.employee_id IS NOT NULL AND a.telework_able"
        case "team":
            condition, values = "a.team_id = %s::bigint", [str(population.team_id)]
        case "role":
            condition, values = "%s::text = ANY (a.roles)", [population.role]
        case _:
            condition = "a.employee_id IS NOT NULL"
    if tally.guests:
        condition = f"(a.employee_id IS NULL OR ({condition}))"
    return condition, values


def _arrays(days: Collection[tuple[int, date]]) -> list[str]:
    return [array(site for site, _ in days), array(day for _, day in days)]


PEOPLE = """
SELECT e.id, e.team_id, e.telework_able, e.working_days, e.joined_on, e.left_on, e.is_active,
       (SELECT json_agg(json_build_array(g.role, g.site_id)) FROM booking_rolegrant g WHERE g.employee_id = e.id),
       (SELECT json_agg(json_build_array(x.kind, lower(x.period), upper(x.period), x.morning, x.afternoon))
          FROM booking_absence x
         WHERE x.employee_id = e.id AND x.withdrawn_at IS NULL AND upper(x.period) > %s::date)
  FROM unnest(%s::bigint[]) AS wanted (id)
 CROSS JOIN LATERAL (SELECT * FROM booking_employee WHERE booking_employee.id = wanted.id OFFSET 0) AS e
"""

VERSIONS = """
SELECT json_agg(json_build_array(id, rules_version)) FROM booking_site WHERE id = ANY(%s::bigint[])
"""

OWN_DAYS = """
SELECT json_agg(json_build_array(
           a.id, a.{person}_id, a.site_id, a.date, a.morning, a.afternoon,
           a.state, a.team_id, a.telework_able, a.roles, met.meetings,
           b.id, b.space_id, lower(b.period), upper(b.period), b.morning, b.afternoon
       ) ORDER BY a.date, lower(b.period))
  FROM unnest(%s::bigint[]) AS wanted (id)
 CROSS JOIN LATERAL (
       SELECT * FROM booking_attendance
        WHERE {person}_id = wanted.id AND date >= %s::date AND date < %s::date
          AND state IN ('held', 'planned', 'present') OFFSET 0) AS a
  LEFT JOIN LATERAL (
       SELECT * FROM booking_booking
        WHERE attendance_id = a.id AND state IN ('booked', 'checked_in') OFFSET 0) AS b ON true
  LEFT JOIN LATERAL (
       SELECT json_agg(json_build_array(m.id, m.space_id, lower(m.period), upper(m.period), m.morning, m.afternoon)
                       ORDER BY lower(m.period)) AS meetings
         FROM booking_participant p JOIN booking_booking m ON m.id = p.booking_id
        WHERE p.attendance_id = a.id AND m.state IN ('booked', 'checked_in') OFFSET 0) AS met ON true
"""

COUNT_AT_SITES = """
SELECT json_agg(json_build_array(d.site_id, d.date, counted.numbers))
  FROM unnest(%s::bigint[], %s::date[]) AS d (site_id, date)
 CROSS JOIN LATERAL (
       SELECT ARRAY[{counts}] AS numbers FROM booking_attendance a
        WHERE a.site_id = d.site_id AND a.date = d.date AND a.state IN ('held', 'planned', 'present')) AS counted
"""

# Distinct people with a standing booking inside, or who come to a meeting there, in the parts that it touches.
COUNT_IN_PLACES = """
SELECT json_agg(json_build_array(d.site_id, d.date, counted.numbers))
  FROM unnest(%s::bigint[], %s::date[]) AS d (site_id, date)
 CROSS JOIN LATERAL (
       SELECT ARRAY[{counts}] AS numbers
         FROM (SELECT b.attendance_id, b.morning, b.afternoon, x.floor_id, x.zone_id
                 FROM booking_booking b JOIN booking_space x ON x.id = b.space_id
                WHERE b.date = d.date AND b.state IN ('booked', 'checked_in') AND ({anywhere})
                UNION ALL
               SELECT p.attendance_id, b.morning, b.afternoon, r.floor_id, r.zone_id
                 FROM unnest(%s::bigint[]) AS room (id)
                 JOIN booking_space r ON r.id = room.id
                CROSS JOIN LATERAL (
                      SELECT * FROM booking_booking
                       WHERE date = d.date AND space_id = room.id AND state IN ('booked', 'checked_in') OFFSET 0) AS b
                 JOIN booking_participant p ON p.booking_id = b.id AND p.attendance_id IS NOT NULL) AS s
         JOIN booking_attendance a ON a.id = s.attendance_id
        CROSS JOIN LATERAL (SELECT coalesce(a.employee_id, -a.visitor_id) AS person) AS who
        WHERE a.site_id = d.site_id
       ) AS counted
"""

BOOKINGS = """
SELECT json_agg(json_build_array(
           b.id, b.space_id, b.date, lower(b.period), upper(b.period), b.morning, b.afternoon,
           a.id, a.employee_id, a.visitor_id))
  FROM unnest(%s::date[]) AS wanted (date), unnest(%s::bigint[]) AS space (id)
 CROSS JOIN LATERAL (
       SELECT * FROM booking_booking
        WHERE date = wanted.date AND space_id = space.id AND state IN ('booked', 'checked_in') OFFSET 0) AS b
  LEFT JOIN LATERAL (
       SELECT * FROM booking_attendance WHERE booking_attendance.id = b.attendance_id OFFSET 0) AS a ON true
"""

IN_PERSON = """
SELECT json_agg(json_build_array(wanted.id, (
           SELECT count(*) FROM booking_participant
            WHERE booking_id = wanted.id AND response = 'in_person')))
  FROM unnest(%s::bigint[]) AS wanted (id)
"""
