"""What the rules forbid, recounted in plain SQL that shares nothing with the engine. All must be 0."""

from datetime import date

from django.db import connection

from benchmarks.office import DISTANCE

_STANDING = "state IN ('held', 'planned', 'present')"
_BOOKED = "state IN ('booked', 'checked_in')"

# Each finds the breaches of one promise. %(limits)s pairs the sites with the people that their caps admit.
QUESTIONS = {
    "caps": f"""
        SELECT a.site_id, a.date, count(*) FILTER (WHERE a.morning), count(*) FILTER (WHERE a.afternoon)
          FROM booking_attendance a
          JOIN unnest(%(sites)s::bigint[], %(limits)s::int[]) AS l (site_id, most) USING (site_id)
         WHERE a.{_STANDING} AND a.date >= %(since)s
         GROUP BY a.site_id, a.date, l.most
        HAVING greatest(count(*) FILTER (WHERE a.morning), count(*) FILTER (WHERE a.afternoon)) > l.most
    """,
    "caps of zones": f"""
        SELECT z.id, b.date
          FROM booking_zone z
          JOIN (SELECT zone_id, count(*) AS desks FROM booking_space GROUP BY zone_id) s ON s.zone_id = z.id
          JOIN booking_space d ON d.zone_id = z.id
          JOIN booking_booking b ON b.space_id = d.id
         WHERE z.code = 'A' AND b.{_BOOKED} AND b.date >= %(since)s
         GROUP BY z.id, b.date, s.desks
        HAVING count(DISTINCT b.attendance_id) FILTER (WHERE b.morning) > s.desks * 9 / 10
    """,
    "overlaps": f"""
        SELECT * FROM (
            SELECT id, period, lag(period) OVER (PARTITION BY space_id ORDER BY lower(period)) AS before
              FROM booking_booking WHERE {_BOOKED}) AS neighbours
         WHERE period && before
    """,
    "weekly maxima": f"""
        SELECT employee_id, date_trunc('week', date)
          FROM booking_attendance
         WHERE {_STANDING} AND date >= %(since)s
         GROUP BY 1, 2 HAVING count(DISTINCT date) > 1
    """,
    "desks per person": f"""
        SELECT a.employee_id, b.date
          FROM booking_booking b JOIN booking_attendance a ON a.id = b.attendance_id
         WHERE b.{_BOOKED} AND b.date >= %(since)s
         GROUP BY 1, 2 HAVING count(*) > 1
    """,
    "desks too close": f"""
        SELECT one.id, other.id
          FROM booking_booking one
          JOIN booking_space s ON s.id = one.space_id
          JOIN booking_space t ON t.floor_id = s.floor_id AND t.id <> s.id
               AND (t.x - s.x) ^ 2 + (t.y - s.y) ^ 2 < {DISTANCE} ^ 2
          JOIN booking_booking other ON other.space_id = t.id AND other.date = one.date AND other.period && one.period
         WHERE one.{_BOOKED} AND other.{_BOOKED} AND one.date >= %(since)s
    """,
    "bookings without their day": f"""
        SELECT b.id
          FROM booking_booking b
          LEFT JOIN booking_attendance a
                 ON a.id = b.attendance_id AND a.date = b.date AND a.{_STANDING}
                AND (a.morning OR NOT b.morning) AND (a.afternoon OR NOT b.afternoon)
         WHERE b.{_BOOKED} AND a.id IS NULL
    """,
}


def recount(limits: dict[int, int], *, since: date) -> dict[str, int]:
    """The number of breaches of each promise. ``limits`` are people per site, and half-day; from ``since`` on."""
    values = {"sites": list(limits), "limits": list(limits.values()), "since": since}
    found = {}
    with connection.cursor() as cursor:
        for promise, question in QUESTIONS.items():
            cursor.execute(f"SELECT count(*) FROM ({question}) AS breaches", values)
            (found[promise],) = cursor.fetchone()
    return found


def standing(*, since: date) -> int:
    """How many attendances stand from ``since`` on."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM booking_attendance WHERE {_STANDING} AND date >= %s", [since])
        return cursor.fetchone()[0]
