"""Objections as a page shows them: an icon, a title, a sentence with the numbers. For parts/reasons.html."""

from collections.abc import Iterable
from typing import NamedTuple

from booking.rules import physical, wording
from booking.rules.verdict import Objection

WINDOW = "booking_window"
WHOLE_DAYS = {"public_holiday", "weekday"}  # what always closes the whole of a day
ICONS = {
    "occupancy_cap": "full",
    "person_maximum": "week",
    "team_days": "team",
    WINDOW: "clock",
    "access": "lock",
    "assigned": "person",
    "taken": "person",
    "queued": "clock",
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
    """Each objection in the active language. Of a closed day nobody is told from when it can be booked."""
    told = list(objections)
    if any(o.code == physical.CLOSED and o.details["kind"] in WHOLE_DAYS for o in told):
        told = [o for o in told if o.code != WINDOW]
    return tuple(Reason(ICONS.get(o.code, "info"), wording.title(o), wording.sentence(o), o.policy_name) for o in told)
