"""The day before: everybody who is expected at a site on its next working day is reminded, once."""

from datetime import date, datetime, time, timedelta

from django.db import connection

from booking.models import Site
from booking.rules.loading import rulebooks
from booking.rules.proposal import AFTERNOON, MORNING, Parts
from booking.rules.rulebook import Rulebook

REMINDER_HOUR = time(16)  # on the working day before, by the site's wall clock
LOOK = 60  # days: a site that is closed for longer reminds nobody of a day so far away

# One statement per site and day, whatever the number of people. A key that exists stays, so late, often and twice at
# once all come to the same; the look before the insert only saves the numbers that a refused insert would use up.
_REMIND = """
INSERT INTO booking_message
       (key, kind, employee_id, payload, state, due_at, useful_until, attempts, last_error, created_at)
SELECT wanted.key, 'reminder', wanted.employee_id, wanted.payload, 'due', %(now)s, wanted.begins, 0, '', %(now)s
  FROM (SELECT format('reminder:%%s:%%s', employee_id, %(day)s::text) AS key, employee_id,
               jsonb_build_object('attendance', id) AS payload,
               CASE WHEN morning AND %(morning)s THEN %(opens)s ELSE %(midday)s END::timestamptz AS begins
          FROM booking_attendance
         WHERE site_id = %(site)s AND date = %(day)s::date AND state = 'planned' AND employee_id IS NOT NULL
           AND created_at < %(moment)s AND (morning AND %(morning)s OR afternoon AND %(afternoon)s)) AS wanted
 WHERE begins > %(now)s AND NOT EXISTS (SELECT FROM booking_message written WHERE written.key = wanted.key)
    ON CONFLICT (key) DO NOTHING
"""


def remind(*, now: datetime) -> int:
    """Write the reminders that are due and not yet written; returns how many. Run it often, or late, or twice at once.

    Due from the reminder hour of a working day for the site's next working day, until that day begins: a clock that
    stood still over night reminds in the early morning. Who books after that hour has the confirmation.
    """
    books = rulebooks(Site.objects.values_list("pk", flat=True))
    return sum(_remind_at(book, now=now) for book in books.values())


def _remind_at(book: Rulebook, *, now: datetime) -> int:
    today = book.site.local_date(now)
    coming = _next_working_day(book, today, step=1)
    return sum(_remind_of(book, day, now=now) for day in (today, coming) if day and _open_parts(book, day))


def _remind_of(book: Rulebook, day: date, *, now: datetime) -> int:
    moment = reminder_moment(book, day)
    if moment is None or now < moment:
        return 0
    site, parts = book.site, _open_parts(book, day)
    with connection.cursor() as cursor:
        cursor.execute(
            _REMIND,
            {
                "site": site.pk,
                "day": day.isoformat(),
                "now": now,
                "moment": moment,
                "morning": parts.morning,
                "afternoon": parts.afternoon,
                "opens": site.instant(day, site.opens),
                "midday": site.instant(day, max(site.midday, site.opens)),
            },
        )
        return cursor.rowcount


def reminder_moment(book: Rulebook, day: date) -> datetime | None:
    """When people are reminded of ``day``; None when no working day lies near before it."""
    before = _next_working_day(book, day, step=-1)
    return book.site.instant(before, REMINDER_HOUR) if before else None


def _next_working_day(book: Rulebook, day: date, *, step: int) -> date | None:
    """The nearest day after (step 1) or before (step -1) ``day`` on which the site opens at all."""
    days = (day + timedelta(days=step * n) for n in range(1, LOOK + 1))
    return next((found for found in days if any(_open_parts(book, found))), None)


def _open_parts(book: Rulebook, day: date) -> Parts:
    return Parts(book.closed(day, MORNING) is None, book.closed(day, AFTERNOON) is None)
