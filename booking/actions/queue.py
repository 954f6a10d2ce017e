"""The queues as they stand: who waits for what, in which order, and what each would ask for when their turn comes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from booking.actions.asking import Ask
from booking.models import Booking, WaitlistEntry
from booking.prepared import array, rows
from booking.rules.loading import rulebooks
from booking.rules.practice import Practice
from booking.rules.proposal import Parts, Period
from booking.rules.queue_order import FEWEST_DAYS, LATELY, Turn, order_of
from booking.rules.verdict import Objection, Verdict
from booking.rules.waiting import FOR_THE_DAY, FOR_THE_SPACE

Key = tuple[int, date, int | None]  # site, date, and the space that is waited for

# What waiting may mend. Everything else (an absence, a maximum that is used) is the person's own.
_WANT_OF_PLACE = ("occupancy_cap", "distance", "taken", "queued")

_DAYS_GRANTED = """
SELECT w.id, count(DISTINCT a.date)
  FROM unnest(%s::bigint[]) AS wanted (id)
  JOIN booking_waitlistentry w ON w.id = wanted.id
  JOIN booking_attendance a ON a.employee_id = w.employee_id AND a.date >= w.date - %s::int AND a.date < w.date
 WHERE a.state IN ('planned', 'present', 'absent')
 GROUP BY w.id
"""


def queues(entries: Iterable[WaitlistEntry]) -> dict[Key, list[WaitlistEntry]]:
    """Entries by what they wait for, each queue in the order in which it is served. At most two queries."""
    found: dict[Key, list[WaitlistEntry]] = defaultdict(list)
    for entry in entries:
        found[key_of(entry)].append(entry)
    books = rulebooks({site_id for site_id, _day, _space in found})
    practices = {key: books[key[0]].practice_on(key[1]) for key in found}
    granted = _days_granted(entry.pk for key, queue in found.items() if by_days(practices[key]) for entry in queue)
    for key, queue in found.items():
        queue.sort(key=partial(_turn, practice=practices[key], granted=granted))
    return found


def queue_of(key: Key) -> list[WaitlistEntry]:
    """Who waits for one thing, in order; under its hold, this order is the one that holds."""
    site_id, day, space_id = key
    waiting = WaitlistEntry.objects.filter(site=site_id, date=day, space=space_id, state=WaitlistEntry.State.WAITING)
    return queues(waiting).get(key, [])


def up_to(entry: WaitlistEntry) -> list[WaitlistEntry]:
    """Those whose turn is before that of ``entry``, and itself in the end; empty where it waits no longer."""
    book = rulebooks([entry.site_id])[entry.site_id]
    if by_days(book.practice_on(entry.date)):
        queue = queue_of(key_of(entry))
    else:  # nobody can come before those who are there: the rest of a long queue need not be read
        queue = list(
            WaitlistEntry.objects.filter(
                site=entry.site_id,
                date=entry.date,
                space=entry.space_id,
                state=WaitlistEntry.State.WAITING,
                created_at__lte=entry.created_at,
            ).order_by("created_at", "pk")
        )
    place = next((n for n, one in enumerate(queue) if one.pk == entry.pk), None)
    return queue[: place + 1] if place is not None else []


def key_of(entry: WaitlistEntry) -> Key:
    return entry.site_id, entry.date, entry.space_id


def by_days(practice: Practice) -> bool:
    return practice.queue_order == FEWEST_DAYS


def asks_of(entries: Sequence[WaitlistEntry]) -> list[Ask]:
    """What each would ask for in its turn. Whoever has another desk by then exchanges it for the one waited for."""
    return [
        Ask(
            employee_id=entry.employee_id,
            site_id=entry.site_id,
            day=entry.date,
            parts=parts_of(entry),
            space_id=entry.space_id,
            gives_up=desks,
            queue=FOR_THE_DAY if entry.space_id is None else FOR_THE_SPACE,
        )
        for entry, desks in zip(entries, desks_to_exchange(entries), strict=True)
    ]


def desks_to_exchange(entries: Sequence[WaitlistEntry]) -> list[frozenset[int]]:
    """For each who waits for a desk, the bookings of other desks on that day that lie within what is waited for."""
    at_desks = [entry for entry in entries if entry.space_id is not None]
    if not at_desks:
        return [frozenset()] * len(entries)
    booked = defaultdict(list)
    for booking in (
        Booking.objects.standing()
        .filter(
            attendance__employee__in={entry.employee_id for entry in at_desks},
            date__in={entry.date for entry in at_desks},
            space__kind="desk",
        )
        .select_related("attendance")
    ):
        booked[booking.attendance.employee_id, booking.attendance.site_id, booking.date].append(booking)
    return [
        frozenset(
            booking.pk
            for booking in booked[entry.employee_id, entry.site_id, entry.date]
            if entry.space_id not in (None, booking.space_id)
            and not any(Parts(booking.morning, booking.afternoon).minus(parts_of(entry)))
        )
        for entry in entries
    ]


def parts_of(entry: WaitlistEntry) -> Parts:
    return Parts(entry.morning, entry.afternoon)


def period_of(entry: WaitlistEntry) -> Period | None:
    """Of a room that is waited for; None for a day or a desk."""
    return None if entry.period is None else Period(entry.period.lower, entry.period.upper)


def at_that_time(queue: Iterable[WaitlistEntry], period: Period | None) -> list[WaitlistEntry]:
    """Of a queue for a room, those who want it at an overlapping time; a queue for a day or a desk as it is."""
    return [one for one in queue if period is None or (other := period_of(one)) is None or other.overlaps(period)]


def still_waits(verdict: Verdict) -> bool:
    """Whether a place is what is missing; something else may be missing, too, and is said once there is a place."""
    return any(map(_wants_a_place, verdict.refusals))


def may_wait(verdict: Verdict) -> bool:
    """Whether a place is all that is missing, so that waiting may help."""
    return verdict.refused and all(map(_wants_a_place, verdict.refusals))


def waits_for(verdict: Verdict) -> int | None:
    """The space to wait for; None where the whole day is full, or is kept for others."""
    full = any(o.code == "occupancy_cap" and o.details["level"] == "site" for o in verdict.refusals)
    return None if full else verdict.proposal.space_id


def _wants_a_place(objection: Objection) -> bool:
    if objection.code == "occupancy_cap":
        return bool(objection.limit)  # where nobody may come, nobody gives a place back
    if objection.code == "room_limits":  # another meeting may go; the limits of the room itself stay
        return all(name == "buffer_minutes" for name, _limit in objection.details["broken"])
    return objection.code in _WANT_OF_PLACE and not objection.details.get("mine")


def _turn(entry: WaitlistEntry, *, practice: Practice, granted: Mapping[int, int]) -> tuple:
    return order_of(Turn(entry.pk, entry.created_at, granted.get(entry.pk, 0)), practice)


def _days_granted(entry_ids: Iterable[int]) -> dict[int, int]:
    ids = array(entry_ids)
    return dict(rows(_DAYS_GRANTED, [ids, LATELY.days])) if ids != "{}" else {}
