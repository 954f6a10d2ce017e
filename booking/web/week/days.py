"""One day of my week, as the page shows it: a status, a gauge, a number of places, who is in, and what one can do."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from booking.actions.odds import Wait
from booking.rules.verdict import Usage
from booking.templatetags.gauge import gauge
from booking.web.days_in_words import long_day, weekday_short
from booking.web.presence import Presence, Team
from booking.web.reasons import Reason
from booking.web.week.actions import (
    Action,
    Fields,
    Way,
    away_ways,
    book,
    booking_ways,
    change_ways,
    half_ways,
    move_here,
    override,
    parts_ways,
    primary_day,
)
from booking.web.week.judged import JudgedDay, JudgedWeeks
from booking.web.week.meetings import Meeting
from booking.web.week.own_desk import own_desk, release
from booking.web.week.status import Status, status_of, why_not
from booking.web.week.waiting import Waiting, answers, join, waiting

CAP = "occupancy_cap"
TEAM_DAYS = "team_days"
HATCHED = 0.25  # of a gauge's height, at most, above it
ABOVE = 8  # pixels that a large gauge leaves above its ceiling
_FRAME = re.compile(r'viewBox="0 (-?\d+) \d+ (\d+)"')
_CEILING = re.compile(r'class="gauge-ceiling( is-full)?" d="M-?\d+ (\d+)H')


@dataclass(frozen=True, slots=True)
class Gauge:
    """The numbers of templatetags/gauge.py, and its drawings: in a template, each would look all the numbers up."""

    limit: int | None
    am: int
    pm: int
    mine_am: bool
    mine_pm: bool
    closed: bool
    base: int | None
    scale: int | None = None

    def day(self) -> SafeString:
        am, pm = pgettext("gauge", "am"), pgettext("gauge", "pm")
        return self._drawn("day", am_label=am, pm_label=pm)

    def phone(self) -> SafeString:
        return self._drawn("phone")

    def compact(self) -> SafeString:
        return self._drawn("compact")

    def refusal(self) -> SafeString:
        am, pm = pgettext("gauge", "am"), pgettext("gauge", "pm")
        return self._drawn("refusal", am_label=am, pm_label=pm)

    def _drawn(self, size: str, **labels: str) -> SafeString:
        return gauge(
            limit=self.limit,
            am=self.am,
            pm=self.pm,
            mine_am=self.mine_am,
            mine_pm=self.mine_pm,
            base=self.base,
            scale=self.scale,
            closed=self.closed,
            size=size,
            **labels,
        )


@dataclass(frozen=True, slots=True)
class Places:
    """``number`` people: places left under ``limit``, or without a limit the people who are in."""

    number: int
    limit: int | None
    over: int = 0

    def short(self) -> str:
        """What stands after the number where there is little room."""
        if self.limit is None:
            return ngettext("person in", "people in", self.number)
        return ngettext("of %(limit)d left", "of %(limit)d left", self.number) % {"limit": self.limit}

    def words(self) -> str:
        """What stands after the number."""
        if self.limit is None:
            return self.short()
        said = ngettext("of %(limit)d places left", "of %(limit)d places left", self.number)
        return said % {"limit": self.limit}

    def in_words(self) -> str:
        """All of it, number included, for where the number is only drawn."""
        return f"{self.number} {self.words()}"

    def over_in_words(self) -> str:
        return _("%(over)d over the limit") % {"over": self.over} if self.over else ""


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    key: str
    number: int
    weekday: str
    name: str
    is_today: bool
    is_past: bool
    is_in: bool
    is_team_day: bool
    status: Status
    gauge: Gauge
    places: Places | None
    team: Team
    reasons: tuple[Reason, ...] = ()
    opens: str = ""
    book: Action | None = None
    more: tuple[Action, ...] = ()
    changes: tuple[Action, ...] = ()
    move: Action | None = None
    ways: tuple[Way, ...] = ()
    override: Fields = ()
    waits: tuple[Waiting, ...] = ()
    join: Action | None = None
    release: Action | None = None  # of one's own desk
    meetings: tuple[Meeting, ...] = ()
    drop: int = 0  # pixels by which the gauge of a large day is lowered, so that all stand on one floor
    lift: int = 0  # and its number, so that it hangs from the ceiling

    @property
    def has_only_status(self) -> bool:
        """Nothing can be done about the day and no rule says why: the status itself is the reason."""
        return not (self.is_in or self.book or self.move or self.opens or self.reasons)


def days_of(
    judged: JudgedWeeks,
    present: Presence,
    counts: dict[date, tuple[int, int]],
    waits: Mapping[date, Sequence[Wait]],
    *,
    here: str,
    now: datetime,
) -> list[Day]:
    """The days in order. ``counts`` are people of days that no cap counts; ``here`` is the address to come back to."""
    usages = [usage for day in judged.days.values() if (usage := day.verdict.usage(CAP))]
    scale = max((scale_of(usage.limit, _used(usage)) for usage in usages), default=None)
    ways, desk = booking_ways(judged, here=here), own_desk(judged)
    days = [
        replace(
            _with_queue(
                _day(day, judged, present, counts, scale, ways, here), day, judged, waits.get(day.date, ()), here
            ),
            release=release(day, desk, judged, here=here),
        )
        for day in judged.days.values()
    ]
    return _with_primary(days, judged, now)


def _with_primary(days: list[Day], judged: JudgedWeeks, now: datetime) -> list[Day]:
    """The same days, with one filled button: checking in, or booking the most sensible day."""
    if any(action.look.startswith("is-primary") for day in days for action in day.changes):
        return days
    primary = primary_day(judged, {day.date for day in days if day.is_team_day}, now=now)
    return [
        replace(day, book=replace(day.book, look="is-primary is-block")) if day.book and day.date == primary else day
        for day in days
    ]


def _with_queue(day: Day, judged_day: JudgedDay, judged: JudgedWeeks, waits: Sequence[Wait], here: str) -> Day:
    """The same day with what one waits for. A place that is kept asks for an answer before anything else."""
    asked = answers(waits, here=here)
    return replace(
        day,
        waits=waiting(waits, judged, here=here),
        join=join(judged_day, waits, judged, here=here),
        changes=asked or day.changes,
        more=() if asked else day.more,
    )


def _day(
    judged_day: JudgedDay,
    judged: JudgedWeeks,
    present: Presence,
    counts: dict[date, tuple[int, int]],
    scale: int | None,
    ways: Sequence[Way],
    here: str,
) -> Day:
    day, own = judged_day.date, judged_day.here
    usage = judged_day.verdict.usage(CAP)
    status = status_of(judged_day, judged, present)
    reasons = () if own else why_not(judged_day, status)
    return Day(
        date=day,
        key=day.isoformat(),
        number=day.day,
        weekday=weekday_short(day),
        name=long_day(day),
        is_today=day == judged.today,
        is_past=day < judged.today,
        is_in=bool(judged_day.own),
        is_team_day=is_team_day(judged_day) and not status.is_closed,
        status=status,
        gauge=_gauge(judged_day, judged, usage, counts, scale, closed=status.is_closed),
        places=None if status.is_closed else _places(usage, counts.get(day, (0, 0))),
        team=present.team_on(day),
        reasons=reasons,
        opens=status.opens,
        book=book(judged_day, judged, here=here),
        override=override(judged_day, judged, here=here),
        more=(
            half_ways(judged_day, judged, here=here)
            + parts_ways(judged_day, judged, here=here)
            + away_ways(judged_day, judged, here=here)
        ),
        changes=change_ways(judged_day, judged, present, here=here),
        move=move_here(judged_day, judged, here=here),
        ways=tuple(_nearest(ways, day)) if status.wants_other_days and not judged_day.chance else (),
    )


def hung(days: Sequence[Day]) -> list[Day]:
    """The same days of a week, on one floor and their numbers hung from their ceilings.

    What was given above a ceiling is hatched above it, and a day with a lower limit than others has a lower ceiling.
    """
    drawn = [str(day.gauge.day()) for day in days]
    tallest = max((int(_FRAME.search(svg)[2]) for svg in drawn), default=0)
    return [_hung(day, svg, tallest) for day, svg in zip(days, drawn, strict=True)]


def _hung(day: Day, svg: str, tallest: int) -> Day:
    top, height = (int(number) for number in _FRAME.search(svg).groups())
    drop, ceiling = tallest - height, _CEILING.search(svg)
    if ceiling is None:
        return replace(day, drop=drop, lift=drop)
    line = int(ceiling[2]) + bool(ceiling[1])  # a full one is twice as thick, and drawn a pixel higher
    return replace(day, drop=drop, lift=drop + line - top - ABOVE)


def scale_of(limit: int, used: int) -> int:
    """The people that a gauge has room for, so that what is hatched above the ceiling stays within its frame."""
    return max(limit, math.ceil(used / (1 + HATCHED)))


def is_team_day(judged_day: JudgedDay) -> bool:
    """Whether it is a day of the person's team, by a rule that binds or recommends."""
    return any(
        m.code == TEAM_DAYS and m.usage.applies and m.usage.details["on_the_day"] for m in judged_day.verdict.measured
    )


def _gauge(
    judged_day: JudgedDay,
    judged: JudgedWeeks,
    usage: Usage | None,
    counts: dict[date, tuple[int, int]],
    scale: int | None,
    *,
    closed: bool,
) -> Gauge:
    own = judged_day.here
    am, pm = counts.get(judged_day.date, (0, 0))
    if usage is not None:
        am, pm = usage.details["morning"], usage.details["afternoon"]
    return Gauge(
        limit=usage.limit if usage else None,
        am=am,
        pm=pm,
        mine_am=bool(own and own.parts.morning),
        mine_pm=bool(own and own.parts.afternoon),
        closed=closed,
        base=None if usage else _desks(judged),
        scale=scale,
    )


def _desks(judged: JudgedWeeks) -> int:
    return sum(space.kind == "desk" for space in judged.book.spaces.values())


def _places(usage: Usage | None, counts: tuple[int, int]) -> Places:
    if usage is None:
        return Places(max(counts), None)
    used = _used(usage)
    return Places(max(0, usage.limit - used), usage.limit, max(0, used - usage.limit))


def _used(usage: Usage) -> int:
    """People in the fuller half."""
    return max(usage.details["morning"], usage.details["afternoon"])


def _nearest(ways: Sequence[Way], day: date) -> list[Way]:
    """Two days to come instead, later ones first."""
    return sorted(ways, key=lambda way: (way.date < day, abs(way.date - day)))[:2]
