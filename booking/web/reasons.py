"""Objections as a page shows them: an icon, a title, a sentence with the numbers. For parts/reasons.html."""

from collections.abc import Iterable
from typing import NamedTuple

from booking.rules import wording
from booking.rules.verdict import Objection

ICONS = {
    "occupancy_cap": "full",
    "person_maximum": "week",
    "team_days": "team",
    "booking_window": "clock",
    "access": "lock",
    "assigned": "person",
    "taken": "person",
    "closed": "closed",
    "away": "leave",
    "past": "clock",
}


class Reason(NamedTuple):
    icon: str
    title: str
    sentence: str
    rule: str  # the policy that says so; empty for what no policy decides


def reasons_of(objections: Iterable[Objection]) -> tuple[Reason, ...]:
    """Each objection in the active language."""
    return tuple(
        Reason(ICONS.get(o.code, "info"), wording.title(o), wording.sentence(o), o.policy_name) for o in objections
    )
