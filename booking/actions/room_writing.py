"""The row of a room booking, and what is kept with it."""

from datetime import datetime

from booking.actions.asking import Granted
from booking.actions.permissions import manages
from booking.actions.room_asking import RoomAsk, meeting
from booking.models import Booking, Employee, Override, Series


def write_room(granted: Granted, ask: RoomAsk, by: Employee | None, now: datetime, series: Series | None) -> Booking:
    """A new booking of the room, as it was granted."""
    proposal = granted.proposal
    booking = Booking.objects.create(
        space_id=ask.space_id,
        organiser_id=ask.organiser_id,
        date=ask.day,
        period=proposal.period,
        morning=proposal.parts.morning,
        afternoon=proposal.parts.afternoon,
        title=ask.title.strip(),
        people=ask.people,
        awaits_approval=needs_approval(granted, by),
        series=series,
        requested_by=by,
        created_at=now,
        changed_at=now,
    )
    keep_override(granted, booking.pk, by=by, now=now)
    return meeting(booking.pk)


def end_kept_room(kept: Booking, *, by: Employee | None, now: datetime) -> None:
    """A room that was kept for somebody who waited goes on; nobody takes part in it yet, or is told. In the hold."""
    Booking.objects.standing().filter(pk=kept.pk).update(
        state=Booking.State.RELEASED, awaits_approval=False, ended_at=now, ended_by=by, changed_at=now
    )


def needs_approval(granted: Granted, by: Employee | None) -> bool:
    """Whether a manager has yet to say yes: in a room that asks for it, unless one has booked it."""
    proposal = granted.proposal
    space = granted.facts.rulebook(proposal).spaces[proposal.space_id or 0]
    return space.needs_approval and not (by is not None and manages(by, proposal.site_id))


def keep_override(granted: Granted, booking_id: int, *, by: Employee | None, now: datetime) -> None:
    """Keep which objections to a room were set aside, and why."""
    if granted.set_aside:
        Override.objects.create(
            booking_id=booking_id,
            by=by,
            at=now,
            reason=granted.reason,
            objections=[objection.as_json() for objection in granted.set_aside],
        )
