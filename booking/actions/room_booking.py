"""Book a room for a meeting, cancel it, or end it early. Who comes to it in person has a day at the site."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import Granted, NotPossible
from booking.actions.locking import Busy, hold
from booking.actions.meeting_change import RoomBooked, change_held
from booking.actions.meeting_days import judge_coming, settle
from booking.actions.meeting_news import ask_for_approval, tell_of_meeting, tell_participants
from booking.actions.participation import add_participants
from booking.actions.permissions import check_may_change_meeting
from booking.actions.refusing import refusals_kept
from booking.actions.reservation import write_untold
from booking.actions.room_asking import RoomAsk, judge_room, meeting, standing_meeting
from booking.actions.room_writing import write_room
from booking.actions.walk_up import check_may_book
from booking.models import Booking, Employee, Participant, Series
from booking.rules.facts import PersonKey
from booking.rules.proposal import Parts, Period
from booking.rules.waiting import FOR_THE_SPACE


def book_room(
    *,
    ask: RoomAsk,
    by: Employee | None,
    now: datetime,
    door: str,
    participants: Collection[PersonKey] = (),
    in_person: bool = True,
    series: Series | None = None,
    reason: str = "",
    override_reason: str = "",
) -> RoomBooked:
    """Book a room, for an organiser who comes ``in_person`` or joins remotely; the participants are invited.

    Room and organiser's day are judged and written in one hold: both or nothing. ``by`` is None at the door, where a
    free room is taken from now on by nobody in particular. Raises Refused (kept as a refusal), ReasonNeeded,
    NotAllowed, NotPossible, Busy.
    """
    check_may_book(ask, by=by, now=now)
    organiser: list[PersonKey] = [("employee", ask.organiser_id)] if ask.organiser_id is not None else []
    with (
        refusals_kept(verb="book_room", by=by, door=door, now=now),
        hold(sites=[ask.site_id], people=organiser, days=[(ask.site_id, ask.day)]),
    ):
        if by is not None and ask.organiser_id is None:
            ask = replace(ask, queue=FOR_THE_SPACE)  # a manager blocks the room, whoever waits for it
        granted = judge_room(ask, by=by, now=now, reason=reason, override_reason=override_reason)
        booking = write_room(granted, ask, by, now, series)
        for key in organiser:
            coming = None
            if in_person:
                coming = judge_coming(
                    booking, key, by=by, now=now, reason=reason, override_reason=override_reason
                )  # fmt: skip
            attendance_id = add_organiser(booking, coming, by=by, now=now)
            tell_of_meeting("room_booked", booking, key, now=now, attendance=attendance_id)
        add_participants(booking, set(participants) - set(organiser), by=by, now=now)
        if booking.awaits_approval:
            ask_for_approval(booking, now=now)
        return RoomBooked(booking.pk, booking.awaits_approval)


def add_organiser(booking: Booking, coming: Granted | None, *, by: Employee | None, now: datetime) -> int | None:
    """The organiser takes part: on the day that was granted, which is returned, or remotely. Inside the hold."""
    attendance_id = write_untold(coming, by=by, now=now).attendance_id if coming is not None else None
    Participant.objects.create(
        booking=booking,
        employee_id=booking.organiser_id,
        response=Participant.Response.REMOTE if coming is None else Participant.Response.IN_PERSON,
        attendance_id=attendance_id,
        created_at=now,
        changed_at=now,
    )
    return attendance_id


def change_room(
    *,
    booking: Booking,
    by: Employee,
    now: datetime,
    door: str,
    period: Period | None = None,
    space_id: int | None = None,
    people: int | None = None,
    title: str | None = None,
    reason: str = "",
    override_reason: str = "",
) -> RoomBooked:
    """Move, extend or shorten a meeting, or put it in another room or on another date; None leaves a thing as it is.

    Less of what one has always goes; all else is judged anew. Those who come are judged for the new time and room in
    the same hold: whom the rules refuse is invited again, and told; were it the organiser, nothing changes. Raises
    Refused, ReasonNeeded, NotAllowed, NotPossible, Busy.
    """
    before = meeting(booking.pk)
    check_may_change_meeting(by=by, meeting=before)
    site, held = before.space.floor.site, people_of(before)
    day = site.local_date(period.start) if period else before.date
    with (
        refusals_kept(verb="change_room", by=by, door=door, now=now),
        hold(sites=[site.pk], people=held, days={(site.pk, before.date), (site.pk, day)}),
    ):
        standing = standing_meeting(before.pk, on=before.date, now=now)
        if people_of(standing) - held:
            raise Busy  # somebody joined in this moment, and is not held
        ask = RoomAsk(
            organiser_id=standing.organiser_id,
            site_id=site.pk,
            space_id=space_id or standing.space_id,
            day=day,
            period=period or Period(standing.period.lower, standing.period.upper),
            people=people or standing.people,
            title=standing.title if title is None else title.strip(),
            booking_id=standing.pk,
        )
        return change_held(standing, ask, by=by, now=now, reason=reason, override_reason=override_reason)


def cancel_room(*, booking: Booking, by: Employee | None, now: datetime, reason: str = "") -> None:
    """End a meeting that is not over; the days of those who would have come end, or shrink to what else needs them.

    ``by`` is None for the clockwork. Raises NotAllowed, NotPossible, Busy.
    """
    if by is not None:
        check_may_change_meeting(by=by, meeting=meeting(booking.pk))
    with hold_of_meeting(booking):
        end_meeting(standing_meeting(booking.pk, on=booking.date, now=now), by=by, now=now, reason=reason)


def end_meeting(
    standing: Booking,
    *,
    by: Employee | None,
    now: datetime,
    reason: str = "",
    told_apart: Collection[PersonKey] = (),
) -> None:
    """Mark a standing meeting as cancelled, settle the days for it, and tell all but those ``told_apart``, by a message
    of their own. Inside a hold.
    """
    Booking.objects.filter(pk=standing.pk).update(
        state=Booking.State.CANCELLED,
        awaits_approval=False,
        sequence=standing.sequence + 1,
        ended_at=now,
        ended_by=by,
        changed_at=now,
    )
    participants = list(standing.participants.all())
    freed = Parts(standing.morning, standing.afternoon)
    days = {
        participant.pk: settle(participant.attendance_id, freed, by=by, now=now).day
        for participant in participants
        if participant.attendance_id is not None
    }
    others = [participant for participant in participants if participant.person_key not in told_apart]
    tell_participants("room_cancelled", standing, others, now=now, days=days, by=by and by.pk, reason=reason)


def end_early(*, booking: Booking, by: Employee | None, now: datetime) -> None:
    """Give a room back in the middle of a meeting: what has been stays, from now on it is free.

    ``by`` is None at the door. Raises NotAllowed, NotPossible (not begun, or over), Busy.
    """
    if by is not None:
        check_may_change_meeting(by=by, meeting=meeting(booking.pk))
    with hold_of_meeting(booking):
        standing = standing_meeting(booking.pk, on=booking.date, now=now)
        if standing.period.lower >= now:
            raise NotPossible(_("This meeting has not begun; cancel it instead."))
        site = standing.space.floor.site
        had = Parts(standing.morning, standing.afternoon)
        has = Parts(had.morning, had.afternoon and now > site.instant(standing.date, site.midday))
        Booking.objects.filter(pk=standing.pk).update(
            period=(standing.period.lower, now),
            morning=has.morning,
            afternoon=has.afternoon,
            sequence=standing.sequence + 1,
            changed_at=now,
        )
        for participant in standing.participants.in_person():
            settle(participant.attendance_id, had.minus(has), by=by, now=now)


def hold_of_meeting(booking: Booking):
    """The hold under which a meeting may end: its site and date, organiser, and those who come.

    Whoever comes to it in the meantime is not held, and need not be, since days only shrink.
    """
    site_id = booking.space.floor.site_id
    return hold(sites=[site_id], people=people_of(booking), days=[(site_id, booking.date)])


def people_of(booking: Booking) -> set[PersonKey]:
    """The organiser of a meeting, and those who come to it."""
    keys = {participant.person_key for participant in booking.participants.in_person()}
    return keys if booking.organiser_id is None else keys | {("employee", booking.organiser_id)}
