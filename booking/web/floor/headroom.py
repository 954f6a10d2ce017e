"""How many places are left on the day, in numbers for the gauge and for the sentence beside it."""

from dataclasses import dataclass

from booking.rules.proposal import NO_PART
from booking.rules.verdict import Usage
from booking.web.floor.day import FloorDay


@dataclass(frozen=True, slots=True)
class Headroom:
    """People; ``limit`` None where nothing limits the day."""

    limit: int | None
    left: int
    morning: int
    afternoon: int
    mine_morning: bool
    mine_afternoon: bool
    closed: bool


def headroom(floor: FloorDay) -> Headroom:
    """Under the tightest cap that speaks of the viewer; where there is none, only whether the day is open."""
    usage = cap_of(floor)
    own = floor.own.parts if floor.own else NO_PART
    return Headroom(
        limit=usage.limit if usage else None,
        left=usage.left if usage else 0,
        morning=usage.details["morning"] if usage else 0,
        afternoon=usage.details["afternoon"] if usage else 0,
        mine_morning=own.morning,
        mine_afternoon=own.afternoon,
        closed=floor.book.closed(floor.date, floor.parts) is not None,
    )


def cap_of(floor: FloorDay) -> Usage | None:
    """The usage of the site's cap on the day."""
    return floor.whole.usage("occupancy_cap")
