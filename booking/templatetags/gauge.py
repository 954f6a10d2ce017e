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
from functools import cached_property, lru_cache

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
    stand = Stand(SIZES[size_name], None if closed else limit, people)
    size, floor = stand.size, stand.floor
    left, right = size.left, size.left + size.half + GAP
    end = right + size.half
    full = stand.limit is not None and max(half[0] for half in halves) >= stand.limit

    parts = [_axis(stand, people)] if size.axis else []
    top = 0
    for x, jut, (used, mine, checked_in, label) in ((left, -JUT, halves[0]), (right, 0, halves[1])):
        parts.append(_box(stand, x))
        if closed:
            parts.append(f'<path class="gauge-cross" d="M{x}.5 {floor}L{x + size.half - 1}.5 {size.above}.5"/>')
        else:
            parts.append(_people(stand, x, used, checked_in))
            if stand.limit is not None and used > stand.limit:
                hatch, top_of_hatch = _hatch(stand, x, used - stand.limit)
                parts.append(hatch)
                top = min(top, top_of_hatch)
            if mine:
                parts.append(_me(stand, x, jut, used, full))
        if label and size.labels:
            parts.append(_text("gauge-text", x + size.half // 2, floor + 13, escape(label)))
    parts.append(f'<path class="gauge-floor" d="M{left - 2} {floor}.5H{end + 2}"/>')
    if stand.ceiling is not None:
        parts.append(_ceiling(stand, stand.ceiling, end, full))
        fuller = floor - max(stand.height(half[0]) for half in halves)
        if size.bracket and fuller - stand.ceiling > 4:
            parts.append(_bracket(stand.ceiling, end + size.overhang + 1, fuller))

    width = end + size.overhang + (BRACKET_ROOM if size.bracket else 0)
    height = floor + (15 if size.labels else 2) - top
    frame = f'width="{width}" height="{height}" viewBox="0 {top} {width} {height}"'
    # Safe: integers, fixed class names and escaped labels.
    return mark_safe(f'<svg class="gauge" {frame} aria-hidden="true">{"".join(parts)}</svg>')


@dataclass(frozen=True)
class Stand:
    """Where people stand: a size, a limit, and the number of people that the height of the box is for."""

    size: Size
    limit: int | None
    people: int

    @cached_property
    def box(self) -> int:
        return round(self.person * self.people) or self.size.height

    @cached_property
    def person(self) -> float:
        """Pixels per person.

        About fifty people each have the size's own height. A handful grows, in whole pixels, to stand as high
        as fifty would, since five lines of one pixel say nothing; a crowd shares the height the size allows.
        """
        size = self.size
        if self.people <= 0:
            return size.person
        if self.people > CROWD or size.person * self.people > size.height * 5 // 4:
            return size.height / self.people
        return max(size.person, min(size.person * 50, size.height) // self.people)

    @cached_property
    def floor(self) -> int:
        return self.size.above + self.box

    @cached_property
    def ceiling(self) -> int | None:
        return None if self.limit is None else self.floor - round(self.limit * self.person)

    def height(self, used: int) -> int:
        """How high so many people stand: never nothing for someone, never at the ceiling before it is full."""
        height = round(used * self.person)
        if self.limit is not None:
            height = min(height, round(self.limit * self.person) - (2 if used < self.limit else 0))
        return max(height, 1) if used else 0


def _box(stand: Stand, x: int) -> str:
    top = stand.size.above if stand.ceiling is None else stand.ceiling
    if stand.floor - top < 2:
        return ""
    return _rect("gauge-box", f"{x}.5", f"{top}.5", stand.size.half - 1, stand.floor - top - 1)


def _people(stand: Stand, x: int, used: int, checked_in: int) -> str:
    half, floor, height = stand.size.half, stand.floor, stand.height(used)
    if height <= 0:
        return ""
    if stand.limit is not None and used >= stand.limit:
        return _rect("gauge-full", x, floor - height, half, height)
    if stand.person >= 2 and stand.person == int(stand.person):
        # One line, dashed: a row per person. A fraction of a pixel per row would shimmer, so a crowd is solid.
        drawn = (
            f'<path class="gauge-rows" d="M{x + half / 2:g} {floor}V{floor - height}"'
            f' stroke-width="{half}" stroke-dasharray="{int(stand.person) - 1} 1"/>'
        )
    else:
        drawn = _rect("gauge-solid", x, floor - height, half, height)
    if checked_in:
        came = stand.height(min(checked_in, used))
        drawn += _rect("gauge-full", x, floor - came, half, came)
    return drawn


def _me(stand: Stand, x: int, jut: int, used: int, full: bool) -> str:
    """The top two rows, or one where a row is thick enough to be seen alone; 4 px where people have no rows."""
    half, floor, ceiling = stand.size.half, stand.floor, stand.ceiling
    rows = 1 if stand.person >= 8 else 2
    height = int(rows * stand.person) - 1 if stand.person >= 2 else 4
    top = floor - max(stand.height(used), height)
    if full and ceiling is not None:
        top = max(top, ceiling + 1)  # below the ceiling line, not behind it
        if top + height > floor:
            top = ceiling - 3 - height  # nobody may come, and I do
    block = _rect("gauge-me", x + jut, top, half + JUT, height)
    if top + height < floor:
        block += _rect("gauge-gap", x, top + height, half, 1)
    return block


def _hatch(stand: Stand, x: int, over: int) -> tuple[str, int]:
    """What was given above the ceiling, and the y of its top: strokes at 45 degrees in a frame, and its number."""
    height = max(round(over * stand.person), 5)
    bottom, right = (stand.ceiling or 0) - 3, x + stand.size.half
    top = bottom - height
    strokes = []
    for start in range(x - height + 3, right, 5):
        # From the foot of the frame up to the right, cut at the left, right and upper edges.
        x1, x2 = max(start, x), min(start + height, right)
        if x1 < x2:
            strokes.append(f"M{x1} {bottom - (x1 - start)}L{x2} {bottom - (x2 - start)}")
    drawn = (
        f'<path class="gauge-hatch" d="{"".join(strokes)}"/>'
        f'<path class="gauge-over" d="M{x}.5 {bottom}V{top + 0.5}H{right - 1}.5V{bottom}"/>'
    )
    if not stand.size.labels:
        return drawn, top - 1
    return drawn + _text("gauge-plus", x + stand.size.half // 2, top - 4, f"+{over}"), top - 16


def _ceiling(stand: Stand, ceiling: int, end: int, full: bool) -> str:
    across = f"H{end + stand.size.overhang}"
    start = stand.size.left - stand.size.overhang
    if full:
        return f'<path class="gauge-ceiling is-full" d="M{start} {ceiling - 1}{across}"/>'
    return f'<path class="gauge-ceiling" d="M{start} {ceiling}{across}"/>'


def _bracket(ceiling: int, x: int, fuller: int) -> str:
    foot = f"M{x}.5 {fuller - 1}.5H{x + 7}.5"
    return f'<path class="gauge-bracket" d="{foot}M{x + 3}.5 {ceiling + 1}.5V{fuller - 1}.5"/>'


def _axis(stand: Stand, people: int) -> str:
    step = 10 if people <= CROWD else 25 if people <= 200 else 100
    left = stand.size.left
    ticks = []
    for tick in range(0, people, step):
        y = stand.floor - round(tick * stand.person)
        ticks.append(f'<path class="gauge-grid" d="M{left - 8} {y}.5H{left}"/>')
        ticks.append(f'<text class="gauge-text" x="{left - 12}" y="{y + 4}" text-anchor="end">{tick}</text>')
    return "".join(ticks)


def _rect(name: str, x: int | str, y: int | str, width: int, height: int) -> str:
    return f'<rect class="{name}" x="{x}" y="{y}" width="{width}" height="{height}"/>'


def _text(name: str, x: int, y: int, words: str) -> str:
    return f'<text class="{name}" x="{x}" y="{y}" text-anchor="middle">{words}</text>'
