"""Join the queue for a day or a desk, leave it, and take the place that is kept for one."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import Ask, Granted, NotPossible, Refused, judge_ask, judge_unheld
from booking.actions.cancellation import end_attendance_untold
from booking.actions.locking import hold
from booking.actions.permissions import check_may_act_for
from booking.actions.queue import asks_of, desks_to_exchange, may_wait, waits_for
from booking.actions.refusing import refusals_kept
from booking.actions.reservation import write
from booking.actions.room_writing import end_kept_room
from booking.actions.usual_desk import best_desk
from booking.models import Attendance, Employee, WaitlistEntry
from booking.notifications.outbox import tell
from booking.rules.loading import rulebook
from booking.rules.proposal import NO_PART, Parts
from booking.rules.verdict import Verdict

OPEN = (WaitlistEntry.State.WAITING, WaitlistEntry.State.OFFERED)


def join(*, ask: Ask, by: Employee, now: datetime, door: str, accept_at_once: bool = False) -> WaitlistEntry:
    """Wait for the day, or for the desk of ``ask`` where only that is missing. Who waits already keeps the turn.

    Raises Refused (kept) where something else than a place is missing, NotAllowed, NotPossible (there is a place, or
    no queue), Busy.
    """
    check_may_act_for(by=by, employee_id=ask.employee_id, site_id=ask.site_id)
    space = rulebook(ask.site_id).spaces.get(ask.space_id or 0)
    if space is not None and space.kind != "desk":
        raise NotPossible(_("There is no queue for this place."))
    with (
        refusals_kept(verb="wait", by=by, door=door, now=now),
        hold(sites=[ask.site_id], people=[ask.person_key], days=[(ask.site_id, ask.day)]),
    ):
        (verdict,) = judge_unheld([_as_it_would_be_served(ask)], now=now)
        if not verdict.refused:
            raise NotPossible(_("Nothing stands in the way by now: it can be booked."))
        if not may_wait(verdict):
            raise Refused(verdict)
        space_id = waits_for(verdict)
        what = {"employee_id": ask.employee_id, "site_id": ask.site_id, "date": ask.day, "space_id": space_id}
        waiting = WaitlistEntry.objects.filter(**what, state__in=OPEN)
        if waiting.update(accept_at_once=accept_at_once):
            return waiting.get()
        parts = verdict.proposal.parts if space_id is not None else _missing(verdict)
        return WaitlistEntry.objects.create(
            **what, **parts._asdict(), accept_at_once=accept_at_once, created_at=now, changed_at=now
        )


def leave(*, entry: WaitlistEntry, by: Employee, now: datetime) -> None:
    """Wait no longer, or give back the place that is kept; what has ended already stays as it ended.

    Raises NotAllowed, Busy.
    """
    check_may_act_for(by=by, employee_id=entry.employee_id, site_id=entry.site_id)
    with hold_of(entry):
        entry = fresh(entry)
        if entry.state not in OPEN:
            return
        kept = entry.offered_attendance
        if kept is not None and kept.state == Attendance.State.HELD:
            end_attendance_untold(kept, by=by, now=now)
        if entry.period is not None and entry.offered_booking is not None:
            end_kept_room(entry.offered_booking, by=by, now=now)
        settle(entry, WaitlistEntry.State.WITHDRAWN, now=now)


def accept(*, entry: WaitlistEntry, by: Employee, now: datetime) -> None:
    """Take the place that is kept, with the usual desk where one is free. A second time changes nothing.

    Raises NotAllowed, NotPossible (the offer has ended), Busy.
    """
    check_may_act_for(by=by, employee_id=entry.employee_id, site_id=entry.site_id)
    (ask,) = asks_of([entry])
    desk = best_desk(ask, now=now) if ask.space_id is None else None
    with hold_of(entry):
        entry = fresh(entry)
        if entry.state == WaitlistEntry.State.ACCEPTED:
            return
        kept = entry.offered_attendance
        if (
            entry.state != WaitlistEntry.State.OFFERED
            or (entry.offered_until and entry.offered_until <= now)
            or kept is None
            or kept.state != Attendance.State.HELD
        ):
            raise NotPossible(_("The place is no longer kept."))
        granted = at_desk(ask, desk, by=by, now=now)
        if granted is not None:
            write(granted, by=by, now=now)
        else:
            Attendance.objects.filter(pk=kept.pk).update(
                state=Attendance.State.PLANNED, held_until=None, changed_at=now
            )
            tell(
                kind="booked",
                key=f"booked:{kept.pk}:{entry.offered_booking_id or now.timestamp()}",
                employee_id=entry.employee_id,
                payload={"attendance": kept.pk, "booking": entry.offered_booking_id},
                now=now,
            )
        settle(entry, WaitlistEntry.State.ACCEPTED, now=now)


def at_desk(ask: Ask, desk: int | None, *, by: Employee, now: datetime) -> Granted | None:
    """The same request at a desk, judged inside the hold; None where there is none, or it went to somebody else."""
    if desk is None:
        return None
    try:
        return judge_ask(replace(ask, space_id=desk), by=by, now=now)
    except Refused:
        return None


def settle(entry: WaitlistEntry, state: str, *, now: datetime) -> None:
    """Inside the hold of the entry."""
    WaitlistEntry.objects.filter(pk=entry.pk).update(state=state, changed_at=now)


def fresh(entry: WaitlistEntry) -> WaitlistEntry:
    """The row as it is under the hold."""
    return WaitlistEntry.objects.select_related("offered_attendance", "employee", "site").get(pk=entry.pk)


def hold_of(entry: WaitlistEntry):
    """The hold under which an entry may change: its site, its person, its date."""
    return hold(sites=[entry.site_id], people=[("employee", entry.employee_id)], days=[(entry.site_id, entry.date)])


def _as_it_would_be_served(ask: Ask) -> Ask:
    """Another day of one's own is not left for a place in a queue; another desk is, once it is one's turn."""
    wanted = WaitlistEntry(
        employee_id=ask.employee_id, site_id=ask.site_id, date=ask.day, space_id=ask.space_id,
        morning=ask.parts.morning, afternoon=ask.parts.afternoon,
    )  # fmt: skip
    (desks,) = desks_to_exchange([wanted])
    return replace(ask, leaves=frozenset(), gives_up=desks)


def _missing(verdict: Verdict) -> Parts:
    """The parts of the day that the person does not have yet."""
    proposal = verdict.proposal
    own = Attendance.objects.standing().filter(
        employee=proposal.person.employee_id, site=proposal.site_id, date=proposal.date
    )
    parts = proposal.parts
    for day in own:
        parts = parts.minus(Parts(day.morning, day.afternoon))
    return parts if parts != NO_PART else proposal.parts
