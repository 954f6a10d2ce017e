"""What a message says once it is due, before it becomes a mail."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Pointless(Exception):
    """There is nothing to tell any more; the text says why, for whoever reads the outbox."""


class NotYet(Exception):
    """Whether there is something to tell depends on a message that is being sent at this moment."""


class CalendarPart(NamedTuple):
    """What calendar programs read beside the words: an iCalendar with its METHOD."""

    method: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Plain text throughout, in the recipient's language. ``facts`` are pairs of label and value."""

    subject: str
    title: str
    paragraphs: list[str]
    facts: list[tuple[str, str]]
    told: dict = field(default_factory=dict)  # what the recipient knows once this is read; kept with the message
    calendar: CalendarPart | None = None
