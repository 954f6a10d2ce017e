"""What would work instead of what was refused: other days, and free desks on the day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from booking.actions.asking import Ask, judge_unheld
from booking.actions.usual_desk import desk_choices
from booking.rules.loading import rulebook
from booking.rules.proposal import Parts
from booking.rules.rulebook import SpaceFacts
from booking.rules.verdict import Usage, Verdict

HORIZON = 42  # days looked at, from today on


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


def alternatives(ask: Ask, *, now: datetime, days: int = 3, desks: int = 3) -> Alternatives:
    """What would work for the same person: the nearest days; where only the space is refused, desks near the team."""
    only_space = ask.space_id is not None and not judge_unheld([replace(ask, space_id=None)], now=now)[0].refused
    return Alternatives(
        days=next_days(ask, now=now, count=days),
        desks=tuple(
            rulebook(ask.site_id).spaces[choice.proposal.space_id or 0]
            for choice in desk_choices(ask, now=now)
            if not choice.refused
        )[:desks]
        if only_space
        else (),
    )


def next_days(ask: Ask, *, now: datetime, count: int) -> tuple[DayChoice, ...]:
    """The days nearest to the asked one (later ones first) on which this person may come, the same space if it is free.

    Days that the person has already are no alternative.
    """
    verdicts = judge_days(ask, now=now)
    spaces = rulebook(ask.site_id).spaces
    found = []
    for whole, at_space in verdicts:
        if whole.refused or whole.warnings or whole.proposal.date == ask.day or whole.already_in:
            continue
        free = at_space is not None and not at_space.refused
        found.append(
            DayChoice(
                whole.proposal.date, spaces.get(ask.space_id or 0) if free else None, whole.usage("occupancy_cap")
            )
        )
    found.sort(key=lambda choice: (choice.day < ask.day, abs(choice.day - ask.day)))
    return tuple(found[:count])


def judge_days(ask: Ask, *, now: datetime) -> list[tuple[Verdict, Verdict | None]]:
    """For each day of the horizon: the verdict on the day, and on the asked space (if any) on that day."""
    site = rulebook(ask.site_id).site
    parts = Parts.touched(ask.period, site, ask.day) if ask.period else ask.parts
    today = site.local_date(now)
    asks = [replace(ask, day=today + timedelta(days=n), parts=parts, period=None) for n in range(HORIZON)]
    at_space = asks if ask.space_id is not None else []
    verdicts = judge_unheld([replace(one, space_id=None) for one in asks] + at_space, now=now)
    others: Sequence[Verdict | None] = verdicts[HORIZON:] or [None] * HORIZON
    return list(zip(verdicts, others, strict=False))
