"""A meeting that is being put together on the page of a room: what is filled in, and how the rules answer to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.utils.text import capfirst

from booking.actions.asking import Ask, NotPossible, judge_unheld
from booking.actions.recurrence import dates_of
from booking.actions.room_asking import MOST_PEOPLE, RoomAsk
from booking.actions.room_times import free_times, judge_rooms, nearest, opening
from booking.models import Employee, Site
from booking.rules.proposal import Period
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import Verdict
from booking.web.booking_form import BadInput, key_in
from booking.web.days_in_words import long_day
from booking.web.meetings.form import REMOTE, REPEATS, recurrence_asked
from booking.web.reasons import Reason, reasons_of
from booking.web.rooms.asked import number_in
from booking.web.rooms.track import clock, minute_at

USUAL_LENGTH = 60  # minutes


@dataclass(frozen=True, slots=True)
class Draft:
    day: date
    start: str
    until: str
    people: int
    title: str
    participants: tuple[Employee, ...]
    remote: bool
    repeat: str
    repeat_until: str
    search: str


@dataclass(frozen=True, slots=True)
class DateAnswer:
    """One date of a series: its day, and why not, if so."""

    day: str
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Answer:
    """How the rules answer: ``room`` refuses the room, ``coming`` that its organiser comes. ``times``: when it is free.

    ``dates`` are those of a series; ``problem`` is what keeps all of it from being judged.
    """

    room: Sequence[Reason] = ()
    coming: Sequence[Reason] = ()
    times: Sequence[tuple[str, str]] = ()
    dates: Sequence[DateAnswer] = ()
    problem: str = ""

    @property
    def good(self) -> int:
        return sum(not one.reasons for one in self.dates)


def draft_of(query: QueryDict, room: SpaceFacts, day: date, start: time) -> Draft:
    """What the address fills in; whatever cannot be read is as usual. ``start``: when nothing else is asked for."""
    begins = _clock(query.get("from", "")) or start
    late = min(begins.hour * 60 + begins.minute + USUAL_LENGTH, 23 * 60 + 59)
    ends = _clock(query.get("until", "")) or time(late // 60, late % 60)
    keys = [key for text in query.getlist("participant") if (key := key_in(text)) is not None]
    return Draft(
        day=day,
        start=begins.strftime("%H:%M"),
        until=ends.strftime("%H:%M"),
        people=number_in(query, "people", min(2, room.safe_capacity), most=MOST_PEOPLE),
        title=query.get("title", "")[:120],
        participants=tuple(Employee.objects.filter(pk__in=keys, is_active=True).order_by("sort_key")) if keys else (),
        remote=query.get("presence") == REMOTE,
        repeat=query.get("repeat", "") if query.get("repeat") in REPEATS else "",
        repeat_until=query.get("repeat_until", "") or (day + timedelta(weeks=8)).isoformat(),
        search=query.get("colleague", "")[:80],
    )


def answer_to(draft: Draft, room: SpaceFacts, book: Rulebook, *, viewer: Employee, now: datetime) -> Answer:
    """A fixed number of queries, however many dates a series has."""
    site = book.site
    try:
        ask = RoomAsk(
            organiser_id=viewer.pk,
            site_id=site.pk,
            space_id=room.id,
            day=draft.day,
            period=_hours(draft, site, draft.day),
            people=draft.people,
        )
        days = _days(draft, site)
        asks = [replace(ask, day=day, period=_hours(draft, site, day)) for day in days]
        verdicts = judge_rooms(asks, now=now)
        own = [] if draft.remote else judge_unheld([_own_day(one) for one in asks], now=now)
        if draft.repeat:
            return Answer(dates=[_date(day, _both(n, verdicts, own)) for n, day in enumerate(days)])
        refused = verdicts[0].refused
        times = free_times([ask], within=opening(ask), now=now).get(room.id, []) if refused else []
    except (NotPossible, BadInput) as problem:
        return Answer(problem=problem.advice if isinstance(problem, BadInput) else str(problem))
    return Answer(
        room=reasons_of(verdicts[0].refusals),
        coming=reasons_of(own[0].refusals) if own else (),
        times=[_words(period, site, draft.day) for period in nearest(times, ask.period, most=3)],
    )


def _days(draft: Draft, site: Site) -> list[date]:
    if not draft.repeat:
        return [draft.day]
    asked = {"repeat": draft.repeat, "repeat_until": draft.repeat_until}
    return dates_of(recurrence_asked(asked, site, draft.day), first=draft.day)


def _both(n: int, verdicts: Sequence[Verdict], own: Sequence[Verdict]) -> list[Reason]:
    """What refuses the room, and what refuses that one comes to it; what refuses both is said once."""
    refusals = [*verdicts[n].refusals, *(own[n].refusals if own else ())]
    return list(dict.fromkeys(reasons_of(refusals)))


def _date(day: date, reasons: Sequence[Reason]) -> DateAnswer:
    return DateAnswer(capfirst(long_day(day)), reasons)


def _own_day(ask: RoomAsk) -> Ask:
    return Ask(employee_id=ask.organiser_id or 0, site_id=ask.site_id, day=ask.day, period=ask.period)


def _hours(draft: Draft, site: Site, day: date) -> Period:
    return Period(*(site.instant(day, time.fromisoformat(text)) for text in (draft.start, draft.until)))


def _words(period: Period, site: Site, day: date) -> tuple[str, str]:
    start, end = (clock(minute_at(moment, day, site)) for moment in period)
    return start, end


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        return None
