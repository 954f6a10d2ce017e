"""Which free desk to offer: near the team, or near where somebody usually sits. Pure geometry over a rulebook."""

import math
from collections.abc import Collection, Iterable

from booking.rules.rulebook import Rulebook, SpaceFacts

FLOOR_CHANGE = 10_000  # centimetres; a desk on another floor is farther than any on this one


def by_nearness(
    desks: Iterable[SpaceFacts], book: Rulebook, *, team_desks: Collection[int] = (), team_zone: int | None = None
) -> list[SpaceFacts]:
    """Desks by distance to the nearest one where the team sits that day, else to the team's home zone, else by code."""
    anchors = [book.spaces[pk] for pk in team_desks if pk in book.spaces]
    if not anchors and team_zone in book.zones:
        anchors = [space for space in book.spaces.values() if space.zone_id == team_zone]
    return sorted(desks, key=lambda desk: (_distance(desk, anchors, book), desk.floor_id, desk.code))


def _distance(desk: SpaceFacts, anchors: list[SpaceFacts], book: Rulebook) -> float:
    return min((_between(desk, anchor, book) for anchor in anchors), default=0.0)


def _between(one: SpaceFacts, other: SpaceFacts, book: Rulebook) -> float:
    storeys = abs(book.floors[one.floor_id].level - book.floors[other.floor_id].level)
    return math.dist(one.centre, other.centre) + FLOOR_CHANGE * storeys
