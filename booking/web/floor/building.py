"""The building around the desks: walls, windows, doors, the core with its lifts and stairs. Drawn once per version.

``Floor.features`` is a list of {"feature", "x", "y", "width", "height", "label"} in centimetres. Known features are
wall, window, door, column, plant, lift, stairs, core and label; any other is drawn as a part of the core with its name.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext, gettext_noop

SCALE = 0.28
SNAP = 14  # units from the outer wall within which a window stands in it
TREAD = 8  # units between the steps of a staircase

# What the imported plans of most offices are labelled with, so that it can be read in the reader's language.
LABELS = (
    gettext_noop("Lift"),
    gettext_noop("Stairs"),
    gettext_noop("Toilets"),
    gettext_noop("Coffee"),
    gettext_noop("Reception"),
    gettext_noop("Kitchen"),
    gettext_noop("Printer"),
    gettext_noop("Lockers"),
)

Box = tuple[float, float, float, float]


def building(
    features: Iterable[Mapping[str, Any]], width: float, height: float, rooms: Iterable[Box]
) -> tuple[str, str]:
    """(what lies under the desks, what lies over the rooms): two strings of SVG."""
    rooms = list(rooms)
    ground = [f'<rect class="plan-floor" width="{width:g}" height="{height:g}"/>']
    walls, glass, doors, partitions = [], [], [], []
    for feature in features:
        box = tuple(round(float(feature.get(side) or 0) * SCALE, 1) for side in ("x", "y", "width", "height"))
        kind = str(feature.get("feature", ""))
        if kind == "window":
            glass.append(_window(box, width, height))
        elif kind == "door":
            doors.append(_door(box, rooms, width, height))
        elif kind == "wall":
            partitions.append(_line(box))
        else:
            label = gettext(text) if (text := str(feature.get("label") or "")) else ""
            ground.append(_thing(kind, box, label))
    if partitions:
        ground.append(f'<path class="plan-partition" d="{"".join(partitions)}"/>')
    walls.append(f'<rect class="plan-wall" width="{width:g}" height="{height:g}"/>')
    if glass:
        walls.append(f'<path class="plan-window" d="{"".join(glass)}"/>')
        walls.append(f'<path class="plan-pane" d="{"".join(glass)}"/>')
    return "".join(ground), "".join(walls + doors)


def _line(box: Box) -> str:
    """The middle of a long thin rectangle."""
    x, y, width, height = box
    if width >= height:
        return f"M{x:g} {y + height / 2:g}h{width:g}"
    return f"M{x + width / 2:g} {y:g}v{height:g}"


def _window(box: Box, width: float, height: float) -> str:
    x, y, wide, high = box
    if wide >= high:
        middle = y + high / 2
        middle = 0 if middle < SNAP else height if middle > height - SNAP else middle
        return f"M{x:g} {middle:g}h{wide:g}"
    middle = x + wide / 2
    middle = 0 if middle < SNAP else width if middle > width - SNAP else middle
    return f"M{middle:g} {y:g}v{high:g}"


def _door(box: Box, rooms: list[Box], width: float, height: float) -> str:
    """A gap in the wall and a leaf that opens away from the room, or into the building."""
    x, y, wide, high = box
    if wide >= high:
        middle, length = y + high / 2, wide
        up = not _inside(x + wide / 2, middle - 6, rooms, width, height)
        leaf, sweep = (-length, 1) if up else (length, 0)
        gap = f"M{x:g} {middle:g}h{wide:g}"
        arc = f"M{x:g} {middle:g}v{leaf:g}A{length:g} {length:g} 0 0 {sweep} {x + length:g} {middle:g}"
    else:
        middle, length = x + wide / 2, high
        right = not _inside(middle + 6, y + high / 2, rooms, width, height)
        leaf, sweep = (length, 1) if right else (-length, 0)
        gap = f"M{middle:g} {y:g}v{high:g}"
        arc = f"M{middle:g} {y:g}h{leaf:g}A{length:g} {length:g} 0 0 {sweep} {middle:g} {y + length:g}"
    return f'<path class="plan-gap" d="{gap}"/><path class="plan-thin" d="{arc}"/>'


def _inside(x: float, y: float, rooms: list[Box], width: float, height: float) -> bool:
    """In a room, or out of the building."""
    if not (0 <= x <= width and 0 <= y <= height):
        return True
    return any(left <= x <= left + w and top <= y <= top + h for left, top, w, h in rooms)


def _thing(kind: str, box: Box, label: str) -> str:
    x, y, width, height = box
    rectangle = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    if kind == "label":
        return _text(label, x, y + 12)
    if kind == "column":
        return f'<rect class="plan-pillar" {rectangle}/>'
    if kind == "plant":
        return (
            f'<circle class="plan-leaf" cx="{x + width / 2:g}" cy="{y + height / 2:g}" r="{min(width, height) / 2:g}"/>'
        )
    drawn = f'<rect class="plan-core" {rectangle}/>'
    if kind == "lift":
        cross = f"M{x:g} {y:g}l{width:g} {height:g}M{x + width:g} {y:g}l{-width:g} {height:g}"
        return f'{drawn}<path class="plan-thin" d="{cross}"/>'
    if kind == "stairs":
        return f'{drawn}<path class="plan-thin" d="{_treads(box)}"/>'
    return drawn + (_text(label, x + 8, y + 18) if label else "")


def _treads(box: Box) -> str:
    """Steps across the shorter side and an arrow up."""
    x, y, width, height = box
    count = int(width // TREAD)
    steps = "".join(f"M{x + step * width / count:.1f} {y:g}v{height:g}" for step in range(1, count))
    middle, end = y + height / 2, x + width - 8
    return f"{steps}M{x + 6:g} {middle:g}H{end:g}m-6 -5l6 5l-6 5"


def _text(label: str, x: float, y: float) -> str:
    return f'<text class="plan-sub" x="{x:g}" y="{y:g}">{escape(label)}</text>'
