"""A floor as it is drawn: what never changes is drawn once per version of the site, language and floor, then kept.

One unit of the drawing is 100/28 cm, so that a desk of 160 by 100 cm measures 45 by 28 and its number can be read.
A place on the plan is one link: a rectangle, a sign (``use``) for its state, and a text. floor.js changes just these.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.html import escape
from django.utils.translation import get_language, gettext, ngettext

from booking.models import Floor, Space, Zone
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.web.floor.building import building
from booking.web.floor.standing import SIGNS, Standing

SCALE = 0.28  # units per centimetre
HEADER = 36  # above a zone's desks, where its letter and name stand
MARGIN = 3  # around the outer wall
KEPT = 20_000  # drawings remembered per plan: names and reasons come and go
LONG = 6  # letters in a number from which it is set smaller

Box = tuple[float, float, float, float]  # x, y, width, height

QUERY = "?~"  # stands for the query string in every link; replaced once, at the end


@dataclass(frozen=True)
class ZoneBox:
    id: int
    code: str
    name: str
    box: Box
    desks: int


@dataclass
class FloorPlan:
    """The drawings of one floor in one language."""

    version: int
    name: str
    width: float
    height: float
    ground: str  # under the desks
    walls: str  # above them
    zones: tuple[ZoneBox, ...]
    spaces: tuple[SpaceFacts, ...]
    boxes: Mapping[int, Box]
    spoken: Mapping[int, str]  # by space: what it has, in words
    drawn: dict[tuple[int, Standing], str] = field(default_factory=dict)
    rows: dict[tuple, str] = field(default_factory=dict)  # of the list; see floor_list

    @property
    def frame(self) -> Box:
        return -MARGIN, -MARGIN, self.width + 2 * MARGIN, self.height + 2 * MARGIN

    def spaces_on(self, day: date) -> tuple[SpaceFacts, ...]:
        """The places that are in use on ``day``."""
        if not any(space.retired_on for space in self.spaces):
            return self.spaces
        return tuple(space for space in self.spaces if space.retired_on is None or day < space.retired_on)

    def zone(self, code: str) -> ZoneBox | None:
        return next((zone for zone in self.zones if zone.code == code), None)

    def draw(self, space: SpaceFacts, standing: Standing) -> str:
        """One place as it stands, with QUERY where the query string goes."""
        key = space.id, standing
        found = self.drawn.get(key)
        if found is None:
            if len(self.drawn) > KEPT:
                self.drawn.clear()
            draw = _desk if space.kind == "desk" else _room
            found = self.drawn[key] = draw(space, standing, self.boxes[space.id], self.spoken[space.id])
        return found


_shelf: dict[tuple[int, str], FloorPlan] = {}


def floor_plan(floor_id: int, book: Rulebook) -> FloorPlan:
    """The drawings of a floor in the active language; two queries when the site has changed since the last look."""
    key = floor_id, get_language() or "en"
    plan = _shelf.get(key)
    if plan is None or plan.version != book.version:
        plan = _shelf[key] = _load(floor_id, book)
    return plan


def _load(floor_id: int, book: Rulebook) -> FloorPlan:
    floor = Floor.objects.get(pk=floor_id)
    spaces = [space for space in book.spaces.values() if space.floor_id == floor_id]
    boxes = {space.id: scaled(space.x, space.y, space.width, space.height) for space in spaces}
    width = max([units(floor.width), *(x + w for x, _y, w, _h in boxes.values())])
    height = max([units(floor.height), *(y + h for _x, y, _w, h in boxes.values())])
    zones = tuple(_zones(Zone.objects.filter(floor=floor_id).order_by("code"), spaces, boxes))
    rooms = [boxes[space.id] for space in spaces if space.kind == "room"]
    ground, walls = building(floor.features, width, height, rooms)
    return FloorPlan(
        version=book.version,
        name=str(floor),
        width=width,
        height=height,
        ground=ground,
        walls=walls,
        zones=zones,
        spaces=tuple(spaces),
        boxes=boxes,
        spoken={space.id: in_words(space) for space in spaces},
    )


def _zones(zones: Iterable[Zone], spaces: list[SpaceFacts], boxes: Mapping[int, Box]) -> Iterable[ZoneBox]:
    for zone in zones:
        inside = [boxes[space.id] for space in spaces if space.zone_id == zone.pk]
        if zone.width and zone.height:
            box = scaled(zone.x, zone.y, zone.width, zone.height)
        elif inside:
            # Nobody drew the zone: it is where its desks are, with room above them for its name.
            left, top = min(x for x, *_ in inside), min(y for _, y, *_ in inside)
            right, bottom = max(x + w for x, _, w, _ in inside), max(y + h for _, y, _, h in inside)
            box = left - 8, top - HEADER, right - left + 16, bottom - top + HEADER + 8
        else:
            continue
        desks = sum(space.zone_id == zone.pk and space.kind == "desk" for space in spaces)
        yield ZoneBox(zone.pk, zone.code, zone.name, box, desks)


def in_words(space: SpaceFacts) -> str:
    """What a place offers, such as “two screens, sit-stand”; for a room, its seats first."""
    has = [str(label) for code, label in Space.Equipment.choices if code in space.equipment]
    if space.kind == "room":
        has.insert(0, ngettext("%(seats)d seat", "%(seats)d seats", space.seats) % {"seats": space.seats})
    if space.accessible:
        has.append(gettext("step-free"))
    return ", ".join(has)


def _desk(space: SpaceFacts, standing: Standing, box: Box, spoken: str) -> str:
    x, y, width, height = box
    rectangle = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    if standing.kind == "off":
        # Outside the filters: a place to find one's way by, not one to choose.
        return f'<a id="d{space.id}" class="desk is-off"><rect class="desk-top" {rectangle} rx="2"/></a>'
    sign = SIGNS.get(standing.kind, "")
    use = f'<use href="#{sign}" {rectangle}/>' if sign else ""
    centre = x + width * {"am": 0.25, "pm": 0.75}.get(standing.kind, 0.5)
    small = ' class="is-long"' if len(standing.mark) >= LONG else ""
    name = escape(", ".join(filter(None, (space.code, standing.words, spoken))))
    return (
        f'<a id="d{space.id}" class="desk is-{standing.kind}" href="{QUERY}&amp;space={space.id}" aria-label="{name}">'
        f'<rect class="desk-top" {rectangle} rx="2"/>{use}'
        f'<text x="{centre:g}" y="{y + height / 2 + 4:g}"{small}>{escape(standing.mark)}</text></a>'
    )


def _room(space: SpaceFacts, standing: Standing, box: Box, spoken: str) -> str:
    x, y, width, height = box
    rectangle = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    title = space.name or space.code
    name = escape(", ".join(filter(None, (title, standing.words, spoken))))
    seats = ngettext("%(seats)d seat", "%(seats)d seats", space.seats) % {"seats": space.seats}
    lines = [("plan-zone", title), ("plan-sub", seats), ("plan-state", standing.words)]
    texts = "".join(
        f'<text class="{look}" x="{x + 10:g}" y="{y + 18 + 15 * line:g}">{escape(text)}</text>'
        for line, (look, text) in enumerate(lines)
    )
    top = min(58, height - 12)
    return (
        f'<a id="d{space.id}" class="room is-{standing.kind}" href="{QUERY}&amp;space={space.id}" aria-label="{name}">'
        f'<rect class="plan-room" {rectangle}/>'
        f'<rect class="plan-hatch" x="{x + 1:g}" y="{y + top:g}" width="{width - 2:g}" height="{height - top - 1:g}"/>'
        f"{texts}</a>"
    )


def units(centimetres: float) -> float:
    return round(centimetres * SCALE, 1)


def scaled(x: int, y: int, width: int, height: int) -> Box:
    """A rectangle in centimetres, in units of the drawing."""
    return units(x), units(y), units(width), units(height)
