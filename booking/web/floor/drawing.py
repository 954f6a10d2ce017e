"""The plan of one request: the kept drawings of the floor, joined. No template: a floor may have a thousand desks."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from booking.web.floor.asked import Asked
from booking.web.floor.plan import QUERY, Box, FloorPlan
from booking.web.floor.shown import Shown
from booking.web.floor.standing import Standing

AROUND = 8  # units around a zone that is looked at
RING = 3  # units around the selected desk

# Drawn over a desk's rectangle, whatever its size: halves fill it, signs keep their proportions.
SYMBOLS = (
    '<symbol id="s-am" viewBox="0 0 2 1" preserveAspectRatio="none"><path class="desk-left" d="M1 0h1v1H1z"/></symbol>'
    '<symbol id="s-pm" viewBox="0 0 2 1" preserveAspectRatio="none"><path class="desk-left" d="M0 0h1v1H0z"/></symbol>'
    '<symbol id="s-colleague" viewBox="0 0 28 28"><circle class="desk-colleague" cx="14" cy="14" r="11"/></symbol>'
    '<symbol id="s-taken" viewBox="0 0 28 28">'
    '<path class="desk-person" d="M8 22c0-8 12-8 12 0M14 6a4 4 0 1 1 0 8a4 4 0 1 1 0-8"/></symbol>'
    '<symbol id="s-closed" viewBox="0 0 28 28">'
    '<path class="desk-lock" d="M9.5 13.5h9v6h-9zM11.5 13.5v-2a2.5 2.5 0 0 1 5 0v2"/></symbol>'
    '<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="plan-busy" d="M.5 0v8"/></pattern>'
)


def drawing(shown: Shown) -> SafeString:
    """The whole SVG. Desks come before rooms, by number; signs and walls lie above what they belong to."""
    plan, asked = shown.plan, shown.asked
    desks, rooms = [], []
    for space, standing in shown.places:
        drawn = plan.draw(space, standing)
        if space.id == asked.space_id:
            drawn = drawn.replace("<a ", '<a aria-current="true" ', 1)
        (desks if space.kind == "desk" else rooms).append(drawn)
    zone = plan.zone(asked.zone)
    frame = _around(zone.box) if zone else plan.frame
    label = gettext("Plan of %(floor)s. The list holds the same desks and rooms.") % {"floor": plan.name}
    places = "".join(desks) + '</g><g id="plan-rooms">' + "".join(rooms)
    return mark_safe(
        f'<svg class="plan" id="plan" role="group" aria-label="{escape(label)}" {_measures(frame)}'
        f' preserveAspectRatio="xMidYMin meet" data-frame="{_words(plan.frame)}"{_start(shown)}>'
        f'<defs>{SYMBOLS}</defs>{plan.ground}<g class="plan-zones" aria-hidden="true">{_zones(shown)}</g>'
        '<g id="plan-desks">'
        + places.replace(QUERY, "?" + escape(asked.query(space_id=None)))
        + f'</g><g aria-hidden="true">{plan.walls}</g>{_ring(shown)}</svg>'
    )


def zone_chips(plan: FloorPlan, asked: Asked) -> list[dict[str, object]]:
    """The zones to look at: a link each, with what a script needs to show it without a new page."""
    chips: list[dict[str, object]] = [
        {"label": gettext("Whole floor"), "url": "?" + asked.query(zone=""), "is_current": not plan.zone(asked.zone)}
    ]
    for zone in plan.zones:
        chips.append(
            {
                "id": zone.id,
                "code": zone.code,
                "label": zone.name,
                "url": "?" + asked.query(zone=zone.code),
                "is_current": zone.code == asked.zone,
                "box": _words(_around(zone.box)),
            }
        )
    return chips if len(chips) > 2 else []


def _measures(frame: Box) -> str:
    x, y, width, height = frame
    return f'width="{width:g}" height="{height:g}" viewBox="{x:g} {y:g} {width:g} {height:g}"'


def _start(shown: Shown) -> str:
    """Where a small screen looks first: at the selected desk, one's own, the team's zone, or the freest zone."""
    plan = shown.plan
    if zone := plan.zone(shown.asked.zone):
        return f' data-start="{zone.id}"'
    chosen = next((s for s in shown.floor.spaces if s.id == shown.asked.space_id), None)
    chosen = chosen or next((space for space, standing in shown.every if standing.kind == "mine"), None)
    if chosen is not None and chosen.zone_id is not None:
        return f' data-start="{chosen.zone_id}"'
    if shown.home_zone in {zone.id for zone in plan.zones}:
        return f' data-start="{shown.home_zone}"'
    free: dict[int, int] = {}
    for space, standing in shown.every:
        if standing.can and space.zone_id is not None:
            free[space.zone_id] = free.get(space.zone_id, 0) + 1
    return f' data-start="{max(free, key=lambda zone: free[zone])}"' if free else ""


def _zones(shown: Shown) -> str:
    drawn = []
    for zone in shown.plan.zones:
        x, y, _width, _height = zone.box
        left = x + 8
        text = left + 26 if len(zone.code) < 2 else left + 12 + 14 * len(zone.code)
        said = escape(shown.zones.get(zone.id, ""))
        drawn.append(
            f'<text class="plan-letter" x="{left:g}" y="{y + 27:g}">{escape(zone.code)}</text>'
            f'<text class="plan-zone" x="{text:g}" y="{y + 12:g}">{escape(zone.name)}</text>'
            f'<text class="plan-sub" x="{text:g}" y="{y + 27:g}" data-zone-text="{zone.id}">{said}</text>'
        )
    return "".join(drawn)


def _ring(shown: Shown) -> str:
    """The second outline of the selected desk; a script moves it."""
    standing = _selected(shown)
    box = shown.plan.boxes.get(shown.asked.space_id or 0) if standing else None
    if box is None:
        return '<rect id="ring" class="desk-ring" rx="3" width="0" height="0" display="none"/>'
    x, y, width, height = box
    return (
        f'<rect id="ring" class="desk-ring" rx="3" x="{x - RING:g}" y="{y - RING:g}"'
        f' width="{width + 2 * RING:g}" height="{height + 2 * RING:g}"/>'
    )


def _selected(shown: Shown) -> Standing | None:
    return next((standing for space, standing in shown.places if space.id == shown.asked.space_id), None)


def _around(box: Box) -> Box:
    x, y, width, height = box
    return x - AROUND, y - AROUND, width + 2 * AROUND, height + 2 * AROUND


def _words(box: Box) -> str:
    return " ".join(f"{number:g}" for number in box)
