"""A free place goes to whoever's turn it is: one entry, one hold, one transaction, one message.

Nothing that frees a place calls this; the clock does, every few seconds. It looks first, without a hold, at everything
that is waited for, in a fixed number of queries; only who might get a place is then judged again in a hold of their
own, where the order is worked out anew. So it may run late, twice at once, or die in the middle.
"""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db.models import Q

from booking.actions.asking import Ask, Granted, Refused, judge_ask, judge_unheld
from booking.actions.cancellation import end_attendance_untold, end_bookings
from booking.actions.locking import Busy
from booking.actions.queue import asks_of, parts_of, queues, still_waits, up_to
from booking.actions.reservation import write_held, write_untold
from booking.actions.room_promotion import promote_rooms
from booking.actions.usual_desk import best_desk
from booking.actions.waitlist import at_desk, fresh, hold_of, settle
from booking.models import Attendance, Booking, Site, WaitlistEntry
from booking.notifications.outbox import tell
from booking.rules.proposal import Parts
from booking.rules.verdict import Verdict

WAITING, OFFERED = WaitlistEntry.State.WAITING, WaitlistEntry.State.OFFERED
ACCEPTED, EXPIRED, WITHDRAWN = (
    WaitlistEntry.State.ACCEPTED,
    WaitlistEntry.State.EXPIRED,
    WaitlistEntry.State.WITHDRAWN,
)
NOT_YET, GONE = "not yet", "gone"
REASON = "waitlist"  # where a rule asks for one: who waited has said that they want to come


def promote(*, now: datetime, site_id: int | None = None, day: date | None = None) -> Counter[str]:
    """Serve every queue as far as there are places; with ``site_id`` and ``day`` only theirs.

    Returns how many were offered, accepted (booked at once), expired and withdrawn.
    """
    entries = WaitlistEntry.objects.all()
    if site_id is not None:
        entries = entries.filter(site=site_id)
    if day is not None:
        entries = entries.filter(date=day)
    rooms = entries.filter(period__isnull=False)
    entries = entries.filter(period__isnull=True)
    tally = _end_offers(entries, now) + _end_days(entries, now)
    while served := _serve_all(entries, now):
        tally += served
    return tally + promote_rooms(rooms, now=now)


def _serve_all(entries, now: datetime) -> Counter[str]:
    """One look at all who wait, and a hold for each who might get a place."""
    found = queues(entries.filter(state=WAITING).select_related("employee"))
    asks = asks_of([entry for queue in found.values() for entry in queue])
    verdicts = iter(judge_unheld(asks, now=now))
    tally: Counter[str] = Counter()
    for queue in found.values():
        judged = [(entry, next(verdicts)) for entry in queue]
        try:
            tally += _serve_queue([entry for entry, verdict in judged if not still_waits(verdict)], now)
        except Busy:
            continue  # the clock comes again
    return tally


def _serve_queue(entries: list[WaitlistEntry], now: datetime) -> Counter[str]:
    """In order, until there is no place left or the order has changed."""
    tally: Counter[str] = Counter()
    for entry in entries:
        outcome = _serve(entry, now)
        if outcome == NOT_YET:
            break
        if outcome != GONE:
            tally[outcome] += 1
    return tally


def _serve(entry: WaitlistEntry, now: datetime) -> str:
    """Judge one in a hold of their own, and write what comes of it. Returns the state that the entry has then."""
    (ask,) = asks_of([entry])
    desk = best_desk(ask, now=now) if ask.space_id is None and entry.accept_at_once else None
    with hold_of(entry):
        turns = up_to(entry)
        if not turns:
            return GONE
        *before, found = turns
        *ahead, ask = asks_of([*before, entry])
        if not all(map(still_waits, judge_unheld(ahead, now=now))):
            return NOT_YET
        try:
            granted = at_desk(ask, desk, by=entry.employee, now=now)
            granted = granted or judge_ask(ask, by=entry.employee, now=now, reason=REASON)
        except Refused as refused:
            return _not_granted(entry, refused.verdict, now)
        if granted.standing_day is not None and _has_it(entry):
            return _settled(entry, now)
        if found.accept_at_once or granted.standing_day is not None:
            return _book(entry, ask, granted, now)
        return _offer(entry, granted, now)


def _not_granted(entry: WaitlistEntry, verdict: Verdict, now: datetime) -> str:
    if still_waits(verdict):
        return NOT_YET
    return _settled(entry, now) if _has_it(entry) else _turn_away(entry, verdict, now)


def _settled(entry: WaitlistEntry, now: datetime) -> str:
    """They have it by another way, and know it."""
    settle(entry, ACCEPTED, now=now)
    return ACCEPTED


def _book(entry: WaitlistEntry, ask: Ask, granted: Granted, now: datetime) -> str:
    """What they have on that day already cannot be kept open for an answer: it grows, or is exchanged, at once."""
    end_bookings(ask.gives_up, by=entry.employee, now=now)
    reserved = write_untold(granted, by=entry.employee, now=now)
    WaitlistEntry.objects.filter(pk=entry.pk).update(
        state=ACCEPTED,
        offered_attendance=reserved.attendance_id,
        offered_booking=reserved.booking_id,
        changed_at=now,
    )
    payload = {"entry": entry.pk, "attendance": reserved.attendance_id, "booking": reserved.booking_id}
    _tell("queue_granted", entry, payload, now)
    return ACCEPTED


def _offer(entry: WaitlistEntry, granted: Granted, now: datetime) -> str:
    until = _kept_until(entry, granted, now)
    reserved = write_held(granted, by=entry.employee, now=now, until=until)
    WaitlistEntry.objects.filter(pk=entry.pk).update(
        state=OFFERED,
        offered_attendance=reserved.attendance_id,
        offered_booking=reserved.booking_id,
        offered_until=until,
        changed_at=now,
    )
    payload = {"entry": entry.pk, "attendance": reserved.attendance_id}
    _tell("queue_offered", entry, payload, now, useful_until=until)
    return OFFERED


def _turn_away(entry: WaitlistEntry, verdict: Verdict, now: datetime) -> str:
    """There is a place, and something that waiting does not mend."""
    settle(entry, EXPIRED, now=now)
    objections = [objection.as_json() for objection in verdict.refusals]
    _tell("queue_ended", entry, {"entry": entry.pk, "objections": objections}, now)
    return EXPIRED


def _kept_until(entry: WaitlistEntry, granted: Granted, now: datetime) -> datetime:
    """By the policy, but not into the day: who has not answered by then does not come. Today's place, until its end."""
    book = granted.facts.rulebook(granted.proposal)
    site, day = book.site, entry.date
    begins = site.instant(day, site.opens if entry.morning else max(site.midday, site.opens))
    last = begins if now < begins else granted.proposal.period.end
    return min(now + timedelta(minutes=book.practice_on(day).offer_minutes), last)


def _end_offers(entries, now: datetime) -> Counter[str]:
    """Offers whose time has passed are released; some have been answered by another way (a desk taken, a day ended)."""
    tally: Counter[str] = Counter()
    held = Q(offered_attendance__state=Attendance.State.HELD)
    for entry in entries.filter(~held | Q(offered_until__lte=now), state=OFFERED).order_by("offered_until", "pk"):
        try:
            if outcome := _end_offer(entry, now):
                tally[outcome] += 1
        except Busy:
            continue
    return tally


def _end_offer(entry: WaitlistEntry, now: datetime) -> str | None:
    with hold_of(entry):
        entry = fresh(entry)
        kept = entry.offered_attendance
        if entry.state != OFFERED:
            return None
        if kept is None or not kept.standing:
            settle(entry, WITHDRAWN, now=now)
            return WITHDRAWN
        if kept.state != Attendance.State.HELD:
            settle(entry, ACCEPTED, now=now)
            return ACCEPTED
        if entry.offered_until is not None and entry.offered_until > now:
            return None
        end_attendance_untold(kept, by=None, now=now)
        settle(entry, EXPIRED, now=now)
        _tell("queue_expired", entry, {"entry": entry.pk, "attendance": kept.pk}, now)
        return EXPIRED


def _end_days(entries, now: datetime) -> Counter[str]:
    """Whoever waited for a day gone by waits no longer."""
    old = entries.filter(state=WAITING, date__lte=now.date())
    tally: Counter[str] = Counter()
    for site in Site.objects.filter(pk__in=old.values("site")):
        tally[EXPIRED] += old.filter(site=site, date__lt=site.local_date(now)).update(state=EXPIRED, changed_at=now)
    return +tally


def _has_it(entry: WaitlistEntry) -> bool:
    """Whether they have got what they waited for by another way."""
    left = parts_of(entry)
    mine = {"attendance__employee": entry.employee_id, "attendance__site": entry.site_id, "date": entry.date}
    had = (
        Booking.objects.standing().filter(**mine, space=entry.space_id)
        if entry.space_id is not None
        else Attendance.objects.standing().filter(employee=entry.employee_id, site=entry.site_id, date=entry.date)
    )
    for morning, afternoon in had.values_list("morning", "afternoon"):
        left = left.minus(Parts(morning, afternoon))
    return not any(left)


def _tell(kind: str, entry: WaitlistEntry, payload: dict, now: datetime, useful_until: datetime | None = None) -> None:
    """Once for each entry: the key is the entry's."""
    tell(
        kind=kind,
        key=f"{kind}:{entry.pk}",
        employee_id=entry.employee_id,
        payload=payload,
        now=now,
        useful_until=useful_until,
    )
