"""What would work instead of what was refused: other days, and free desks on the day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from booking.actions.asking import Ask, judge_unheld
from booking.actions.usual_desk import desk_choices
from booking.rules.loading import rulebook
from booking.rules.proposal import Parts
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import Usage, Verdict

HORIZON = 42  # days looked at
OFFERED = 3  # days, and desks, at most


@dataclass(frozen=True)
class DayChoice:
    """A day on which this person may come; ``space`` is the wanted one where it is free, ``cap`` the tightest cap."""

    day: date
    space: SpaceFacts | None
    cap: Usage | None


@dataclass(frozen=True)
class Alternatives:
    days: tuple[DayChoice, ...]
    desks: tuple[SpaceFacts, ...]


def alternatives(*, ask: Ask, now: datetime) -> Alternatives:
    """What would work for the same person: the nearest days; where only the space is refused, desks near the team."""
    return Alternatives(days=next_days(ask=ask, now=now), desks=_other_desks(ask, now))


def _other_desks(ask: Ask, now: datetime) -> tuple[SpaceFacts, ...]:
    if ask.space_id is None or judge_unheld([replace(ask, space_id=None)], now=now)[0].refused:
        return ()
    free = (choice.proposal.space_id or 0 for choice in desk_choices(ask, now=now) if not choice.refused)
    spaces = rulebook(ask.site_id).spaces
    return tuple(spaces[pk] for pk in islice(free, OFFERED))


def next_days(*, ask: Ask, now: datetime, count: int = OFFERED) -> tuple[DayChoice, ...]:
    """The days nearest to the asked one (later ones first) on which this person may come, the same space if it is free.

    Days that the person has already are no alternative.
    """
    book = rulebook(ask.site_id)
    found = []
    for whole, at_space in _judge_days(ask, book, now):
        if whole.refused or whole.warnings or whole.proposal.date == ask.day or whole.already_in:
            continue
        free = at_space is not None and not at_space.refused
        space = book.spaces.get(ask.space_id or 0) if free else None
        found.append(DayChoice(whole.proposal.date, space, whole.usage("occupancy_cap")))
    found.sort(key=lambda choice: (choice.day < ask.day, abs(choice.day - ask.day)))
    return tuple(found[:count])


def _judge_days(ask: Ask, book: Rulebook, now: datetime) -> list[tuple[Verdict, Verdict | None]]:
    """For each day looked at: the verdict on the day, and on the asked space (if any) on that day."""
    site = book.site
    parts = Parts.touched(ask.period, site, ask.day) if ask.period else ask.parts
    # From today on; around a day that is farther away than that, from some weeks before it.
    first = max(site.local_date(now), ask.day - timedelta(days=HORIZON // 2))
    asks = [replace(ask, day=first + timedelta(days=n), parts=parts, period=None) for n in range(HORIZON)]
    at_space = asks if ask.space_id is not None else []
    verdicts = judge_unheld([replace(one, space_id=None) for one in asks] + at_space, now=now)
    others: Sequence[Verdict | None] = verdicts[HORIZON:] or [None] * HORIZON
    return list(zip(verdicts, others, strict=False))
