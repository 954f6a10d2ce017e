"""What a floor page says before anything is chosen: why the day is refused and what would work, or what a tap does."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from booking.actions.alternatives import next_days
from booking.actions.asking import Ask
from booking.rules import wording
from booking.rules.judgement import judge
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING
from booking.rules.verdict import Usage, Verdict
from booking.web.days_in_words import long_day
from booking.web.floor.day import FloorDay
from booking.web.floor.place import FloorPlace
from booking.web.floor.shown import Shown
from booking.web.reasons import Reason, reasons_of
from booking.web.refusal_words import heading


@dataclass(frozen=True)
class Way:
    """A day that would work; for parts/alternatives.html."""

    label: str
    note: str
    url: str


@dataclass(frozen=True)
class Notice:
    title: str
    sentence: str = ""
    refused: bool = False
    reasons: tuple[Reason, ...] = ()
    days: tuple[Way, ...] = ()


def notice(shown: Shown, place: FloorPlace, *, now: datetime) -> Notice | None:
    """None where a desk can simply be booked, or where the viewer has one."""
    floor = shown.floor
    moved = floor.way.moved
    if moved is not None and moved.date != floor.date:
        return Notice(
            title=capfirst(_("%(day)s moves here") % {"day": long_day(moved.date)}),
            sentence=_("Choose a desk, and your %(day)s moves to this day.") % {"day": long_day(moved.date)},
            reasons=_of(floor.whole),
        )
    if shown.day_refused and moved is None:
        return Notice(
            title=heading(floor.whole.refusals, day=long_day(floor.date), place=""),
            refused=True,
            reasons=_of(floor.whole),
            days=(*_halves(floor, shown), *_days(floor, shown, place, now)),
        )
    if floor.way_verdict.warnings:
        return Notice(title=_("This day needs a reason"), reasons=reasons_of(floor.way_verdict.warnings))
    return None


def _of(verdict: Verdict) -> tuple[Reason, ...]:
    return reasons_of(verdict.refusals)


def _halves(floor: FloorDay, shown: Shown) -> Iterator[Way]:
    """Half of the day, where only the whole of it is too much. No query: the day is known."""
    if floor.parts != ALL_DAY:
        return
    names = (("morning", MORNING, _("Only the morning")), ("afternoon", AFTERNOON, _("Only the afternoon")))
    for part, parts, label in names:
        period = parts.period(floor.book.site, floor.date)
        verdict = judge(replace(floor.whole.proposal, parts=parts, period=period), floor.facts)
        if not verdict.refused:
            yield Way(label, _left(verdict.usage("occupancy_cap")), "?" + shown.asked.query(part=part))


def _days(floor: FloorDay, shown: Shown, place: FloorPlace, now: datetime) -> tuple[Way, ...]:
    ask = Ask(employee_id=floor.viewer.pk, site_id=place.site_id, day=floor.date, parts=floor.parts)
    return tuple(
        Way(capfirst(long_day(choice.day)), _left(choice.cap), "?" + shown.asked.query(day=choice.day, space_id=None))
        for choice in next_days(ask=ask, now=now)
    )


def _left(cap: Usage | None) -> str:
    return wording.places_left(cap) if cap is not None else ""
