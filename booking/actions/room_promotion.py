"""A room that has come free at a time that is waited for goes to whoever's turn it is; as in the queues for days.

Those who want a room at overlapping times stand in one order; the same room at another time is another wish.
"""

from collections import Counter
from datetime import datetime, timedelta
from itertools import chain, groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q

from booking.actions.asking import Granted, Refused
from booking.actions.locking import Busy
from booking.actions.queue import at_that_time, period_of, queues, still_waits, up_to
from booking.actions.room_asking import judge_room, meeting
from booking.actions.room_times import judge_rooms
from booking.actions.room_waitlist import room_ask_of, take_room
from booking.actions.room_writing import end_kept_room, write_room
from booking.actions.waitlist import OPEN, fresh, hold_of, settle
from booking.models import Booking, WaitlistEntry
from booking.notifications.outbox import tell
from booking.rules.verdict import Verdict

State = WaitlistEntry.State
NOT_YET = "not yet"
REASON = "waitlist"  # where a rule asks for one: who waited has said that they want the room


def promote_rooms(entries, *, now: datetime) -> Counter[str]:
    """Serve the queues for rooms in ``entries``; returns how many were offered, accepted, expired and withdrawn."""
    entries = entries.filter(state__in=OPEN)
    if not entries.exists():
        return Counter()
    tally = _end_offers(entries, now) + _end_wishes(entries, now)
    while served := _serve_all(entries, now):
        tally += served
    return tally


def _serve_all(entries, now: datetime) -> Counter[str]:
    """One look at all who wait at a site, and a hold for each who might get the room."""
    found = queues(entries.filter(state=State.WAITING).select_related("employee").order_by("site", "created_at", "pk"))
    tally: Counter[str] = Counter()
    for _site, waiting in groupby(chain.from_iterable(found.values()), key=attrgetter("site_id")):
        queue = list(waiting)
        verdicts = judge_rooms([room_ask_of(entry) for entry in queue], now=now)
        for entry, verdict in zip(queue, verdicts, strict=True):
            if still_waits(verdict):
                continue
            try:
                outcome = _serve(entry, now)
            except Busy:
                continue  # the clock comes again
            if outcome != NOT_YET:
                tally[outcome] += 1
    return tally


def _serve(entry: WaitlistEntry, now: datetime) -> str:
    """Judge one in a hold of their own, and write what comes of it. Returns the state that the entry has then."""
    with hold_of(entry):
        turns = at_that_time(up_to(entry), period_of(entry))
        if not turns:
            return NOT_YET  # it waits no longer
        *before, found = turns
        if not all(map(still_waits, judge_rooms([room_ask_of(one) for one in before], now=now))):
            return NOT_YET
        try:
            granted = judge_room(room_ask_of(found), by=entry.employee, now=now, reason=REASON)
        except Refused as refused:
            return NOT_YET if still_waits(refused.verdict) else _turn_away(found, refused.verdict, now)
        return (_book if found.accept_at_once else _offer)(found, granted, now)


def _book(entry: WaitlistEntry, granted: Granted, now: datetime) -> str:
    booking = write_room(granted, room_ask_of(entry), entry.employee, now, None)
    attendance_id = take_room(booking, by=entry.employee, now=now)
    WaitlistEntry.objects.filter(pk=entry.pk).update(
        state=State.ACCEPTED, offered_booking=booking, offered_attendance=attendance_id, changed_at=now
    )
    _tell("queue_granted", entry, {"meeting": booking.pk, "attendance": attendance_id}, now)
    return State.ACCEPTED


def _offer(entry: WaitlistEntry, granted: Granted, now: datetime) -> str:
    until = _kept_until(entry, granted, now)
    booking = write_room(granted, room_ask_of(entry), entry.employee, now, None)
    WaitlistEntry.objects.filter(pk=entry.pk).update(
        state=State.OFFERED, offered_booking=booking, offered_until=until, changed_at=now
    )
    _tell("queue_offered", entry, {"meeting": booking.pk}, now, useful_until=until)
    return State.OFFERED


def _turn_away(entry: WaitlistEntry, verdict: Verdict, now: datetime) -> str:
    """The room is free, and something that waiting does not mend stands in the way."""
    settle(entry, State.EXPIRED, now=now)
    _tell("queue_ended", entry, {"objections": [objection.as_json() for objection in verdict.refusals]}, now)
    return State.EXPIRED


def _kept_until(entry: WaitlistEntry, granted: Granted, now: datetime) -> datetime:
    """By the policy, but not into the time; when that has begun, until its end."""
    practice = granted.facts.rulebook(granted.proposal).practice_on(entry.date)
    start, end = granted.proposal.period
    return min(now + timedelta(minutes=practice.offer_minutes), start if now < start else end)


def _end_offers(entries, now: datetime) -> Counter[str]:
    """Rooms that were not taken in time are released; some offers have ended by another way (the meeting did)."""
    tally: Counter[str] = Counter()
    kept = Q(offered_booking__state__in=Booking.STANDING)
    for entry in entries.filter(~kept | Q(offered_until__lte=now), state=State.OFFERED).order_by("offered_until", "pk"):
        try:
            with hold_of(entry):
                if outcome := _end_offer(fresh(entry), now):
                    tally[outcome] += 1
        except Busy:
            continue
    return tally


def _end_offer(entry: WaitlistEntry, now: datetime) -> str | None:
    kept = entry.offered_booking
    if entry.state != State.OFFERED:
        return None
    if kept is None or not kept.standing:
        settle(entry, State.WITHDRAWN, now=now)
        return State.WITHDRAWN
    if entry.offered_until is not None and entry.offered_until > now:
        return None
    end_kept_room(meeting(kept.pk), by=None, now=now)
    settle(entry, State.EXPIRED, now=now)
    _tell("queue_expired", entry, {"meeting": kept.pk}, now)
    return State.EXPIRED


def _end_wishes(entries, now: datetime) -> Counter[str]:
    """Whoever waits for a time that is over waits no longer; nor does who has booked the room by another way."""
    waiting = entries.filter(state=State.WAITING)
    had = Booking.objects.standing().filter(
        organiser=OuterRef("employee"), space=OuterRef("space"), period__contains=OuterRef("period")
    )
    over = waiting.filter(period__endswith__lte=now).update(state=State.EXPIRED, changed_at=now)
    settled = waiting.filter(Exists(had)).update(state=State.ACCEPTED, changed_at=now)
    return +Counter({State.EXPIRED.value: over, State.ACCEPTED.value: settled})


def _tell(kind: str, entry: WaitlistEntry, payload: dict, now: datetime, useful_until: datetime | None = None) -> None:
    """Once for each entry: the key is the entry's."""
    tell(
        kind=kind,
        key=f"{kind}:{entry.pk}",
        employee_id=entry.employee_id,
        payload={"entry": entry.pk, **payload},
        now=now,
        useful_until=useful_until,
    )
