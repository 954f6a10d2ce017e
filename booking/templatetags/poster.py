"""``{% poster %}``: three weeks of gauges for the sign-in page, standing at the foot of an open-ended SVG."""

from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

CAP = 49
PERSON = 5
HALF = 29
DAY = 74
FIRST = 16
HEIGHT = 296
WIDTH = 1600

# Morning, afternoon, and whether the viewer is in: an ordinary week, then its neighbours for wide windows.
DAYS = [
    (31, 26, False), (38, 33, False), (49, 49, False), (44, 37, True), (15, 11, False),
    (27, 24, False), (42, 40, True), (36, 31, False), (49, 46, False), (19, 12, False),
    (33, 35, False), (45, 38, False), (40, 29, True), (47, 43, False), (12, 9, False),
    (29, 25, False), (39, 36, False), (49, 49, False), (41, 34, True), (17, 10, False),
]  # fmt: skip


@register.simple_tag
@cache
def poster() -> SafeString:
    """Decoration, ``aria-hidden``. The origin is the floor; entrance.css scales it and draws the ceiling."""
    drawn = []
    for day, (am, pm, mine) in enumerate(DAYS):
        x = FIRST + day * DAY
        drawn.append(_half(x, am, mine, -4))
        drawn.append(_half(x + HALF + 2, pm, mine, 0))
    box = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 -{HEIGHT} {WIDTH} {HEIGHT}"'
    return mark_safe(f'<svg class="gauge" {box} aria-hidden="true">{"".join(drawn)}</svg>')


def _half(x: int, people: int, mine: bool, jut: int) -> str:
    height = people * PERSON
    if people >= CAP:
        return f'<rect class="gauge-full" x="{x}" y="-{height}" width="{HALF}" height="{height}"/>'
    rows = height - 15 if mine else height
    half = (
        f'<path class="gauge-rows" d="M{x + HALF / 2:g} 0V-{rows}"'
        f' stroke-width="{HALF}" stroke-dasharray="{PERSON - 1} 1"/>'
    )
    if mine:
        half += f'<rect class="gauge-me" x="{x + jut}" y="-{height}" width="{HALF + 4}" height="14"/>'
    return half
