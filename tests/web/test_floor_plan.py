"""The drawing of a plan: every state has a shape of its own, texts are escaped, and nothing carries a style."""

import pytest

from booking.rules.rulebook import SpaceFacts
from booking.web.floor.building import building
from booking.web.floor.drawing import SYMBOLS
from booking.web.floor.list import sprite
from booking.web.floor.plan import QUERY, FloorPlan
from booking.web.floor.standing import Standing

DESK = SpaceFacts(7, "3.14", "", "desk", 1, 1, 0, 0, 160, 100, 1, 1, (), False, None, None)


def plan(*spaces: SpaceFacts) -> FloorPlan:
    boxes = {space.id: (10.0, 20.0, 44.8, 28.0) for space in spaces}
    spoken = {space.id: "window" for space in spaces}
    return FloorPlan(1, "Floor 3", 800, 600, "", "", (), spaces, boxes, spoken)


@pytest.mark.parametrize(("kind", "mark", "shape"), [
    ("free", "3.14", ">3.14</text>"),
    ("mine", "3.14", ">3.14</text>"),
    ("am", "am", "#s-am"),
    ("pm", "pm", "#s-pm"),
    ("colleague", "JW", "#s-colleague"),
    ("taken", "", "#s-taken"),
    ("closed", "", "#s-closed"),
])  # fmt: skip
def test_each_state_of_a_desk_has_a_shape_and_a_name(kind, mark, shape):
    drawn = plan(DESK).draw(DESK, Standing(kind, mark, "In words"))

    assert drawn.startswith(f'<a id="d7" class="desk is-{kind}" href="{QUERY}&amp;space=7"')
    assert 'aria-label="3.14, In words, window"' in drawn
    assert shape in drawn


def test_the_free_half_is_named_on_its_side():
    assert '<text x="21.2"' in plan(DESK).draw(DESK, Standing("am", "am", ""))
    assert '<text x="43.6"' in plan(DESK).draw(DESK, Standing("pm", "pm", ""))


def test_what_the_filters_take_away_is_no_link():
    drawn = plan(DESK).draw(DESK, Standing("off", "", ""))

    assert "href" not in drawn
    assert "aria-label" not in drawn


def test_a_drawing_is_made_once():
    here = plan(DESK)

    assert here.draw(DESK, Standing("free", "3.14", "Free")) is here.draw(DESK, Standing("free", "3.14", "Free"))


def test_what_somebody_typed_is_escaped():
    odd = DESK._replace(code='<"3">')

    assert "<&" not in plan(odd).draw(odd, Standing("free", odd.code, "</text>"))
    assert "&lt;&quot;3&quot;&gt;" in plan(odd).draw(odd, Standing("free", odd.code, "</text>"))


@pytest.mark.parametrize(
    "feature", ["wall", "window", "door", "column", "plant", "lift", "stairs", "core", "label", "?"]
)
@pytest.mark.parametrize("size", [(300, 20), (20, 300), (0, 0)])
def test_every_feature_is_drawn_whatever_its_size(feature, size):
    width, height = size
    rectangle = {"x": 100, "y": 100, "width": width, "height": height}
    ground, walls = building([{"feature": feature, "label": "<Toilets>", **rectangle}], 900, 600, [])

    assert "<Toilets>" not in ground
    assert "nan" not in ground + walls


def test_a_door_opens_away_from_its_room():
    door = [{"feature": "door", "x": 500, "y": 100, "width": 10, "height": 90}]
    room = (141.0, 0.0, 100.0, 100.0)

    assert "h-25.2A" in building(door, 900, 600, [room])[1]
    assert "h25.2A" in building(door, 900, 600, [])[1]


def test_nothing_carries_a_style():
    drawings = SYMBOLS + sprite() + "".join(building([{"feature": "stairs", "width": 500, "height": 300}], 9, 9, []))

    assert "style" not in drawings
