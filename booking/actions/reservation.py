"""Reserve a day, a half-day or hours, with or without a space, for oneself or for somebody else."""

from dataclasses import dataclass
from datetime import datetime

from booking.actions.asking import Ask, Granted, judge_ask
from booking.actions.locking import hold
from booking.actions.permissions import check_may_act_for
from booking.actions.refusing import refusals_kept
from booking.models import Attendance, Booking, Employee, Override
from booking.notifications.outbox import tell
from booking.prepared import array, rows
from booking.rules.proposal import NO_PART


@dataclass(frozen=True)
class Reserved:
    """``began``: the day is new; otherwise one that the person had has grown."""

    attendance_id: int
    booking_id: int | None
    began: bool = True


def reserve(
    *, ask: Ask, by: Employee, now: datetime, door: str, reason: str = "", override_reason: str = ""
) -> Reserved:
    """Judge and write in one hold; the day begins, or grows, and the space (if any) is booked.

    Raises Refused (kept as a refusal), ReasonNeeded, NotAllowed, NotPossible, Busy.
    """
    with refusals_kept(verb="reserve", by=by, door=door, now=now):
        return reserve_unkept(ask=ask, by=by, now=now, reason=reason, override_reason=override_reason)


def reserve_unkept(*, ask: Ask, by: Employee, now: datetime, reason: str = "", override_reason: str = "") -> Reserved:
    """As ``reserve``, for whoever goes on to try something else: a refusal is not kept."""
    check_may_act_for(by=by, employee_id=ask.employee_id, site_id=ask.site_id)
    with hold(sites=[ask.site_id], people=[ask.person_key], days=[(ask.site_id, ask.day)]):
        return write(judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason), by=by, now=now)


def write(granted: Granted, *, by: Employee, now: datetime) -> Reserved:
    """Write what was granted: attendance, booking and the message that tells. Inside the hold that judged it."""
    reserved = write_untold(granted, by=by, now=now)
    kind = "booked" if reserved.booking_id is not None or reserved.began else "changed"
    tell(
        kind=kind,
        key=f"{kind}:{reserved.attendance_id}:{reserved.booking_id or now.timestamp()}",
        employee_id=granted.proposal.person.employee_id,
        visitor_id=granted.proposal.person.visitor_id,
        payload={"attendance": reserved.attendance_id, "booking": reserved.booking_id, "by": by.pk},
        now=now,
    )
    return reserved


def write_held(granted: Granted, *, by: Employee, now: datetime, until: datetime) -> Reserved:
    """Write a new day that is only kept until then: its owner has yet to take it. The caller tells."""
    reserved = write_untold(granted, by=by, now=now)
    Attendance.objects.filter(pk=reserved.attendance_id).update(state=Attendance.State.HELD, held_until=until)
    return reserved


def write_untold(granted: Granted, *, by: Employee | None, now: datetime) -> Reserved:
    """As ``write``, for whoever tells of the day in a message of their own."""
    begins = granted.standing_day is None
    attendance_id, booking_id = (_begin if begins else _add)(granted, by, now)
    if granted.set_aside:
        Override.objects.create(
            attendance_id=attendance_id,
            by=by,
            at=now,
            reason=granted.reason,
            objections=[objection.as_json() for objection in granted.set_aside],
        )
    return Reserved(attendance_id, booking_id, began=begins)


def _begin(granted: Granted, by: Employee | None, now: datetime) -> tuple[int, int | None]:
    """A new day, with its first booking where a space is asked for."""
    proposal, person = granted.proposal, granted.proposal.person
    alone = proposal.parts if proposal.space_id is None else NO_PART
    values = [
        *(person.employee_id, person.visitor_id, proposal.site_id, proposal.date, *proposal.parts),
        *(person.team_id, person.telework_able, array(person.roles_at(proposal.site_id))),
        *(*alone, by and by.pk, now, now),
    ]
    if proposal.own_space_id is None:
        [[attendance_id]] = rows(f"{_DAY} RETURNING id", values)
        return attendance_id, None
    booked = [proposal.own_space_id, *proposal.period, Booking.State.BOOKED.value]
    [ids] = rows(_DAY_WITH_SPACE, values + booked)
    return ids


def _add(granted: Granted, by: Employee | None, now: datetime) -> tuple[int, int | None]:
    """A standing day grows, and has another booking where a space is asked for."""
    attendance_id = _grow(granted, now)
    return attendance_id, _book(granted, attendance_id, by, now) if granted.proposal.own_space_id is not None else None


def _grow(granted: Granted, now: datetime) -> int:
    """The standing day takes on the new parts. A day that was only held is planned from now on: its owner wants it."""
    standing, proposal = granted.standing_day, granted.proposal
    assert standing is not None
    parts = standing.parts.union(proposal.parts)
    changes: dict = {}
    if parts != standing.parts:
        changes |= {"morning": parts.morning, "afternoon": parts.afternoon}
    if standing.state == Attendance.State.HELD:
        changes |= {"state": Attendance.State.PLANNED, "held_until": None}
    if proposal.space_id is None:
        changes |= {f"without_space_{half}": True for half, asked in proposal.parts._asdict().items() if asked}
    if changes:
        Attendance.objects.filter(pk=standing.attendance_id).update(**changes, changed_at=now)
    return standing.attendance_id


def _book(granted: Granted, attendance_id: int, by: Employee | None, now: datetime) -> int:
    proposal, standing = granted.proposal, granted.standing_day
    here_already = standing is not None and standing.state == Attendance.State.PRESENT
    return Booking.objects.create(
        space_id=proposal.own_space_id or 0,
        attendance_id=attendance_id,
        date=proposal.date,
        period=proposal.period,
        morning=proposal.parts.morning,
        afternoon=proposal.parts.afternoon,
        state=Booking.State.CHECKED_IN if here_already else Booking.State.BOOKED,
        checked_in_at=now if here_already else None,
        requested_by=by,
        created_at=now,
        changed_at=now,
    ).pk


# A new day is what nearly every booking is, hence plain SQL, prepared, and one statement: the ORM takes thrice as long.
_DAY = """
INSERT INTO booking_attendance
       (employee_id, visitor_id, site_id, date, morning, afternoon, team_id, telework_able, roles,
        without_space_morning, without_space_afternoon, requested_by_id, created_at, changed_at, state)
VALUES (%s::bigint, %s::bigint, %s::bigint, %s, %s, %s, %s::bigint, %s, %s, %s, %s, %s::bigint, %s, %s, 'planned')
"""
_DAY_WITH_SPACE = f"""
WITH day AS ({_DAY} RETURNING *)
INSERT INTO booking_booking
       (attendance_id, space_id, date, period, state, morning, afternoon, title, requested_by_id,
        created_at, changed_at)
SELECT id, %s::bigint, date, tstzrange(%s, %s), %s, morning, afternoon, '', requested_by_id, created_at, changed_at
  FROM day
RETURNING attendance_id, id
"""
