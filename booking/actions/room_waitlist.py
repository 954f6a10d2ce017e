"""Join the queue for a room at a time, and take the room that is kept for one. It is left like any other queue."""

from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from booking.actions.asking import Granted, NotPossible, Refused
from booking.actions.locking import hold
from booking.actions.meeting_days import judge_coming
from booking.actions.meeting_news import ask_for_approval, tell_of_meeting
from booking.actions.permissions import check_may_act_for
from booking.actions.queue import may_wait, period_of
from booking.actions.refusing import refusals_kept
from booking.actions.room_asking import RoomAsk, meeting
from booking.actions.room_booking import add_organiser
from booking.actions.room_times import judge_rooms
from booking.actions.waitlist import OPEN, fresh, hold_of, settle
from booking.models import Booking, Employee, WaitlistEntry
from booking.rules.proposal import Period
from booking.rules.waiting import FOR_THE_SPACE


def join_room(*, ask: RoomAsk, by: Employee, now: datetime, door: str, accept_at_once: bool = False) -> WaitlistEntry:
    """Wait for the room at that time. Who waits for it already keeps the turn.

    Raises Refused (kept) where waiting does not help, NotAllowed, NotPossible (it is free, or one waits for the room
    at another time of that day), Busy.
    """
    if ask.organiser_id is None or ask.booking_id is not None:
        raise NotPossible(_("There is no queue for this place."))
    check_may_act_for(by=by, employee_id=ask.organiser_id, site_id=ask.site_id)
    with (
        refusals_kept(verb="wait", by=by, door=door, now=now),
        hold(sites=[ask.site_id], people=[("employee", ask.organiser_id)], days=[(ask.site_id, ask.day)]),
    ):
        (verdict,) = judge_rooms([ask], now=now)
        if not verdict.refused:
            raise NotPossible(_("Nothing stands in the way by now: it can be booked."))
        if not may_wait(verdict):
            raise Refused(verdict)
        what = {
            "employee_id": ask.organiser_id, "site_id": ask.site_id, "date": ask.day, "space_id": ask.space_id,
        }  # fmt: skip
        wish = {"people": ask.people, "title": ask.title.strip(), "accept_at_once": accept_at_once}
        waiting = WaitlistEntry.objects.filter(**what, state__in=OPEN).first()
        if waiting is None:
            parts = verdict.proposal.parts._asdict()
            period = DateTimeTZRange(*ask.period)
            return WaitlistEntry.objects.create(**what, **parts, **wish, period=period, created_at=now, changed_at=now)
        if period_of(waiting) != ask.period:
            raise NotPossible(_("You wait for this room at another time of that day. Leave that queue first."))
        WaitlistEntry.objects.filter(pk=waiting.pk).update(**wish)
        return fresh(waiting)


def accept_room(*, entry: WaitlistEntry, by: Employee, now: datetime) -> None:
    """Take the room that is kept. A second time changes nothing.

    Raises NotAllowed, NotPossible (the offer has ended), Busy.
    """
    check_may_act_for(by=by, employee_id=entry.employee_id, site_id=entry.site_id)
    with hold_of(entry):
        entry = fresh(entry)
        if entry.state == WaitlistEntry.State.ACCEPTED:
            return
        kept = entry.offered_booking
        if (
            entry.state != WaitlistEntry.State.OFFERED
            or (entry.offered_until and entry.offered_until <= now)
            or kept is None
            or not kept.standing
        ):
            raise NotPossible(_("The room is no longer kept."))
        attendance_id = take_room(meeting(kept.pk), by=by, now=now)
        settle(entry, WaitlistEntry.State.ACCEPTED, now=now)
        tell_of_meeting(
            "room_booked", kept, ("employee", entry.employee_id), now=now, attendance=attendance_id
        )  # fmt: skip


def take_room(kept: Booking, *, by: Employee, now: datetime) -> int | None:
    """The room is theirs, and they come to it where the rules grant the day, else join remotely. Inside the hold.

    Returns the day, if there is one.
    """
    attendance_id = add_organiser(kept, _coming(kept, by=by, now=now), by=by, now=now)
    if kept.awaits_approval:
        ask_for_approval(kept, now=now)
    return attendance_id


def room_ask_of(entry: WaitlistEntry) -> RoomAsk:
    """What somebody who waits for a room asks for in their turn."""
    assert entry.space_id is not None  # a room is waited for by the hour
    assert entry.period is not None
    return RoomAsk(
        organiser_id=entry.employee_id,
        site_id=entry.site_id,
        space_id=entry.space_id,
        day=entry.date,
        period=Period(entry.period.lower, entry.period.upper),
        people=entry.people,
        title=entry.title,
        queue=FOR_THE_SPACE,
    )


def _coming(kept: Booking, *, by: Employee, now: datetime) -> Granted | None:
    """The room is what was waited for: a day that is full, or warned of, does not take it away again."""
    try:
        return judge_coming(kept, ("employee", kept.organiser_id or 0), by=by, now=now)
    except Refused:
        return None
