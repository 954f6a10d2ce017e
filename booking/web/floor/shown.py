"""What a request shows of a floor's day: its places after the filters, and the numbers of its zones."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from booking.rules.rulebook import SpaceFacts
from booking.web.floor.asked import Asked
from booking.web.floor.day import Colleague, FloorDay
from booking.web.floor.plan import FloorPlan
from booking.web.floor.standing import FREE_KINDS, OFF, Standing, standings

TAKEN_KINDS = ("mine", "colleague", "taken")
NEAR = 600  # centimetres from a colleague's desk to one that is near the team


@dataclass(frozen=True)
class Shown:
    """``every`` are (space, standing), ``places`` the same after the filters; counts of desks ignore the filters."""

    floor: FloorDay
    plan: FloorPlan
    asked: Asked
    home_zone: int | None  # of the viewer's team
    every: list[tuple[SpaceFacts, Standing]]
    places: list[tuple[SpaceFacts, Standing]]
    zones: dict[int, str]  # by zone: how much of it is free, in words
    free: int
    left: int  # desks that nobody has for all of the asked part, whether or not the viewer may have them
    desks: int
    matching: int  # desks that pass the filters

    @property
    def day_refused(self) -> bool:
        """Whether the rules refuse the viewer this day whatever the desk."""
        return self.floor.way_verdict.refused


def shown(floor: FloorDay, plan: FloorPlan, asked: Asked, *, home_zone: int | None, now: datetime) -> Shown:
    """The floor as one request asks for it."""
    every = standings(floor, now=now)
    places, matching = every, sum(space.kind == "desk" for space, _ in every)
    if asked.filtered:
        wanted = _wanted(floor, asked, home_zone)
        places = [(space, standing if wanted(space, standing) else OFF) for space, standing in every]
        matching = sum(space.kind == "desk" and standing is not OFF for space, standing in places)
    return Shown(
        floor=floor,
        plan=plan,
        asked=asked,
        home_zone=home_zone,
        every=every,
        places=places,
        zones=_zones(every, refused=floor.way_verdict.refused),
        free=sum(space.kind == "desk" and standing.kind in FREE_KINDS for space, standing in every),
        left=sum(space.kind == "desk" and standing.kind not in TAKEN_KINDS for space, standing in every),
        desks=sum(space.kind == "desk" for space, _ in every),
        matching=matching,
    )


def team_mates(floor: FloorDay) -> list[Colleague]:
    """Those of the viewer's team who sit on this floor and show it, by name."""
    team = floor.viewer.team_id
    here = {booking.person for bookings in floor.booked.values() for booking in bookings}
    mates = (one for one in floor.colleagues.values() if team is not None and one.team_id == team)
    return sorted((one for one in mates if ("employee", one.id) in here), key=lambda one: one.name)


def team_spaces(floor: FloorDay, home_zone: int | None) -> list[SpaceFacts]:
    """Where the viewer's team sits on the day, as far as it shows; else the desks of its home zone on this floor."""
    team = floor.viewer.team_id
    found = [
        floor.book.spaces[space_id]
        for space_id, bookings in floor.booked.items()
        if team is not None and any((mate := floor.shown(b)) and mate.team_id == team for b in bookings)
    ]
    return found or [space for space in floor.spaces if home_zone is not None and space.zone_id == home_zone]


def _wanted(floor: FloorDay, asked: Asked, home_zone: int | None) -> Callable[[SpaceFacts, Standing], bool]:
    has = set(asked.equipment)
    anchors = [space.centre for space in team_spaces(floor, home_zone)] if asked.near_team else []

    def wanted(space: SpaceFacts, standing: Standing) -> bool:
        if space.kind != "desk":
            return True
        if standing.kind == "mine":
            return True  # one's own desk is never lost from sight
        return (
            has.issubset(space.equipment)
            and (space.accessible or not asked.accessible)
            and (standing.kind in FREE_KINDS or not asked.only_free)
            and (not asked.near_team or any(math.dist(space.centre, anchor) <= NEAR for anchor in anchors))
        )

    return wanted


def _zones(every: list[tuple[SpaceFacts, Standing]], *, refused: bool) -> dict[int, str]:
    by_zone: dict[int, list[Standing]] = {}
    for space, standing in every:
        if space.kind == "desk" and space.zone_id is not None:
            by_zone.setdefault(space.zone_id, []).append(standing)
    closed = gettext("Closed")
    said = {}
    for zone_id, inside in by_zone.items():
        reasons = {standing.words for standing in inside if standing.kind == "closed"}
        count = sum(standing.kind in FREE_KINDS for standing in inside)
        if refused:
            said[zone_id] = ngettext("%(desks)d desk", "%(desks)d desks", len(inside)) % {"desks": len(inside)}
        elif reasons and not count:
            said[zone_id] = reasons.pop() if len(reasons) == 1 else closed
        else:
            said[zone_id] = free_desks(count, len(inside))
    return said


def free_desks(free: int, desks: int) -> str:
    """Such as “12 of 40 free”."""
    # English counts the desks there are; other languages, those that are free.
    return ngettext("%(free)d of %(desks)d free", "%(free)d of %(desks)d free", free) % {"free": free, "desks": desks}
