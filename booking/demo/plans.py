"""The demo's floors, drawn: zones with blocks of desks around a core, rooms along one side. Lengths in metres."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

DESK_WIDTH, DESK_DEPTH, GAP, AISLE = 1.6, 1.0, 0.1, 1.1
HEADER = 1.3  # above a zone's desks: its letter and name
WALL, WINDOW = 0.1, 0.15
CEILING = 3.1
WINDOW_LENGTH, WINDOW_PITCH = 2.2, 3.0

Row = dict[str, object]


@dataclass(frozen=True)
class ZonePlan:
    """``blocks`` are the columns of each block; ``rows`` are pairs facing each other, top down."""

    code: str
    name: str
    x: float
    y: float
    blocks: tuple[int, ...]
    pairs: int = 1
    desks: int | None = None  # fewer than fit
    quiet: bool = False

    @property
    def width(self) -> float:
        return sum(_block(columns) for columns in self.blocks) + AISLE * (len(self.blocks) - 1)

    @property
    def depth(self) -> float:
        return HEADER + self.pairs * (2 * DESK_DEPTH + GAP) + (self.pairs - 1) * AISLE

    def places(self) -> Iterator[tuple[float, float, int]]:
        """(x, y, column) of each desk, row by row."""
        columns, x = [], self.x
        for count in self.blocks:
            columns += [x + i * (DESK_WIDTH + GAP) for i in range(count)]
            x += _block(count) + AISLE
        found = 0
        for row in range(2 * self.pairs):
            pair, side = divmod(row, 2)
            y = self.y + HEADER + pair * (2 * DESK_DEPTH + GAP + AISLE) + side * (DESK_DEPTH + GAP)
            for column, x in enumerate(columns):
                if self.desks is None or found < self.desks:
                    found += 1
                    yield x, y, column


@dataclass(frozen=True)
class RoomPlan:
    name: str
    seats: int
    depth: float
    air_flow: int
    measured: bool = True  # whether somebody entered its volume


@dataclass(frozen=True)
class FloorPlan:
    site: str
    code: str
    level: int
    name: str
    width: float
    depth: float
    zones: tuple[ZonePlan, ...]
    rooms: tuple[RoomPlan, ...]
    rooms_from: float  # x
    rooms_top: float = 0.0
    core: tuple[tuple[str, str, float, float, float, float], ...] = ()
    walls: tuple[tuple[str, float, float, float, float], ...] = ()
    accessible: frozenset[tuple[str, int]] = field(default_factory=frozenset)  # (zone, column)


def rows_of(plan: FloorPlan, teams: dict[str, str], random: Random) -> Iterator[Row]:
    """The rows of places.csv for a floor; ``teams`` are the names, by zone, of those at home there."""
    here = {"site": plan.site, "floor": plan.code}
    yield {
        **here, "type": "floor", "name": plan.name, "level": plan.level, "width": _m(plan.width),
        "height": _m(plan.depth), "area": round(plan.width * plan.depth, 1),
    }  # fmt: skip
    for zone in plan.zones:
        x, y, width, depth = zone.x - 0.3, zone.y, zone.width + 0.6, zone.depth + 0.3
        yield {
            **here, **_rectangle(x, y, width, depth), "type": "zone", "zone": zone.code, "name": zone.name,
            "area": round(width * depth, 1), "teams": teams.get(zone.code, ""),
        }  # fmt: skip
    yield from _desks(plan, here, random)
    yield from _rooms(plan, here)
    for feature, label, *rectangle in _features(plan):
        yield {**here, **_rectangle(*rectangle), "type": "feature", "feature": feature, "label": label}


def _desks(plan: FloorPlan, here: Row, random: Random) -> Iterator[Row]:
    number = 0
    for zone in plan.zones:
        for x, y, column in zone.places():
            number += 1
            equipment = ["docking"] if random.random() < 0.7 else []
            equipment += ["two_screens"] if random.random() < 0.6 else []
            equipment += ["sit_stand"] if random.random() < 0.3 else []
            # The façades: above, below and to the left; the rooms have the right one.
            by_window = y < 2.5 or y + DESK_DEPTH > plan.depth - 1 or x < 1
            equipment += ["window"] if by_window else []
            equipment += ["quiet"] if zone.quiet else []
            yield {
                **here, **_rectangle(x, y, DESK_WIDTH, DESK_DEPTH), "type": "desk", "zone": zone.code,
                "code": f"{plan.code}.{number:02}", "seats": 1, "equipment": " ".join(equipment),
                "accessible": "yes" if (zone.code, column) in plan.accessible else "no",
            }  # fmt: skip


def _rooms(plan: FloorPlan, here: Row) -> Iterator[Row]:
    y, width = plan.rooms_top, plan.width - plan.rooms_from
    for number, room in enumerate(plan.rooms, start=1):
        area = width * room.depth
        equipment = ["screen", "whiteboard"] if room.seats < 8 else ["screen", "video", "whiteboard"]
        yield {
            **here, **_rectangle(plan.rooms_from, y, width, room.depth), "type": "room",
            "code": f"{plan.code}.R{number}", "name": room.name, "seats": room.seats, "equipment": " ".join(equipment),
            "accessible": "yes", "air_flow": room.air_flow, "free_area": round(area * 0.8, 1),
            "volume": round(area * CEILING, 1) if room.measured else "",
            "fire_limit": room.seats + 2 if room.seats >= 10 else "",
        }  # fmt: skip
        y += room.depth


def _features(plan: FloorPlan) -> Iterator[tuple]:
    yield from plan.core
    for feature, *rectangle in plan.walls:
        yield (feature, "", *rectangle)
    y = plan.rooms_top
    for room in plan.rooms:
        yield "door", "", plan.rooms_from - WALL / 2, y + 0.4, WALL, 0.9
        y += room.depth
    for x in _pieces(plan.width):
        yield "window", "", x, 0, WINDOW_LENGTH, WINDOW
        yield "window", "", x, plan.depth - WINDOW, WINDOW_LENGTH, WINDOW
    for y in _pieces(plan.depth):
        yield "window", "", 0, y, WINDOW, WINDOW_LENGTH
        yield "window", "", plan.width - WINDOW, y, WINDOW, WINDOW_LENGTH


def _pieces(length: float) -> list[float]:
    """Where windows begin along a façade, as many as fit, centred."""
    count = int((length - 0.8 + WINDOW_PITCH - WINDOW_LENGTH) // WINDOW_PITCH)
    start = (length - (count - 1) * WINDOW_PITCH - WINDOW_LENGTH) / 2
    return [start + i * WINDOW_PITCH for i in range(count)]


def _block(columns: int) -> float:
    return columns * DESK_WIDTH + (columns - 1) * GAP


def _rectangle(x: float, y: float, width: float, depth: float) -> Row:
    return {"x": _m(x), "y": _m(y), "width": _m(width), "height": _m(depth)}


def _m(length: float) -> str:
    return f"{length:.2f}"
