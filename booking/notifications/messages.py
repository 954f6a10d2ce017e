"""The kinds of message. Each file of ``kinds`` says whether its message is still worth sending, and what it says then.

Nothing is worded when a message is written: what has changed until it is sent would make it wrong.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from booking.models import Message
from booking.notifications.kinds import (
    approval_answered,
    approval_asked,
    autopilot,
    booked,
    cancelled,
    changed,
    dispute_answered,
    fault_answered,
    fell_back,
    invited,
    meet_up_withdrawn,
    proposed,
    queue_ended,
    queue_expired,
    queue_granted,
    queue_offered,
    reminder,
    room_booked,
    room_cancelled,
    room_changed,
    space_blocked,
    visit_cancelled,
    visit_changed,
    visit_invited,
    visitor_arrived,
)
from booking.notifications.letter import Letter
from booking.notifications.recipients import Recipient

# For this long nothing is sent about what its owner may yet undo; undone meanwhile, it is not told at all.
CONFIRMATION_GRACE = timedelta(seconds=60)
GRACE = dict.fromkeys(
    (
        "booked",
        "changed",
        "cancelled",
        "room_booked",
        "invited",
        "room_changed",
        "room_cancelled",
        "approval_asked",
        "visit_invited",
        "visit_changed",
        "visit_cancelled",
    ),
    CONFIRMATION_GRACE,
)
GRACE["autopilot"] = timedelta(minutes=5)  # as long as a run may take: it tells of all its days at once

KINDS: dict[str, Callable[..., Letter]] = {
    "autopilot": autopilot.compose,
    "booked": booked.compose,
    "changed": changed.compose,
    "cancelled": cancelled.compose,
    "reminder": reminder.compose,
    "room_booked": room_booked.compose,
    "invited": invited.compose,
    "room_changed": room_changed.compose,
    "room_cancelled": room_cancelled.compose,
    "approval_asked": approval_asked.compose,
    "approval_answered": approval_answered.compose,
    "fell_back": fell_back.compose,
    "dispute_answered": dispute_answered.compose,
    "queue_offered": queue_offered.compose,
    "queue_granted": queue_granted.compose,
    "queue_expired": queue_expired.compose,
    "queue_ended": queue_ended.compose,
    "proposed": proposed.compose,
    "meet_up_withdrawn": meet_up_withdrawn.compose,
    "fault_answered": fault_answered.compose,
    "space_blocked": space_blocked.compose,
    "visit_invited": visit_invited.compose,
    "visit_changed": visit_changed.compose,
    "visit_cancelled": visit_cancelled.compose,
    "visitor_arrived": visitor_arrived.compose,
}


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    """The letter in the active language. Raises Pointless or NotYet; KeyError for a kind that nobody knows."""
    return KINDS[message.kind](message, recipient, now=now)
