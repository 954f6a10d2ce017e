"""What coming to a meeting does to a person's day: it begins or grows, and gives back what nothing else needs."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from booking.actions.asking import Granted, NotPossible, grant
from booking.actions.cancellation import end_attendance_untold
from booking.actions.remaining import parts_needed
from booking.models import Attendance, Booking, Employee
from booking.rules.facts import PersonKey
from booking.rules.gathering import gather
from booking.rules.gathering import persons as known_persons
from booking.rules.proposal import NO_PART, Parts, Period, Person, Proposal

KEPT, SHRUNK, ENDED = "kept", "shrunk", "ended"


class Settled(NamedTuple):
    """What became of a day; ``before`` is the row as it was."""

    day: str  # kept, shrunk, ended
    before: Attendance


def judge_coming(
    meeting: Booking,
    person_key: PersonKey,
    *,
    by: Employee | None,
    now: datetime,
    reason: str = "",
    override_reason: str = "",
) -> Granted:
    """Judge that somebody comes to a meeting in person: a day at the site, in that room. Inside the hold.

    Raises Refused, ReasonNeeded, or NotPossible.
    """
    known = persons([person_key], by=by, meeting=meeting)
    proposal = coming(meeting, known[person_key], now=now)
    asker = known[("employee", by.pk)] if by else None
    return grant(proposal, gather([proposal]), by=asker, reason=reason, override_reason=override_reason)


def persons(keys: Collection[PersonKey], *, by: Employee | None, meeting: Booking) -> dict[PersonKey, Person]:
    """Those who come, and who asks for it, as the rules see them. Raises NotPossible for an unknown person."""
    asker: set[PersonKey] = {("employee", by.pk)} if by else set()
    known = known_persons({*keys, *asker}, since=meeting.date)
    if any(key not in known for key in keys):
        raise NotPossible(_("Nobody is known by this name."))
    return known


def coming(meeting: Booking, person: Person, *, now: datetime) -> Proposal:
    """A person's day for a meeting, in the terms of the rules."""
    return Proposal(
        person=person,
        site_id=meeting.space.floor.site_id,
        date=meeting.date,
        parts=Parts(meeting.morning, meeting.afternoon),
        period=Period(meeting.period.lower, meeting.period.upper),
        now=now,
        space_id=meeting.space_id,
        meeting_id=meeting.pk,
    )


def settle(attendance_id: int, freed: Parts, *, by: Employee | None, now: datetime) -> Settled:
    """Give back of a day what a meeting has freed and nothing else needs; a day of nothing ends. Inside the hold.

    Call it after the meeting or the participant was written. Nobody is told.
    """
    attendance = Attendance.objects.select_related("site").get(pk=attendance_id)
    has = Parts(attendance.morning, attendance.afternoon)
    left = has.minus(freed.minus(parts_needed(attendance)))
    if left == has or not attendance.standing:
        return Settled(KEPT, attendance)
    if left == NO_PART:
        end_attendance_untold(attendance, by=by, now=now)
        return Settled(ENDED, attendance)
    Attendance.objects.filter(pk=attendance.pk).update(morning=left.morning, afternoon=left.afternoon, changed_at=now)
    return Settled(SHRUNK, attendance)
