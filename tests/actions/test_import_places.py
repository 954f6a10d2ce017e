"""places.csv: buildings, floors with what is drawn on them, zones, desks and rooms."""

from datetime import time
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from booking.actions.places_import import import_places
from booking.models import Floor, Site, Space, Team, Zone
from booking.rules.loading import rulebook
from tests.actions.importing import refused, write

pytestmark = pytest.mark.django_db

HEADER = (
    "type;site;floor;zone;code;name;x;y;width;height;seats;equipment;accessible;air_flow;volume;free_area;area;level;"
    "midday;opens;closes;working_days;holidays;teams;label;feature"
)


def rows(*places: dict) -> str:
    columns = HEADER.split(";")
    return "\n".join([HEADER, *(";".join(str(place.get(column, "")) for column in columns) for place in places), ""])


SITE = {"type": "site", "site": "ghent", "name": "Ghent", "midday": "12:30", "opens": "8:00", "closes": "18:00",
        "working_days": "1 2 3 4", "holidays": "be", "area": "800,5"}  # fmt: skip
FLOOR = {"type": "floor", "site": "ghent", "floor": "1", "name": "First", "level": 1, "width": "30,4", "height": "18,4"}
ZONE = {
    "type": "zone",
    "site": "ghent",
    "floor": "1",
    "zone": "A",
    "name": "Kaai",
    "area": "60,25",
    "teams": "Blue|Green",
}
DESK = {"type": "desk", "site": "ghent", "floor": "1", "zone": "A", "code": "1.01", "x": "0,6", "y": "1,7",
        "width": "1,6", "height": "1,0", "equipment": "window two_screens", "accessible": "ja"}  # fmt: skip
ROOM = {"type": "room", "site": "ghent", "floor": "1", "code": "1.R1", "name": "Leie", "seats": 12, "air_flow": 320,
        "volume": "74,4", "free_area": "19,2"}  # fmt: skip
DOOR = {"type": "feature", "site": "ghent", "floor": "1", "feature": "door", "label": "In", "x": 1, "y": 0,
        "width": "0,9", "height": "0,1"}  # fmt: skip
ALL = (DESK, ROOM, DOOR, ZONE, FLOOR, SITE)  # children first: the order of a file does not matter


@pytest.fixture
def file(tmp_path):
    return lambda *places: write(tmp_path, rows(*places), name="places.csv", encoding="utf-8-sig")


def test_a_building_arrives_with_everything(file):
    outcome = import_places(path=file(*ALL))
    site, floor, zone = Site.objects.get(), Floor.objects.get(), Zone.objects.get()
    assert (site.midday, site.opens, site.working_days, site.holiday_country) == (
        time(12, 30),
        time(8),
        [1, 2, 3, 4],
        "BE",
    )
    assert (site.floor_area, zone.area) == (Decimal("800.5"), Decimal("60.2"))
    assert (floor.width, floor.height) == (3040, 1840)
    assert floor.features == [{"feature": "door", "x": 100, "y": 0, "width": 90, "height": 10, "label": "In"}]
    desk, room = Space.objects.get(code="1.01"), Space.objects.get(code="1.R1")
    assert (desk.x, desk.y, desk.width, desk.height, desk.zone, desk.accessible) == (60, 170, 160, 100, zone, True)
    assert desk.equipment == ["two_screens", "window"]
    assert (room.kind, room.seats, room.zone, room.volume) == ("room", 12, None, Decimal("74.4"))
    assert set(zone.teams.values_list("name", flat=True)) == {"Blue", "Green"}
    assert rulebook(site.pk).spaces[room.pk].safe_capacity == 7
    assert len(outcome.created) == 7


def test_a_second_run_changes_nothing(file):
    import_places(path=file(*ALL))
    before = Site.objects.get().rules_version
    outcome = import_places(path=file(*ALL))
    assert outcome.changes_nothing
    assert outcome.unchanged == 5
    assert Site.objects.get().rules_version == before


def test_changes_are_shown_and_what_vanishes_stays(file):
    import_places(path=file(*ALL))
    outcome = import_places(path=file({**ROOM, "seats": 10}, {**ZONE, "teams": "Blue"}))
    assert sorted(map(str, outcome.changed)) == ["room ghent 1 1.R1: seats: 12 → 10", "team Green: home zone: A → –"]
    assert Space.objects.count() == 2
    assert Floor.objects.get().features != []


def test_a_dry_run_tells_the_same_and_writes_nothing(file):
    dry = import_places(path=file(*ALL), dry_run=True)
    assert not Site.objects.exists()
    assert not Team.objects.exists()
    assert dry.created == import_places(path=file(*ALL)).created


@pytest.mark.parametrize(
    ("place", "changes", "said"),
    [
        (DESK, {"type": "chair"}, "type “chair”: give site, floor, zone, desk, room or feature"),
        (DESK, {"code": ""}, "code: is needed here"),
        (DESK, {"floor": "9"}, "floor “9”: give a floor that exists or is in the file: 1"),
        (DESK, {"zone": "Z"}, "zone “Z”: give a zone that exists or is in the file: A"),
        (DESK, {"x": "abc"}, "x “abc”: give a number such as 12.5"),
        (DESK, {"width": "0"}, "width “0”: give a length above 0, in metres"),
        (DESK, {"equipment": "window sauna"}, "sauna: give two_screens, sit_stand"),
        (DESK, {"accessible": "maybe"}, "accessible “maybe”: give yes or no"),
        (DESK, {"midday": "12:00"}, "midday “12:00”: says nothing about a desk; leave it empty"),
        (ROOM, {"seats": "0"}, "seats “0”: give a whole number from 1 to 2000"),
        (ROOM, {"seats": "4,5"}, "seats “4,5”: give a whole number"),
        (SITE, {"midday": "25:00"}, "midday “25:00”: give a time such as 13:00"),
        (SITE, {"closes": "07:00"}, "closes “07:00”: is not after opens (08:00)"),
        (SITE, {"site": "Ghent!"}, "site “Ghent!”: give small letters, digits and hyphens"),
        (SITE, {"holidays": "XX"}, "holidays “XX”: give a country's two letters such as BE"),
        (FLOOR, {"floor": "1/2"}, "floor “1/2”: give a code without a slash"),
        (ZONE, {"zone": "A/B"}, "zone “A/B”: give a code without a slash"),
        (DOOR, {"feature": "moat"}, "feature “moat”: give core, wall, door"),
    ],
)
def test_a_bad_cell_is_told_with_line_column_value_and_remedy(file, place, changes, said):
    others = [other for other in ALL if other is not place]
    found = refused(import_places, file({**place, **changes}, *others))
    assert found[0].startswith("line 2, ")
    assert said in found[0]
    assert not Site.objects.exists()


def test_doubles_are_told_also_between_a_desk_and_a_room(file):
    found = refused(import_places, file(*ALL, {**ROOM, "code": "1.01"}))
    assert found == ["line 8, code “1.01”: is on line 2 already; keep one of the two"]


def test_a_team_has_one_home(file):
    found = refused(import_places, file(*ALL, {**ZONE, "zone": "B", "teams": "Green"}))
    assert found == ["line 8, teams “Green”: Green is at home on line 5 already"]


def test_a_desk_does_not_become_a_room(file):
    import_places(path=file(*ALL))
    assert "is a desk in the database" in refused(import_places, file({**ROOM, "code": "1.01"}))[0]


def test_the_command_says_what_it_did(file, capsys):
    path = file(*ALL)
    call_command("import_places", path)
    assert capsys.readouterr().out == "places.csv: 7 created, 0 changed, 0 unchanged.\n"
    call_command("import_places", path)
    assert capsys.readouterr().out == "places.csv: 0 created, 0 changed, 5 unchanged. Nothing to do.\n"
    with pytest.raises(CommandError, match="nothing was imported, for 1 problem:"):
        call_command("import_places", file({**DESK, "zone": "Z"}))
