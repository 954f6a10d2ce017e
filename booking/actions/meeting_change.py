"""A meeting at another time, in another room, or for other people: its row, and the days of those who come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import Granted, NotPossible, Refused, grant
from booking.actions.meeting_days import coming, persons, settle
from booking.actions.meeting_news import ask_for_approval, tell_of_meeting, tell_participants
from booking.actions.remaining import parts_needed
from booking.actions.reservation import write_untold
from booking.actions.room_asking import NOBODY, RoomAsk, is_less, judge_room, meeting
from booking.actions.room_writing import keep_override, needs_approval
from booking.models import Attendance, Booking, Employee, Participant
from booking.rules.admission import admit
from booking.rules.gathering import gather
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import NO_PART, Parts, Proposal


@dataclass(frozen=True)
class RoomBooked:
    booking_id: int
    awaits_approval: bool


def change_held(
    standing: Booking, ask: RoomAsk, *, by: Employee, now: datetime, reason: str, override_reason: str
) -> RoomBooked:
    """Judge ``ask`` for a standing meeting and those who come to it, and write. Inside a hold of all of them."""
    comers = list(standing.participants.in_person().select_related("attendance").order_by("pk"))
    moved = (ask.space_id, ask.period) != (standing.space_id, (standing.period.lower, standing.period.upper))
    awaits, answers = standing.awaits_approval, []
    if is_less(ask, standing):
        proposal = ask.proposal(NOBODY, rulebook_at_hand(ask.site_id), now)
        if ask.period.end <= now:
            raise NotPossible(_("This time is over."))
    else:
        granted = judge_room(
            _with_room_for(comers, ask), by=by, now=now, reason=reason, override_reason=override_reason
        )
        proposal = granted.proposal
        if moved:
            awaits = needs_approval(granted, by)
            answers = _judge_comers(
                comers, standing, proposal, by=by, now=now, reason=reason, override_reason=override_reason
            )
        keep_override(granted, standing.pk, by=by, now=now)
    told = moved or ask.title != standing.title
    Booking.objects.filter(pk=standing.pk).update(
        space_id=ask.space_id,
        date=ask.day,
        period=tuple(ask.period),
        morning=proposal.parts.morning,
        afternoon=proposal.parts.afternoon,
        people=ask.people,
        title=ask.title,
        awaits_approval=awaits,
        sequence=standing.sequence + told,
        changed_at=now,
    )
    fallen = [_come_along(participant, answer, by, now) for participant, answer in answers]
    freed = Parts(standing.morning, standing.afternoon)
    days = {p.pk: settle(p.attendance_id or 0, freed, by=by, now=now).day for p in comers}
    changed = meeting(standing.pk)
    for participant, refused in zip(comers, fallen, strict=False):
        if refused is not None:
            objections = [objection.as_json() for objection in refused.verdict.objections]
            tell_of_meeting("fell_back", changed, participant.person_key, now=now, objections=objections)
    if told:
        gone = {participant.pk for participant, refused in zip(comers, fallen, strict=False) if refused is not None}
        others = standing.participants.exclude(pk__in=gone)
        tell_participants("room_changed", changed, others, now=now, days=days, by=by.pk)
    if awaits and not standing.awaits_approval:
        ask_for_approval(changed, now=now)
    return RoomBooked(standing.pk, awaits)


def _with_room_for(comers: Sequence[Participant], ask: RoomAsk) -> RoomAsk:
    """The room holds those who are expected, and all who have said that they come."""
    return replace(ask, people=max(ask.people, len(comers)))


def _judge_comers(
    comers: Sequence[Participant],
    standing: Booking,
    room: Proposal,
    *,
    by: Employee,
    now: datetime,
    reason: str,
    override_reason: str,
) -> list[tuple[Participant, Granted | Refused]]:
    """An answer for each of those who come, in the order in which they joined; each counts for the next.

    All are judged before anything is written, as if the meeting had left its old time. Raises Refused where it is the
    organiser.
    """
    known = persons([p.person_key for p in comers], by=by, meeting=standing)
    proposals = [_moved(participant, standing, room, known[participant.person_key], now) for participant in comers]
    facts = gather(proposals)
    answers: list[tuple[Participant, Granted | Refused]] = []
    for participant, proposal in zip(comers, proposals, strict=True):
        try:
            granted = grant(
                proposal, facts, by=known[("employee", by.pk)], reason=reason, override_reason=override_reason
            )
        except Refused as refused:
            if participant.employee_id == standing.organiser_id:
                raise
            answers.append((participant, refused))
        else:
            facts = admit(proposal, facts, attendance_id=-participant.pk)
            answers.append((participant, granted))
    return answers


def _moved(participant: Participant, standing: Booking, room: Proposal, person, now: datetime) -> Proposal:
    """The day of one who comes, at the meeting's new time; its old day is left if nothing else needs it."""
    attendance = participant.attendance
    assert attendance is not None  # held by a constraint
    leaves: frozenset[int] = frozenset()
    if room.date != standing.date and _only_for(standing, attendance):
        leaves = frozenset({attendance.pk})
    return replace(
        coming(standing, person, now=now),
        date=room.date,
        parts=room.parts,
        period=room.period,
        space_id=room.space_id,
        leaves=leaves,
        gives_up=frozenset({standing.pk}),
    )


def _only_for(standing: Booking, attendance: Attendance) -> bool:
    """Whether a day ends without this meeting."""
    freed = Parts(standing.morning, standing.afternoon)
    needed = parts_needed(attendance, but_bookings=[standing.pk])
    return Parts(attendance.morning, attendance.afternoon).minus(freed.minus(needed)) == NO_PART


def _come_along(participant: Participant, answer: Granted | Refused, by: Employee, now: datetime) -> Refused | None:
    """Write the new day of one who comes; or, refused, invite them again."""
    if isinstance(answer, Refused):
        Participant.objects.filter(pk=participant.pk).update(
            response=Participant.Response.INVITED, attendance=None, changed_at=now
        )
        return answer
    attendance_id = write_untold(answer, by=by, now=now).attendance_id
    Participant.objects.filter(pk=participant.pk).update(attendance=attendance_id, changed_at=now)
    return None
