"""Reserve a day, a half-day or hours, with or without a space, for oneself or for somebody else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booking.actions.asking import Ask, Granted, judge_ask
from booking.actions.locking import hold
from booking.actions.permissions import check_may_act_for
from booking.actions.refusing import refusals_kept
from booking.models import Attendance, Booking, Employee
from booking.notifications.outbox import tell


@dataclass(frozen=True)
class Reserved:
    attendance_id: int
    booking_id: int | None


def reserve(
    *, ask: Ask, by: Employee, now: datetime, door: str, reason: str = "", override_reason: str = ""
) -> Reserved:
    """Judge and write in one hold; the day begins, or grows, and the space (if any) is booked.

    Raises Refused (kept as a refusal), ReasonNeeded, NotAllowed, NotPossible, Busy.
    """
    check_may_act_for(by=by, employee_id=ask.employee_id, site_id=ask.site_id)
    with (
        refusals_kept(verb="reserve", by=by, door=door, now=now),
        hold(sites=[ask.site_id], people=[ask.person_key], days=[(ask.site_id, ask.day)]),
    ):
        granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
        return write(granted, by=by, now=now, reason=reason, override_reason=override_reason)


def write(granted: Granted, *, by: Employee, now: datetime, reason: str = "", override_reason: str = "") -> Reserved:
    """Write what was granted: attendance, booking and the message that tells. Inside the hold that judged it."""
    attendance_id = _write_attendance(granted, by=by, now=now, reason=reason, override_reason=override_reason)
    booking_id = _write_booking(granted, attendance_id, now) if granted.proposal.space_id is not None else None
    tell(
        kind="booked",
        key=f"booked:{attendance_id}:{booking_id or 0}",
        employee_id=granted.proposal.person.employee_id,
        payload={"attendance": attendance_id, "booking": booking_id},
        now=now,
    )
    return Reserved(attendance_id, booking_id)


def _write_attendance(granted: Granted, *, by: Employee, now: datetime, reason: str, override_reason: str) -> int:
    proposal, own = granted.proposal, granted.own_day
    exceptions: dict[str, Any] = {}
    if granted.overridden:
        exceptions |= {
            "override_reason": override_reason,
            "overridden": [objection.as_json() for objection in granted.overridden],
        }
    if granted.verdict.warnings:
        exceptions["warning_reason"] = reason or override_reason
    if own is None:
        return Attendance.objects.create(
            employee_id=proposal.person.employee_id,
            site_id=proposal.site_id,
            date=proposal.date,
            morning=proposal.parts.morning,
            afternoon=proposal.parts.afternoon,
            team_id=proposal.person.team_id,
            telework_able=proposal.person.telework_able,
            without_space=proposal.space_id is None,
            requested_by=by,
            created_at=now,
            changed_at=now,
            **exceptions,
        ).pk
    parts = own.parts.union(proposal.parts)
    if parts != own.parts or exceptions:
        Attendance.objects.filter(pk=own.attendance_id).update(
            morning=parts.morning, afternoon=parts.afternoon, changed_at=now, **exceptions
        )
    return own.attendance_id


def _write_booking(granted: Granted, attendance_id: int, now: datetime) -> int:
    proposal = granted.proposal
    space = granted.facts.rulebook(proposal).spaces[proposal.space_id or 0]
    return Booking.objects.create(
        space_id=space.id,
        attendance_id=attendance_id,
        organiser_id=proposal.person.employee_id if space.kind == "room" else None,
        date=proposal.date,
        period=proposal.period,
        morning=proposal.parts.morning,
        afternoon=proposal.parts.afternoon,
        state=Booking.State.CHECKED_IN if granted.own_day and granted.own_day.present else Booking.State.BOOKED,
        created_at=now,
        changed_at=now,
    ).pk
