"""The gauge, measured: every number here is a pixel of the drawings in the design."""

import re

import pytest
from django.template import Context, Template

from booking.templatetags.gauge import SIZES, gauge


def frame(svg):
    return re.search(r'width="(\d+)" height="(\d+)" viewBox="0 (-?\d+) ', svg).groups()


def rects(svg, name):
    found = re.findall(rf'<rect class="{name}" x="([\d.]+)" y="(-?[\d.]+)" width="(\d+)" height="(\d+)"/>', svg)
    return [tuple(map(float, numbers)) for numbers in found]


def paths(svg, name):
    return re.findall(rf'<path class="{name}" d="([^"]+)"', svg)


def test_seven_of_49_left():
    svg = gauge(limit=49, am=42, pm=37, am_label="am", pm_label="pm")

    assert frame(svg) == ("82", "170", "0")
    assert rects(svg, "gauge-box") == [(6.5, 8.5, 25, 146), (34.5, 8.5, 25, 146)]
    assert paths(svg, "gauge-rows") == ["M19 155V29", "M47 155V44"]
    assert svg.count('stroke-dasharray="2 1"') == 2
    assert paths(svg, "gauge-floor") == ["M4 155.5H62"]
    assert paths(svg, "gauge-ceiling") == ["M0 8H66"]
    assert paths(svg, "gauge-bracket") == ["M67.5 28.5H74.5M70.5 9.5V28.5"]
    assert '<text class="gauge-text" x="47" y="168" text-anchor="middle">pm</text>' in svg
    assert 'aria-hidden="true"' in svg


def test_i_jut_out_on_both_sides_over_the_top_two_rows():
    svg = gauge(limit=49, am=41, pm=38, mine_am=True, mine_pm=True)

    assert rects(svg, "gauge-me") == [(2, 32, 30, 5), (34, 41, 30, 5)]
    assert rects(svg, "gauge-gap") == [(6, 37, 26, 1), (34, 46, 26, 1)]


def test_full_in_the_morning_only():
    svg = gauge(limit=49, am=49, pm=44, size="compact")

    assert frame(svg) == ("36", "55", "0")
    assert rects(svg, "gauge-full") == [(5, 4, 12, 49)]
    assert rects(svg, "gauge-solid") == [(19, 9, 12, 44)]
    assert paths(svg, "gauge-ceiling is-full") == ["M0 3H36"]


def test_full_and_i_am_in_shows_me_below_the_ceiling():
    svg = gauge(limit=49, am=49, pm=49, mine_pm=True, size="compact")

    assert rects(svg, "gauge-me") == [(19, 5, 16, 4)]
    assert rects(svg, "gauge-gap") == [(19, 9, 12, 1)]


def test_over_is_hatched_above_the_line_and_grows_upwards():
    svg = gauge(limit=49, am=60, pm=44)

    assert paths(svg, "gauge-over") == ["M6.5 5V-27.5H31.5V5"]  # 11 people of 3 px above a line of 4 px
    assert ">+11</text>" in svg
    assert rects(svg, "gauge-full") == [(6, 8, 26, 147)]
    assert frame(svg) == ("82", "214", "-44")
    assert not paths(svg, "gauge-bracket")


def test_no_stroke_of_the_hatch_leaves_its_frame():
    for size in SIZES:
        for strokes in paths(gauge(limit=5, am=6, pm=40, size=size), "gauge-hatch"):
            for left, top, right, bottom in re.findall(r"M(\d+) (-?\d+)L(\d+) (-?\d+)", strokes):
                assert int(right) - int(left) == int(top) - int(bottom)


def test_one_over_is_seen_even_when_a_person_is_a_pixel():
    (over,) = paths(gauge(limit=49, am=50, pm=0, size="compact"), "gauge-over")

    assert over == "M5.5 1V-3.5H16.5V1"


def test_closed_has_diagonals_and_no_ceiling():
    svg = gauge(limit=49, closed=True)

    assert paths(svg, "gauge-cross") == ["M6.5 155L31.5 8.5", "M34.5 155L59.5 8.5"]
    assert "gauge-ceiling" not in svg
    assert "gauge-bracket" not in svg
    assert frame(svg) == ("82", "170", "0")


def test_nobody_yet():
    svg = gauge(limit=49)

    assert "gauge-rows" not in svg
    assert paths(svg, "gauge-bracket") == ["M67.5 154.5H74.5M70.5 9.5V154.5"]


def test_the_first_person_is_seen_and_me_stands_on_the_floor():
    svg = gauge(limit=49, am=1, mine_am=True, size="compact")

    assert rects(svg, "gauge-me") == [(1, 49, 16, 4)]
    assert not rects(svg, "gauge-gap")


def test_five_places_are_five_tall_rows():
    svg = gauge(limit=5, am=3, pm=2, mine_am=True)

    assert svg.count('stroke-dasharray="28 1"') == 2
    assert paths(svg, "gauge-rows") == ["M19 153V66", "M47 153V95"]
    assert rects(svg, "gauge-me") == [(2, 66, 30, 28)]


@pytest.mark.parametrize(("size", "height"), [("compact", 48), ("day", 148), ("large", 296)])
def test_a_crowd_keeps_the_height_and_is_solid(size, height):
    svg = gauge(limit=480, am=240, pm=1, size=size)

    assert rects(svg, "gauge-box")[0][3] == height - 1
    assert rects(svg, "gauge-solid")[0][3] == height / 2
    assert rects(svg, "gauge-solid")[1][3] == 1
    assert "gauge-rows" not in svg


def test_the_last_place_of_a_crowd_is_still_a_gap():
    svg = gauge(limit=480, am=479)

    assert rects(svg, "gauge-solid") == [(6, 10, 26, 146)]
    assert "is-full" not in svg


def test_limit_zero_puts_the_ceiling_on_the_floor():
    empty, over = gauge(limit=0), gauge(limit=0, am=3)

    assert paths(empty, "gauge-ceiling is-full") == ["M0 155H66"]
    assert not rects(empty, "gauge-box")
    assert ">+3</text>" in over


def test_without_a_limit_there_is_no_ceiling_and_the_base_is_the_scale():
    svg = gauge(limit=None, base=90, am=45, pm=9)

    assert "gauge-ceiling" not in svg
    assert "gauge-bracket" not in svg
    assert rects(svg, "gauge-solid") == [(6, 82, 26, 74), (34, 141, 26, 15)]


def test_more_people_than_the_base_still_fit():
    assert rects(gauge(limit=None, base=20, am=100), "gauge-solid") == [(6, 8, 26, 148)]


def test_nothing_known_at_all_is_an_empty_box():
    assert rects(gauge(limit=None), "gauge-box")[0] == (6.5, 8.5, 25, 147)


def test_one_scale_shows_a_lower_ceiling_lower():
    high, low = gauge(limit=48, scale=48), gauge(limit=24, scale=48)

    assert frame(high) == frame(low)
    assert paths(high, "gauge-ceiling") == ["M0 8H66"]
    assert paths(low, "gauge-ceiling") == ["M0 80H66"]


def test_those_who_came_are_solid():
    svg = gauge(limit=49, am=42, checked_in_am=31, size="large")

    assert rects(svg, "gauge-full") == [(40, 116, 96, 186)]


def test_every_size_draws_every_state_in_whole_pixels():
    for size in SIZES:
        for limit in (None, 0, 1, 5, 10, 24, 25, 49, 60, 61, 74, 480, 1200):
            for used in (0, 1, 4, 49, 500):
                svg = gauge(limit=limit, am=used, pm=used // 2, mine_am=used > 0, mine_pm=used > 1, size=size)
                numbers = re.findall(r'-?\d+\.?\d*(?=[ "MLHV])', svg)
                assert all(float(number) % 0.5 == 0 for number in numbers), (size, limit, used)
                assert not re.search(r'(width|height)="-', svg)


def test_labels_are_escaped():
    assert "<b>" not in gauge(limit=5, am_label="<b>", pm_label='"')


def test_as_a_tag_it_is_not_escaped_again():
    template = Template('{% load gauge %}{% gauge limit=day.limit am=day.am pm=day.pm size="phone" %}')

    assert template.render(Context({"day": {"limit": 49, "am": 42, "pm": 37}})).startswith('<svg class="gauge"')
