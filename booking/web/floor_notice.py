"""What a floor page says before anything is chosen: why the day is refused and what would work, or what a tap does."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.alternatives import DayChoice, next_days
from booking.actions.asking import Ask
from booking.rules.verdict import Verdict
from booking.web.days_in_words import long_day
from booking.web.floor_day import FloorDay
from booking.web.floor_place import FloorPlace
from booking.web.floor_shown import Shown
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
            title=_("%(day)s moves here") % {"day": long_day(moved.date)},
            sentence=_("Choose a desk, and your %(day)s moves to this day.") % {"day": long_day(moved.date)},
            reasons=_of(floor.whole),
        )
    if shown.day_refused and moved is None:
        return Notice(
            title=heading(floor.whole.refusals, day=long_day(floor.date), place=""),
            refused=True,
            reasons=_of(floor.whole),
            days=_days(floor, shown, place, now),
        )
    if floor.way_verdict.warnings:
        return Notice(title=_("This day needs a reason"), reasons=reasons_of(floor.way_verdict.warnings))
    return None


def _of(verdict: Verdict) -> tuple[Reason, ...]:
    return reasons_of(verdict.refusals)


def _days(floor: FloorDay, shown: Shown, place: FloorPlace, now: datetime) -> tuple[Way, ...]:
    ask = Ask(employee_id=floor.viewer.pk, site_id=place.site_id, day=floor.date, parts=floor.parts)
    return tuple(
        Way(long_day(choice.day), _left(choice), "?" + shown.asked.query(day=choice.day, space_id=None))
        for choice in next_days(ask, now=now, count=3)
    )


def _left(choice: DayChoice) -> str:
    if choice.cap is None:
        return ""
    return _("%(left)d of %(limit)d places left") % {"left": choice.cap.left, "limit": choice.cap.limit}
