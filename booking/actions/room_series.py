"""A room on many dates: one hold per occurrence, earliest first, each with its own answer."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial

from booking.actions.asking import NotPossible, Refused
from booking.actions.permissions import NotAllowed, check_may_act_for
from booking.actions.recurrence import dates_of
from booking.actions.room_asking import RoomAsk, meeting
from booking.actions.room_booking import RoomBooked, book_room, cancel_room, change_room
from booking.models import Booking, Employee, Series, Site
from booking.rules.facts import PersonKey
from booking.rules.loading import rulebook
from booking.rules.proposal import ALL_DAY, Period
from booking.rules.verdict import Verdict


@dataclass(frozen=True)
class Occurrence:
    """One date of a series and its answer: booked, or refused with a ``verdict``, or not possible for a ``problem``."""

    day: date
    booked: RoomBooked | None = None
    verdict: Verdict | None = None
    problem: str = ""


def book_series(
    *,
    ask: RoomAsk,
    recurrence: str,
    by: Employee,
    now: datetime,
    door: str,
    participants: Collection[PersonKey] = (),
    in_person: bool = True,
    reason: str = "",
    override_reason: str = "",
) -> list[Occurrence]:
    """Book ``ask`` on every date of an RRULE from its own day on, at the same hours by the wall clock.

    What is refused on one date is no hindrance on another. Raises NotAllowed, NotPossible for a rule without end or
    without dates, and Busy (what was booked until then stays).
    """
    if ask.organiser_id is None:
        raise NotAllowed
    check_may_act_for(by=by, employee_id=ask.organiser_id, site_id=ask.site_id)
    site = rulebook(ask.site_id).site
    days = dates_of(recurrence, first=ask.day)
    series = Series.objects.create(
        space_id=ask.space_id, organiser_id=ask.organiser_id, recurrence=recurrence.strip(), created_at=now
    )
    clock = _clock(ask.period, site)
    book = partial(
        book_room,
        by=by,
        now=now,
        door=door,
        participants=participants,
        in_person=in_person,
        series=series,
        reason=reason,
        override_reason=override_reason,
    )
    return [_answer(day, partial(book, ask=replace(ask, day=day, period=_on(day, clock, site)))) for day in days]


def change_following(
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
) -> list[Occurrence]:
    """Change this meeting and those of its series that follow; of ``period`` the hours are taken, each date stays.

    Raises NotAllowed, and Busy (what was changed until then stays).
    """
    site = meeting(booking.pk).space.floor.site
    clock = _clock(period, site) if period is not None else None
    change = partial(
        change_room,
        by=by,
        now=now,
        door=door,
        space_id=space_id,
        people=people,
        title=title,
        reason=reason,
        override_reason=override_reason,
    )
    return [
        _answer(one.date, partial(change, booking=one, period=_on(one.date, clock, site) if clock else None))
        for one in following(booking, now=now)
    ]


def cancel_following(*, booking: Booking, by: Employee, now: datetime, reason: str = "") -> int:
    """Cancel this meeting and those of its series that follow; how many. Raises NotAllowed, Busy."""
    ended = 0
    for one in following(booking, now=now):
        try:
            cancel_room(booking=one, by=by, now=now, reason=reason)
        except NotPossible:
            continue  # cancelled, or moved, in the meantime
        ended += 1
    return ended


def following(booking: Booking, *, now: datetime) -> list[Booking]:
    """This meeting and the standing ones of its series that come after it, earliest first."""
    if booking.series_id is None:
        return [booking]
    coming = Booking.objects.standing().filter(
        series=booking.series_id, period__startswith__gte=booking.period.lower, period__endswith__gt=now
    )
    return list(coming.select_related("space__floor").order_by("period"))


def _answer(day: date, act: Callable[[], RoomBooked]) -> Occurrence:
    try:
        return Occurrence(day, booked=act())
    except Refused as refused:
        return Occurrence(day, verdict=refused.verdict)
    except NotPossible as problem:
        return Occurrence(day, problem=str(problem))


def _clock(period: Period, site: Site) -> tuple[time, time]:
    """When a period begins and ends by the wall clock; 00:00 at its end is the end of the day."""
    start, end = (moment.astimezone(site.zone_info).time() for moment in period)
    return start, end


def _on(day: date, clock: tuple[time, time], site: Site) -> Period:
    start, end = clock
    return Period(site.instant(day, start), site.instant(day, end) if end > time() else ALL_DAY.period(site, day).end)
