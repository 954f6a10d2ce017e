"""When a room can be booked at all: closed hours, and what keeps a person out of it whatever the hour."""

from datetime import date

from booking.rules import physical, wording
from booking.rules.kinds.room_limits import AHEAD, RoomLimits
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import Verdict
from booking.web.rooms.track import DAY, Span, minute_of

WHATEVER_THE_HOUR = {"access", physical.CLOSED, physical.RETIRED, physical.NOT_EMPLOYED}


def locked(verdict: Verdict, book: Rulebook) -> str:
    """Why nothing of a day can be booked, by the verdict on all of it; empty where some of it can."""
    for objection in verdict.refusals:
        if objection.code == physical.CLOSED and _half_open(verdict, book):
            continue
        ahead = objection.code == "room_limits" and any(name == AHEAD for name, _ in objection.details["broken"])
        if ahead or objection.code in WHATEVER_THE_HOUR:
            return wording.sentence(objection)
    return ""


def closed_spans(book: Rulebook, space: SpaceFacts, day: date) -> tuple[Span, ...]:
    """The half that is closed where the other is open; and outside the hours in which the site opens."""
    midday, site = minute_of(book.site.midday), book.site
    spans = [Span(0, minute_of(site.opens)), Span(minute_of(site.closes), DAY)]
    halves = ((MORNING, Span(0, midday)), (AFTERNOON, Span(midday, DAY)))
    return (*spans, *(span for half, span in halves if _closed(book, space, day, half)))


def buffer_of(book: Rulebook, space: SpaceFacts, day: date) -> int:
    """Minutes that a rule keeps free around meetings in this room."""
    kinds = (rule.kind for rule in book.rules_on(day) if rule.strength == "refuse")
    return max(
        (
            kind.buffer_minutes or 0
            for kind in kinds
            if isinstance(kind, RoomLimits) and book.stands_in(space.id, kind.scope.place)
        ),
        default=0,
    )


def rooms_of(book: Rulebook, day: date) -> list[SpaceFacts]:
    """The rooms in use on a day, by floor and number."""
    rooms = [
        space
        for space in book.spaces.values()
        if space.kind == "room" and (space.retired_on is None or day < space.retired_on)
    ]
    return sorted(rooms, key=lambda room: (book.floors[room.floor_id].level, room.floor_id, room.code))


def _half_open(verdict: Verdict, book: Rulebook) -> bool:
    proposal = verdict.proposal
    space = book.spaces[proposal.space_id or 0]
    return any(not _closed(book, space, proposal.date, half) for half in ALL_DAY.halves())


def _closed(book: Rulebook, space: SpaceFacts, day: date, half) -> bool:
    return bool(book.closed(day, half) or book.part_closed(day, half, space))
