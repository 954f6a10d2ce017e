"""When rooms are free: every quarter of an hour of a span is tried, all of it judged at once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from booking.actions.room_asking import NOBODY, RoomAsk
from booking.rules.gathering import gather, people
from booking.rules.judgement import judge_all
from booking.rules.loading import rulebook
from booking.rules.proposal import Period
from booking.rules.verdict import Verdict

STEP = timedelta(minutes=15)


def judge_rooms(asks: Sequence[RoomAsk], *, now: datetime) -> list[Verdict]:
    """Verdicts on rooms of one site as things stand, without a hold: for what is shown, never for what is written.

    A fixed number of queries, however many. Raises NotPossible.
    """
    if not asks:
        return []
    known = people({ask.organiser_id for ask in asks if ask.organiser_id}, since=min(ask.day for ask in asks))
    book = rulebook(asks[0].site_id)
    proposals = [ask.proposal(known.get(ask.organiser_id or 0, NOBODY), book, now) for ask in asks]
    return judge_all(proposals, gather(proposals))


def free_times(asks: Iterable[RoomAsk], *, within: Period, now: datetime) -> dict[int, list[Period]]:
    """By room, the periods as long as that of its ask that begin on a quarter ``within`` and that nothing refuses.

    Earliest first; rooms without any are left out. ``within`` lies within the day of the asks. Raises NotPossible.
    """
    tried = [replace(ask, period=period) for ask in asks for period in _periods(ask, within, now)]
    free: dict[int, list[Period]] = {}
    for ask, verdict in zip(tried, judge_rooms(tried, now=now), strict=True):
        if not verdict.refused:
            free.setdefault(ask.space_id, []).append(ask.period)
    return free


def opening(ask: RoomAsk) -> Period:
    """From the time at which the site opens on the day of ``ask`` until it closes."""
    site = rulebook(ask.site_id).site
    return Period(site.instant(ask.day, site.opens), site.instant(ask.day, site.closes))


def nearest(times: Sequence[Period], to: Period, *, most: int = 2) -> list[Period]:
    """The ``most`` of ``times`` that begin nearest to another period, none overlapping the one before; in order."""
    chosen: list[Period] = []
    for period in sorted(times, key=lambda period: abs(period.start - to.start)):
        if len(chosen) < most and not any(period.overlaps(one) for one in chosen):
            chosen.append(period)
    return sorted(chosen)


def _periods(ask: RoomAsk, within: Period, now: datetime) -> Iterable[Period]:
    """What has begun already is left out."""
    length, start = ask.period.end - ask.period.start, within.start
    while start + length <= within.end:
        if start >= now:
            yield Period(start, start + length)
        start += STEP
