"""Whose turn it is: by the policy's order, from what is stored, so that anybody can work it out again."""

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from booking.rules.practice import Practice

FEWEST_DAYS = "fewest_days"
LATELY = timedelta(days=28)  # before the date that is waited for


class Turn(NamedTuple):
    """``days_granted`` are the dates granted lately; they matter only where the policy asks for the fewest."""

    entry_id: int
    created_at: datetime
    days_granted: int = 0


def order_of(turn: Turn, practice: Practice) -> tuple:
    """What turns are sorted by: first come; or the fewest days granted lately, and then the lot of the entry."""
    if practice.queue_order == FEWEST_DAYS:
        return turn.days_granted, lot(practice.queue_seed, turn.entry_id)
    return turn.created_at, turn.entry_id


def lot(seed: str, entry_id: int) -> str:
    """The lot that an entry draws; the seed is stored with the policy, so nobody draws twice."""
    return hashlib.sha256(f"{seed}:{entry_id}".encode()).hexdigest()
