"""Attendances in great numbers, past and coming."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection

from benchmarks.office import Office
from benchmarks.setwise import insert
from booking.models import Attendance, Booking

EXCLUSION = "space_booked_once"
APART = 3


def past_days(count: int, today: date) -> list[date]:
    """The last ``count`` working days before ``today``, the latest first."""
    days, day = [], today
    while len(days) < count:
        day -= timedelta(days=1)
        if day.isoweekday() < 6:
            days.append(day)
    return days


def fill(office: Office, days: Sequence[date], *, per_day: int) -> None:
    """``per_day`` people on each of ``days``, by rota, each at a desk; one in ten has cancelled, one in five comes for
    the morning only. Days before today have been attended.

    The rota: on day n come the people from n × per_day on, and they sit down at every third desk, from elsewhere each
    day: next to each other they would fill a whole zone, which its cap does not admit.
    """
    assert len(office.desks) % APART, "two people would sit at one desk"
    assert per_day <= min(len(office.desks), len(office.people) // 5), "the rota would come round within a week"
    values = {
        "days": list(days),
        "per_day": per_day,
        "people": office.people,
        "desks": office.desks,
        "site": office.site.pk,
        "zone": office.site.time_zone,
        "midday": office.site.midday,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROTA, values)
        insert(Attendance, _ATTENDANCE, "FROM bench_rota r JOIN booking_employee e ON e.id = r.employee_id", values)
        insert(Booking, _BOOKING, "FROM bench_rota", values)
        cursor.execute("DROP TABLE bench_rota")


@contextmanager
def without_exclusion() -> Iterator[None]:
    """A million rows go in faster when the constraint is checked once for all of them, at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [EXCLUSION])
        (definition,) = cursor.fetchone()
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(f"ALTER TABLE booking_booking DROP CONSTRAINT {EXCLUSION}")
        yield
        cursor.execute(f"ALTER TABLE booking_booking ADD CONSTRAINT {EXCLUSION} {definition}")
        cursor.execute("RESET maintenance_work_mem")


def tidy() -> None:
    """What autovacuum would have done by the next morning."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


_ROTA = f"""
CREATE TEMPORARY TABLE bench_rota AS
SELECT nextval(pg_get_serial_sequence('booking_attendance', 'id')) AS id,
       day,
       (%(people)s::bigint[])[1 + ((n - 1) * %(per_day)s + k) %% cardinality(%(people)s::bigint[])] AS employee_id,
       (%(desks)s::bigint[])[1 + (n * 7 + k * {APART}) %% cardinality(%(desks)s::bigint[])] AS space_id,
       k %% 5 <> 0 AS afternoon,
       k %% 10 = 7 AS cancelled,
       day < current_date AS past,
       day::timestamp AT TIME ZONE %(zone)s AS begins
  FROM unnest(%(days)s::date[]) WITH ORDINALITY AS d (day, n), generate_series(0, %(per_day)s - 1) AS k
"""

_ATTENDANCE = {
    "id": "r.id",
    "employee_id": "r.employee_id",
    "site_id": "%(site)s",
    "date": "r.day",
    "morning": "true",
    "afternoon": "r.afternoon",
    "state": "CASE WHEN cancelled THEN 'cancelled' WHEN past THEN 'present' ELSE 'planned' END",
    "team_id": "e.team_id",
    "telework_able": "e.telework_able",
    "requested_by_id": "r.employee_id",
    "created_at": "begins - interval '6 days'",
    "changed_at": "begins - interval '6 days'",
    "checked_in_at": "CASE WHEN past THEN begins + interval '9 hours' END",
}

_BOOKING = {
    "space_id": "space_id",
    "attendance_id": "id",
    "date": "day",
    "period": "tstzrange(begins, CASE WHEN afternoon THEN (day + 1)::timestamp ELSE day + %(midday)s::time END"
    " AT TIME ZONE %(zone)s)",
    "morning": "true",
    "afternoon": "afternoon",
    "state": "CASE WHEN cancelled THEN 'cancelled' WHEN past THEN 'checked_in' ELSE 'booked' END",
    "created_at": "begins - interval '6 days'",
    "changed_at": "begins - interval '6 days'",
}
