"""One desk of a plan: ``{% desk x=28 y=68 number="3.14" state="free" %}``. The page wraps it in its link.

``state``     free, half, mine, selected, colleague, taken, closed
``initials``  of the colleague (state colleague)
``half``      the free half by name, translated (state half); ``free_is_first``: it is the morning, drawn left
``width``, ``height``  44 by 28 unless the plan says otherwise

State is never colour alone: each differs in shape too. A floor draws hundreds, so this builds a string;
numbers must be integers, texts are escaped.
"""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def desk(
    *,
    x: int = 0,
    y: int = 0,
    number: str = "",
    state: str = "free",
    initials: str = "",
    half: str = "",
    free_is_first: bool = True,
    width: int = 44,
    height: int = 28,
) -> SafeString:
    """A ``<g class="desk is-…">`` whose upper left corner is at x, y."""
    top = f'<rect class="desk-top" x="{x}.5" y="{y}.5" width="{width - 1}" height="{height - 1}" rx="2"/>'
    middle, baseline = x + width // 2, y + height // 2 + 4
    match state:
        case "half":
            taken = middle if free_is_first else x
            free = x + width // 4 if free_is_first else x + width * 3 // 4
            inside = (
                f'<path class="desk-half" d="M{taken}.5 {y}.5h{width // 2 - 1}v{height - 1}h-{width // 2 - 1}z"/>'
                f'<text x="{free}" y="{baseline}">{escape(half)}</text>'
            )
        case "selected":
            ring = f'x="{x - 3}.5" y="{y - 3}.5" width="{width + 5}" height="{height + 5}" rx="3"'
            inside = f'<rect class="desk-ring" {ring}/><text x="{middle}" y="{baseline}">{escape(number)}</text>'
        case "colleague":
            inside = (
                f'<circle class="desk-colleague" cx="{middle}" cy="{y + height // 2}" r="11"/>'
                f'<text x="{middle}" y="{baseline}">{escape(initials)}</text>'
            )
        case "taken":
            inside = (
                f'<path class="desk-person" d="M{middle - 6} {y + height // 2 + 8}c0-8 12-8 12 0'
                f'M{middle} {y + height // 2 - 8}a4 4 0 1 1 0 8a4 4 0 1 1 0-8"/>'
            )
        case "closed":
            left, head = middle - 4, y + height // 2
            inside = (
                f'<path class="desk-lock" d="M{left - 1}.5 {head - 1}.5h9v6h-9z'
                f'M{left + 1}.5 {head - 1}.5v-2a2.5 2.5 0 0 1 5 0v2"/>'
            )
        case _:
            inside = f'<text x="{middle}" y="{baseline}">{escape(number)}</text>'
    return mark_safe(f'<g class="desk is-{escape(state)}">{top}{inside}</g>')
