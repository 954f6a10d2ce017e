"""Visits as lines of a page, for a host or for a reception, and a stamp that changes with any of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from booking.models import Attendance
from booking.rules.proposal import Parts
from booking.web.days_in_words import part_in_words

EXPECTED, HERE, LEFT = "expected", "here", "left"
PATIENCE = timedelta(minutes=15)  # after which whoever has not come is late
TICK = timedelta(minutes=5)  # what no row tells, such as being late, is looked at this often


@dataclass(frozen=True, slots=True)
class VisitRow:
    """``key`` is that of the visitor's day; ``visit`` is None for whoever comes to a meeting alone."""

    key: int
    visit: int | None
    name: str
    organisation: str
    host: str
    site: str
    day: date
    hours: str
    note: str
    badge: str
    state: str  # expected, here, left
    words: str  # the state in words, such as “Arrived at 10:03”
    is_late: bool

    def matches(self, words: str) -> bool:
        """Whether each of the words is in the visitor's name or organisation, or in the host's name."""
        text = f"{self.name} {self.organisation} {self.host}".casefold()
        return all(word in text for word in words.casefold().split())


def visit_rows(*, now: datetime, **where) -> list[VisitRow]:
    """The standing days of visitors, by time; one query. ``where`` is a filter of attendances."""
    days = (
        Attendance.objects.standing()
        .filter(visitor__isnull=False, **where)
        .select_related("visitor__host", "visit", "site")
    )
    found = sorted((_start(day), day.pk, day) for day in days)
    return [_row(day, now) for _begins, _pk, day in found]


def stamp(query: str, *, now: datetime, host_id: int | None = None, site_id: int | None = None, since: date) -> str:
    """An ETag for the visits of a host from ``since`` on, or of a site on that day, as asked for. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP, {"host": host_id, "site": site_id, "since": since})
        (rows,) = cursor.fetchone()
    told = (rows, query, host_id, site_id, since, get_language(), int(now.timestamp() // TICK.total_seconds()))
    return f'"{hashlib.blake2s(repr(told).encode(), digest_size=12).hexdigest()}"'


def in_state(rows: Iterable[VisitRow], state: str) -> list[VisitRow]:
    return [row for row in rows if row.state == state]


def _row(day: Attendance, now: datetime) -> VisitRow:
    visit, visitor, zone = getattr(day, "visit", None), day.visitor, day.site.zone_info
    assert visitor is not None
    hours = part_in_words(Parts(day.morning, day.afternoon))
    if visit is not None:
        hours = "–".join(_clock(moment, zone) for moment in (visit.period.lower, visit.period.upper))
    state, words = EXPECTED, _("Expected")
    is_late = day.state != Attendance.State.PRESENT and visit is not None and now > visit.period.lower + PATIENCE
    if is_late:
        words = _("Not here yet")
    if day.state == Attendance.State.PRESENT:
        state, words = HERE, _("Arrived at %(time)s") % {"time": _clock(day.checked_in_at or now, zone)}
        if visit is not None and visit.left_at is not None:
            state, words = LEFT, _("Left at %(time)s") % {"time": _clock(visit.left_at, zone)}
    return VisitRow(
        key=day.pk,
        visit=visit and visit.pk,
        name=visitor.name,
        organisation=visitor.organisation,
        host=visitor.host.get_full_name(),
        site=day.site.name,
        day=day.date,
        hours=hours,
        note=visit.note if visit else "",
        badge=visit.badge if visit else "",
        state=state,
        words=words,
        is_late=is_late,
    )


def _start(day: Attendance) -> datetime:
    visit = getattr(day, "visit", None)
    return visit.period.lower if visit else Parts(day.morning, day.afternoon).period(day.site, day.date).start


def _clock(moment: datetime, zone) -> str:
    return date_format(moment.astimezone(zone), "H:i")


STAMP = """
SELECT md5(string_agg(concat_ws('|', a.id, a.state, a.changed_at, a.checked_in_at, a.morning, a.afternoon, v.name,
                                v.organisation, v.host_id, t.period, t.note, t.badge, t.left_at), ';' ORDER BY a.id))
  FROM booking_attendance a
  JOIN booking_visitor v ON v.id = a.visitor_id
  LEFT JOIN booking_visit t ON t.attendance_id = a.id
 WHERE a.state IN ('held', 'planned', 'present')
   AND CASE WHEN %(site)s::bigint IS NULL THEN v.host_id = %(host)s::bigint AND a.date >= %(since)s
            ELSE a.site_id = %(site)s::bigint AND a.date = %(since)s END
"""
