"""What the database holds after a race, counted in plain SQL that knows nothing of the rules' code."""

from datetime import date

from django.db import connection

STANDING = "a.state IN ('held', 'planned', 'present')"


def people(site, day: date, *, team=None) -> tuple[int, int]:
    """(morning, afternoon): people with a standing attendance at a site (of one team) on a day."""
    return _row(
        f"""SELECT count(DISTINCT a.employee_id) FILTER (WHERE a.morning),
                   count(DISTINCT a.employee_id) FILTER (WHERE a.afternoon)
              FROM booking_attendance a
             WHERE {STANDING} AND a.site_id = %s AND a.date = %s AND (%s::bigint IS NULL OR a.team_id = %s)""",
        [site.pk, day, team and team.pk, team and team.pk],
    )


def people_seated(day: date, *, zone=None, floor=None) -> tuple[int, int]:
    """(morning, afternoon): people with a standing booking inside a zone or floor on a day, or at a meeting there."""
    place, column = (zone, "zone_id") if zone is not None else (floor, "floor_id")
    return _row(
        f"""SELECT count(DISTINCT a.employee_id) FILTER (WHERE b.morning),
                   count(DISTINCT a.employee_id) FILTER (WHERE b.afternoon)
              FROM booking_booking b
              LEFT JOIN booking_participant p ON p.booking_id = b.id AND p.response = 'in_person'
              JOIN booking_attendance a ON a.id = coalesce(b.attendance_id, p.attendance_id)
              JOIN booking_space s ON s.id = b.space_id
             WHERE b.state IN ('booked', 'checked_in') AND {STANDING} AND b.date = %s AND s.{column} = %s""",
        [day, place.pk],
    )


def people_meeting(room, day: date) -> int:
    """How many come to the fullest meeting in a room on a day."""
    return _row(
        """SELECT coalesce(max(comers), 0)
             FROM (SELECT count(*) AS comers FROM booking_booking b
                     JOIN booking_participant p ON p.booking_id = b.id AND p.response = 'in_person'
                    WHERE b.state IN ('booked', 'checked_in') AND b.space_id = %s AND b.date = %s
                    GROUP BY b.id) AS meetings""",
        [room.pk, day],
    )[0]


def dates_attended(employee, start: date, end: date) -> int:
    """On how many dates from ``start`` to before ``end`` a person attends anywhere."""
    return _row(
        f"""SELECT count(DISTINCT a.date) FROM booking_attendance a
             WHERE {STANDING} AND a.employee_id = %s AND a.date >= %s AND a.date < %s""",
        [employee.pk, start, end],
    )[0]


def contradictions() -> dict[str, int]:
    """Everything that no state may show, whatever the rules: each with how often it is there."""
    found = {what: _row(sql, [])[0] for what, sql in CONTRADICTIONS.items()}
    return {what: times for what, times in found.items() if times}


def _row(sql: str, parameters: list) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


TWO_DESKS = "a person has two desks at a time"
CONTRADICTIONS = {
    "a space is booked twice": """
        SELECT count(*) FROM booking_booking b JOIN booking_booking c
            ON b.space_id = c.space_id AND b.id < c.id AND b.period && c.period
         WHERE b.state IN ('booked', 'checked_in') AND c.state IN ('booked', 'checked_in')""",
    TWO_DESKS: """
        SELECT count(*) FROM booking_booking b
          JOIN booking_attendance x ON x.id = b.attendance_id
          JOIN booking_attendance y ON y.employee_id = x.employee_id
          JOIN booking_booking c ON c.attendance_id = y.id AND b.id < c.id AND b.period && c.period
         WHERE b.state IN ('booked', 'checked_in') AND c.state IN ('booked', 'checked_in')""",
    "a person is counted twice in a half-day": """
        SELECT count(*) FROM booking_attendance a JOIN booking_attendance b
            ON a.employee_id = b.employee_id AND a.date = b.date AND a.id < b.id
         WHERE a.state IN ('held', 'planned', 'present') AND b.state IN ('held', 'planned', 'present')
           AND ((a.morning AND b.morning) OR (a.afternoon AND b.afternoon))""",
    "a booking stands on a day that has ended": """
        SELECT count(*) FROM booking_booking b JOIN booking_attendance a ON a.id = b.attendance_id
         WHERE b.state IN ('booked', 'checked_in') AND a.state NOT IN ('held', 'planned', 'present')""",
    "a booking is on another date than its day, or reaches into a half that it does not hold": """
        SELECT count(*) FROM booking_booking b JOIN booking_attendance a ON a.id = b.attendance_id
         WHERE b.state IN ('booked', 'checked_in')
           AND (a.date <> b.date OR (b.morning AND NOT a.morning) OR (b.afternoon AND NOT a.afternoon))""",
    "somebody comes to a meeting on a day that has ended, is another's, or does not hold its halves": """
        SELECT count(*) FROM booking_participant p
          JOIN booking_booking b ON b.id = p.booking_id
          JOIN booking_attendance a ON a.id = p.attendance_id
         WHERE b.state IN ('booked', 'checked_in')
           AND (a.state NOT IN ('held', 'planned', 'present') OR a.date <> b.date
                OR (b.morning AND NOT a.morning) OR (b.afternoon AND NOT a.afternoon)
                OR a.employee_id IS DISTINCT FROM p.employee_id)""",
    "a meeting holds a desk, or a day a room": """
        SELECT count(*) FROM booking_booking b JOIN booking_space s ON s.id = b.space_id
         WHERE (s.kind = 'room') <> (b.attendance_id IS NULL)""",
    "a booking lies at another site than its day": """
        SELECT count(*) FROM booking_booking b JOIN booking_attendance a ON a.id = b.attendance_id
          JOIN booking_space s ON s.id = b.space_id JOIN booking_floor f ON f.id = s.floor_id
         WHERE f.site_id <> a.site_id""",
    "somebody was told of a day that is not there": """
        SELECT count(*) FROM booking_message m
         WHERE m.kind IN ('booked', 'queue_offered', 'queue_granted')
           AND m.payload->>'meeting' IS NULL -- a room may be had without a day
           AND NOT EXISTS (SELECT FROM booking_attendance a WHERE a.id = (m.payload->>'attendance')::bigint)""",
    "a day was written and its owner not told": """
        SELECT count(*) FROM booking_attendance a
         WHERE a.requested_by_id IS NOT NULL AND NOT EXISTS (
               SELECT FROM booking_message m
                WHERE m.kind IN ('booked', 'room_booked', 'queue_offered', 'queue_granted', 'proposed',
                                 'visit_invited', 'visit_changed', 'visitor_arrived')
                  AND (m.payload->>'attendance')::bigint = a.id)""",
}
