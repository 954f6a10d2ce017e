"""Where one would stand in a queue, and how those fared who stood there lately. Recomputed, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from booking.actions.queue import at_that_time, by_days, key_of, period_of, queue_of, queues
from booking.models import Attendance, WaitlistEntry
from booking.prepared import array, rows
from booking.rules.loading import rulebook
from booking.rules.proposal import Period
from booking.rules.queue_order import LATELY

LOOK_BACK = timedelta(days=90)
A_HANDFUL = 5  # with fewer past cases a number would pretend to know

_CASES = """
SELECT count(*), count(*) FILTER (WHERE granted)
  FROM (SELECT w.state = 'accepted' OR w.offered_until IS NOT NULL AS granted,
               (SELECT count(*) FROM booking_waitlistentry earlier
                 WHERE earlier.site_id = w.site_id AND earlier.date = w.date
                   AND earlier.space_id IS NOT DISTINCT FROM w.space_id
                   AND (earlier.created_at, earlier.id) < (w.created_at, w.id)
                   AND earlier.changed_at > w.created_at) + 1 AS place
          FROM booking_waitlistentry w
         WHERE w.site_id = %s::bigint AND w.date = ANY(%s::date[]) AND (w.space_id IS NULL) = %s::boolean
           AND (w.period IS NULL) = %s::boolean
           AND (w.state IN ('accepted', 'expired') OR w.offered_until IS NOT NULL)) AS case_
 WHERE place >= %s::bigint
"""


@dataclass(frozen=True, slots=True)
class Odds:
    """``place`` in the queue, from 1; of ``cases`` who waited there or farther back lately, ``granted`` got a place."""

    place: int
    cases: int
    granted: int

    @property
    def known(self) -> bool:
        return self.cases >= A_HANDFUL


@dataclass(frozen=True, slots=True)
class Wait:
    """What somebody waits for on a day, or is offered; ``place`` of ``waiting``, both 0 for an offer."""

    entry: WaitlistEntry
    place: int = 0
    waiting: int = 0


def odds(
    *, employee_id: int, site_id: int, day: date, space_id: int | None, now: datetime, period: Period | None = None
) -> Odds:
    """For somebody who waits already, or would from now on; for a room, at that ``period``. At most five queries.

    The past is that of the same weekday at the same site, of days, of desks or of rooms; who left of their own will is
    no case. A past place is where somebody stood when they came, by the order of coming.
    """
    book = rulebook(site_id)
    queue = at_that_time(queue_of((site_id, day, space_id)), period)
    mine = next((n for n, entry in enumerate(queue, start=1) if entry.employee_id == employee_id), None)
    if mine is None:
        mine = _place_of_a_newcomer(employee_id, day, queue, fewest=by_days(book.practice_on(day)))
    today = book.site.local_date(now)
    past = (day - timedelta(weeks=n) for n in range(1, 200))
    days = [one for one in past if today - LOOK_BACK <= one < today]
    [(cases, granted)] = rows(_CASES, [site_id, array(days), space_id is None, period is None, mine])
    return Odds(mine, cases, granted)


def waits(*, employee_id: int, first: date, last: date) -> dict[date, list[Wait]]:
    """What somebody waits for or is offered from ``first`` to ``last``, at any site; one query, and three if any."""
    own = list(
        WaitlistEntry.objects.filter(
            employee=employee_id,
            date__range=(first, last),
            state__in=(WaitlistEntry.State.WAITING, WaitlistEntry.State.OFFERED),
        ).select_related("site", "space")
    )
    waiting = [entry for entry in own if entry.state == WaitlistEntry.State.WAITING]
    same = Q()
    for entry in waiting:
        same |= Q(site=entry.site_id, date=entry.date, space=entry.space_id)
    found = queues(WaitlistEntry.objects.filter(same, state=WaitlistEntry.State.WAITING)) if waiting else {}
    by_day: dict[date, list[Wait]] = {}
    for entry in own:
        queue = at_that_time(found.get(key_of(entry), []), period_of(entry))
        place = next((n for n, one in enumerate(queue, start=1) if one.pk == entry.pk), 0)
        by_day.setdefault(entry.date, []).append(Wait(entry, place, len(queue) if place else 0))
    return by_day


def _place_of_a_newcomer(employee_id: int, day: date, queue: Sequence[WaitlistEntry], *, fewest: bool) -> int:
    """Last; or, where few days count, after those who have had as few: the lot is yet to be drawn."""
    if not fewest or not queue:
        return len(queue) + 1
    states = (Attendance.State.PLANNED, Attendance.State.PRESENT, Attendance.State.ABSENT)
    lately = Attendance.objects.filter(date__gte=day - LATELY, date__lt=day, state__in=states)
    people = [entry.employee_id for entry in queue]
    granted: dict[int, set[date]] = {}
    for who, when in lately.filter(employee__in=[*people, employee_id]).values_list("employee", "date"):
        granted.setdefault(who, set()).add(when)
    own = len(granted.get(employee_id, ()))
    return 1 + sum(len(granted.get(who, ())) <= own for who in people)
