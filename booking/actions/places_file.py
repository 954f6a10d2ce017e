"""The columns of places.csv and what each type of row asks for. Columns and examples: docs/imports.md."""

import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import holidays
from django.core.validators import RegexValidator

from booking.actions.reading import (
    Row,
    Unreadable,
    centimetres,
    choice,
    clock,
    one_of_these,
    read_table,
    shorter_than,
    tenths,
    weekday_list,
    whole,
    yes_or_no,
)
from booking.models import Space
from booking.models.weekday import monday_to_friday

COLUMNS = (
    "type", "site", "floor", "zone", "code", "name", "x", "y", "width", "height", "seats", "equipment", "accessible",
    "approval", "air_flow", "volume", "free_area", "fire_limit", "area", "level", "address", "time_zone", "midday",
    "opens", "closes", "working_days", "holidays", "teams", "label", "feature",
)  # fmt: skip
NEEDED = {"type", "site"}
TYPES = ("site", "floor", "zone", "desk", "room", "feature")
FEATURES = ("core", "wall", "door", "window", "column", "lift", "stairs", "toilets", "coffee", "plant", "other")
# What says which one a row is about.
NAMED_BY = {
    "site": ("site",), "floor": ("site", "floor"), "zone": ("site", "floor", "zone"), "desk": ("site", "floor", "code"),
    "room": ("site", "floor", "code"), "feature": ("site", "floor", "feature"),
}  # fmt: skip
CODE_LENGTHS = {"site": 40, "floor": 10, "zone": 10, "code": 20}
_slug = RegexValidator(r"^[-a-z0-9_]+\Z")


class Column(NamedTuple):
    """The model's field, how a cell is read, and what an empty cell stands for."""

    field: str
    read: Callable[[str], Any]
    empty: Any = None


def _equipment(value: str) -> list[str]:
    known = Space.Equipment.values
    found = value.replace(",", " ").split()
    for word in found:
        if word not in known:
            raise Unreadable(f"{word}: give {one_of_these(known, word)}, separated by spaces")
    return sorted(set(found))


def _time_zone(value: str) -> str:
    if value not in zoneinfo.available_timezones():
        raise Unreadable("give an IANA time zone such as Europe/Brussels")
    return value


def _country(value: str) -> str:
    if value.upper() not in holidays.list_supported_countries():
        raise Unreadable("give a country's two letters such as BE, or nothing")
    return value.upper()


_NAME = {"name": Column("name", shorter_than(80), "")}
_PLACED = {name: Column(name, centimetres, 0) for name in ("x", "y", "width", "height")}
_AREA = {"area": Column("area", tenths)}
SPACE_COLUMNS = {
    **_NAME,
    "x": Column("x", centimetres, 0),
    "y": Column("y", centimetres, 0),
    "width": Column("width", centimetres, 160),
    "height": Column("height", centimetres, 100),
    "seats": Column("seats", lambda value: whole(value, low=1, high=2000), 1),
    "equipment": Column("equipment", _equipment, []),
    "accessible": Column("accessible", yes_or_no, False),
    "approval": Column("needs_approval", yes_or_no, False),
    "air_flow": Column("air_flow", lambda value: whole(value, high=1_000_000)),
    "volume": Column("volume", tenths),
    "free_area": Column("free_area", tenths),
    "fire_limit": Column("fire_limit", lambda value: whole(value, high=2000)),
}
FIELDS: dict[str, dict[str, Column]] = {
    "site": {
        **_NAME,
        "address": Column("address", shorter_than(200), ""),
        "time_zone": Column("time_zone", _time_zone, "Europe/Brussels"),
        "midday": Column("midday", clock, clock("13:00")),
        "opens": Column("opens", clock, clock("07:00")),
        "closes": Column("closes", clock, clock("19:00")),
        "working_days": Column("working_days", weekday_list, monday_to_friday()),
        "holidays": Column("holiday_country", _country, ""),
        "area": Column("floor_area", tenths),
    },
    "floor": {
        **_NAME,
        **_AREA,
        "level": Column("level", lambda value: whole(value, low=-20, high=200), 0),
        "width": Column("width", centimetres, 3200),
        "height": Column("height", centimetres, 2400),
    },
    "zone": {**_NAME, **_AREA, **_PLACED},
    "desk": SPACE_COLUMNS,
    "room": SPACE_COLUMNS,
    "feature": {**_PLACED, "label": Column("label", shorter_than(80), "")},
}


@dataclass
class PlaceRow:
    """What the file says of one place; ``facts`` are the model's fields for which the file has a column."""

    row: Row
    type: str
    site: str
    floor: str
    zone: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    teams: list[str] | None = None  # at home in a zone
    feature: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        if self.type == "site":
            return (self.site,)
        if self.type == "floor":
            return (self.site, self.floor)
        return (self.site, self.floor, self.zone if self.type == "zone" else self.code)

    @property
    def who(self) -> str:
        return f"{self.type} {' '.join(self.key)}"


def read_places(path: Path) -> list[PlaceRow]:
    """The places of a file, with the problems of their rows kept there. Raises ImportRefused without a table."""
    rows = read_table(path, columns=COLUMNS, needed=NEEDED)
    places = [_place(row) for row in rows]
    lines: dict[tuple, int] = {}
    for place in places:
        kind = "space" if place.type in ("desk", "room") else place.type
        if (
            place.type
            and place.type != "feature"
            and lines.setdefault((kind, *place.key), place.row.line) != place.row.line
        ):
            place.row.report(
                NAMED_BY[place.type][-1], f"is on line {lines[kind, *place.key]} already; keep one of the two"
            )
    return places


def _place(row: Row) -> PlaceRow:
    kind = row.take("type", choice(TYPES), needed=True, empty="")
    named_by = NAMED_BY.get(kind, ())
    place = PlaceRow(
        row,
        kind,
        **{
            name: row.take(name, shorter_than(length), needed=name in named_by, empty="")
            for name, length in CODE_LENGTHS.items()
        },
    )
    columns = FIELDS.get(kind, {})
    for name, column in columns.items():
        if row.has(name):
            place.facts[column.field] = row.take(name, column.read, empty=column.empty)
    for name in COLUMNS:
        if row.text(name) and kind and not _goes_with(name, kind):
            row.report(name, f"says nothing about a {kind}; leave it empty")
    _check(row, place)
    return place


def _goes_with(name: str, kind: str) -> bool:
    if name in ("type", *NAMED_BY[kind]) or name in FIELDS[kind]:
        return True
    return (name == "zone" and kind in ("desk", "room")) or (name == "teams" and kind == "zone")


def _check(row: Row, place: PlaceRow) -> None:
    if place.type == "site":
        try:
            _slug(place.site)
        except Exception:
            row.report("site", "give small letters, digits and hyphens, such as brussels")
        if row.has("name") and not row.text("name"):
            row.report("name", "is needed for a site")
        opens, closes = place.facts.get("opens"), place.facts.get("closes")
        if opens and closes and opens >= closes:
            row.report("closes", f"is not after opens ({opens:%H:%M})")
    for name in ("floor", "zone"):
        if place.type == name and "/" in getattr(place, name):  # the slash stands between the two
            row.report(name, "give a code without a slash")
    if place.type == "zone" and row.has("teams"):
        place.teams = [name.strip() for name in row.text("teams").split("|") if name.strip()]
        for name in place.teams:
            if len(name) > 80:
                row.report("teams", f"give team names of at most 80 characters, not {len(name)}")
    if place.type == "feature":
        place.feature = row.take("feature", choice(FEATURES), empty="")
    if place.type in ("floor", "zone", "desk", "room", "feature"):
        for name in ("width", "height"):
            if row.text(name) and place.facts.get(name) == 0:
                row.report(name, "give a length above 0, in metres")
