"""The headroom gauge: two halves of a day, filled with people, under a ceiling.

    {% load gauge %}
    {% gauge limit=49 am=42 pm=37 size="day" am_label=am pm_label=pm %}

``limit``        people allowed, or None where nothing limits the day (no ceiling is drawn)
``am``, ``pm``   people planned in each half, the viewer included
``mine_am``, ``mine_pm``            the viewer is among them: an accent block that juts out
``checked_in_am``, ``checked_in_pm``  how many of them have come: solid instead of rows
``base``         the scale where there is no limit (desks of the site, for instance)
``scale``        one limit for the scale of a whole view, so that unequal ceilings can be compared
``closed``       one diagonal per half, nothing else
``size``         large, day, report, refusal, compact, phone, header
``am_label``, ``pm_label``          translated, drawn below the floor where the size has room for them

It is ``aria-hidden``: the words beside it carry everything. A week draws fifteen of these, so the
string is built by hand, from integers and escaped labels only, and kept for the same numbers.
"""

from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

GAP = 2  # between the halves
JUT = 4  # how far "you" stands out
CROWD = 60  # above this many people the gauge keeps its height and the people get thinner
BRACKET_ROOM = 16


@dataclass(frozen=True, slots=True)
class Size:
    """All in pixels. ``person``: height of one; ``height``: of the box, when a person cannot have that."""

    half: int
    person: int
    height: int
    left: int
    above: int
    overhang: int
    bracket: bool = False
    labels: bool = False
    axis: bool = False


SIZES = {
    "large": Size(half=96, person=6, height=296, left=40, above=8, overhang=6, bracket=True, labels=True, axis=True),
    "day": Size(half=26, person=3, height=148, left=6, above=8, overhang=6, bracket=True, labels=True),
    "report": Size(half=22, person=2, height=148, left=6, above=8, overhang=6, bracket=True, labels=True),
    "refusal": Size(half=44, person=3, height=148, left=10, above=8, overhang=10, labels=True),
    "compact": Size(half=12, person=1, height=48, left=5, above=4, overhang=5),
    "phone": Size(half=15, person=1, height=48, left=6, above=4, overhang=6),
    "header": Size(half=10, person=1, height=28, left=4, above=4, overhang=4),
}


@register.simple_tag
def gauge(
    *,
    limit: int | None,
    am: int = 0,
    pm: int = 0,
    mine_am: bool = False,
    mine_pm: bool = False,
    checked_in_am: int = 0,
    checked_in_pm: int = 0,
    base: int | None = None,
    scale: int | None = None,
    closed: bool = False,
    size: str = "day",
    am_label: str = "",
    pm_label: str = "",
) -> SafeString:
    """The SVG of one day. Numbers are people; see the head of this file."""
    people = max(scale or 0, limit or 0) or max(base or 0, am, pm)
    return _drawing(
        size,
        limit,
        people,
        closed,
        (am, mine_am, checked_in_am, str(am_label)),
        (pm, mine_pm, checked_in_pm, str(pm_label)),
    )


@lru_cache(maxsize=2048)
def _drawing(size_name: str, limit: int | None, people: int, closed: bool, *halves: tuple) -> SafeString:
    size = SIZES[size_name]
    box, person = _measures(size, people)
    floor = size.above + box
    ceiling = None if limit is None or closed else floor - round(limit * person)
    full = ceiling is not None and max(half[0] for half in halves) >= limit
    columns = [(size.left, -JUT, halves[0]), (size.left + size.half + GAP, 0, halves[1])]
    right = columns[1][0] + size.half

    parts = [_axis(size, people, person, floor)] if size.axis else []
    top = 0
    for x, jut, (used, mine, checked_in, label) in columns:
        parts.append(_box(size, x, size.above if ceiling is None else ceiling, floor))
        if closed:
            parts.append(f'<path class="gauge-cross" d="M{x}.5 {floor}L{x + size.half - 1}.5 {size.above}.5"/>')
        else:
            parts.append(_people(size, x, floor, ceiling, person, limit, used, checked_in))
            over = used - limit if limit is not None else 0
            if over > 0:
                drawn, top_of_hatch = _hatch(size, x, ceiling, max(round(over * person), 5), over)
                top = min(top, top_of_hatch)
                parts.append(drawn)
            if mine:
                parts.append(_me(size, x, jut, floor, ceiling, person, limit, used, full))
        if label and size.labels:
            parts.append(f'<text class="gauge-text" x="{x + size.half // 2}" y="{floor + 13}" text-anchor="middle">{escape(label)}</text>')
    parts.append(f'<path class="gauge-floor" d="M{size.left - 2} {floor}.5H{right + 2}"/>')
    if ceiling is not None:
        parts.append(_ceiling(size, ceiling, right, full))
        gap = ceiling, min(floor - _height(half[0], person, limit) for half in halves)
        if size.bracket and gap[1] - gap[0] > 4:
            parts.append(_bracket(size, right, *gap))

    width = right + size.overhang + (BRACKET_ROOM if size.bracket else 0)
    bottom = floor + (15 if size.labels else 2)
    return mark_safe(  # noqa: S308: integers, fixed class names and escaped labels
        f'<svg class="gauge" width="{width}" height="{bottom - top}" viewBox="0 {top} {width} {bottom - top}" aria-hidden="true">'
        + "".join(parts)
        + "</svg>"
    )


def _measures(size: Size, people: int) -> tuple[int, float]:
    """The height of the box and of one person in it.

    About fifty people each have the size's own height. A handful grows, in whole pixels, to stand as high
    as fifty would, since five lines of one pixel say nothing; a crowd shares the height the size allows.
    """
    if people <= 0:
        return size.height, size.person
    if people > CROWD or size.person * people > size.height * 5 // 4:
        return size.height, size.height / people
    person = max(size.person, min(size.person * 50, size.height) // people)
    return person * people, person


def _height(used: int, person: float, limit: int | None) -> int:
    """How high so many people stand: never nothing for someone, never at the ceiling before it is full."""
    height = round(used * person)
    if limit is not None:
        height = min(height, round(limit * person) - (2 if used < limit else 0))
    return max(height, 1) if used else 0


def _box(size: Size, x: int, top: int, floor: int) -> str:
    if floor - top < 2:
        return ""
    return f'<rect class="gauge-box" x="{x}.5" y="{top}.5" width="{size.half - 1}" height="{floor - top - 1}"/>'


def _people(size: Size, x: int, floor: int, ceiling: int | None, person: float, limit: int | None, used: int, checked_in: int) -> str:
    height = _height(used, person, limit)
    if height <= 0:
        return ""
    if limit is not None and used >= limit:
        return f'<rect class="gauge-full" x="{x}" y="{floor - height}" width="{size.half}" height="{height}"/>'
    if person >= 2 and person == int(person):
        # One line, dashed: a row per person. A fraction of a pixel per row would shimmer, so a crowd is solid.
        middle = f"{x + size.half / 2:g}"
        drawn = (
            f'<path class="gauge-rows" d="M{middle} {floor}V{floor - height}"'
            f' stroke-width="{size.half}" stroke-dasharray="{int(person) - 1} 1"/>'
        )
    else:
        drawn = f'<rect class="gauge-solid" x="{x}" y="{floor - height}" width="{size.half}" height="{height}"/>'
    if checked_in:
        came = _height(min(checked_in, used), person, limit)
        drawn += f'<rect class="gauge-full" x="{x}" y="{floor - came}" width="{size.half}" height="{came}"/>'
    return drawn


def _me(size: Size, x: int, jut: int, floor: int, ceiling: int | None, person: float, limit: int | None, used: int, full: bool) -> str:
    """The top two rows, or one where a row is thick enough to be seen alone; 4 px where people have no rows."""
    rows = 1 if person >= 8 else 2
    height = int(rows * person) - 1 if person >= 2 else 4
    top = floor - max(_height(used, person, limit), height)
    if full and ceiling is not None:
        top = max(top, ceiling + 1)  # below the ceiling line, not behind it
    block = f'<rect class="gauge-me" x="{x + jut}" y="{top}" width="{size.half + JUT}" height="{height}"/>'
    if top + height < floor:
        block += f'<rect class="gauge-gap" x="{x}" y="{top + height}" width="{size.half}" height="1"/>'
    return block


def _hatch(size: Size, x: int, ceiling: int, height: int, over: int) -> tuple[str, int]:
    """What was given above the ceiling: strokes at 45 degrees in a frame, with its number where it fits."""
    bottom, right = ceiling - 3, x + size.half
    top = bottom - height
    strokes = []
    for start in range(x - height + 3, right, 5):
        # From the foot of the frame up to the right, cut at the left, right and upper edges.
        x1, x2 = max(start, x), min(start + height, right)
        if x1 < x2:
            strokes.append(f"M{x1} {bottom - (x1 - start)}L{x2} {bottom - (x2 - start)}")
    drawn = (
        f'<path class="gauge-hatch" d="{"".join(strokes)}"/>'
        f'<path class="gauge-over" d="M{x}.5 {bottom}V{top}.5H{right - 1}.5V{bottom}"/>'
    )
    if not size.labels:
        return drawn, top - 1
    number = f'<text class="gauge-plus" x="{x + size.half // 2}" y="{top - 4}" text-anchor="middle">+{over}</text>'
    return drawn + number, top - 16


def _ceiling(size: Size, ceiling: int, right: int, full: bool) -> str:
    start, end = size.left - size.overhang, right + size.overhang
    if full:
        return f'<path class="gauge-ceiling is-full" d="M{start} {ceiling - 1}H{end}"/>'
    return f'<path class="gauge-ceiling" d="M{start} {ceiling}H{end}"/>'


def _bracket(size: Size, right: int, ceiling: int, top: int) -> str:
    x = right + size.overhang + 1
    return f'<path class="gauge-bracket" d="M{x}.5 {top - 1}.5H{x + 7}.5M{x + 3}.5 {ceiling + 1}.5V{top - 1}.5"/>'


def _axis(size: Size, people: int, person: float, floor: int) -> str:
    step = 10 if people <= CROWD else 25 if people <= 200 else 100
    ticks = []
    for tick in range(0, people, step):
        y = floor - round(tick * person)
        ticks.append(f'<path class="gauge-grid" d="M{size.left - 8} {y}.5H{size.left}"/>')
        ticks.append(f'<text class="gauge-text" x="{size.left - 12}" y="{y + 4}" text-anchor="end">{tick}</text>')
    return "".join(ticks)
