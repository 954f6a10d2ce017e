"""Icons: ``{% icon "home" %}``, ``{% icon "bell" size=20 %}``, ``{% icon "check" label=_("Free") %}``.

Drawn on a 16-px grid with square ends and a line of 1.5 px, like the signs of the rest. A name that is not
drawn here is looked up in Lucide, whose 24-px outlines `.icon` thins to the same line. Without a label the
icon is hidden from screen readers: the words stand beside it.
"""

from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide as from_lucide

register = template.Library()

# Each is the `d` of one path.
PATHS = {
    # Where one is
    "home": "M2 7.5 8 2.5l6 5V14H2zM6 14V9.5h4V14",
    "leave": "M2.5 5.5h11v8h-11zM6 5.5V3h4v2.5M2.5 9h11",
    "full": "M2 3h12M4 5.5h8v8H4z",
    "closed": "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v2.5M10.5 2v2.5M6 8.5l4 3.5M10 8.5l-4 3.5",
    # Pages
    "week": "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v2.5M10.5 2v2.5",
    "plan": "M2.5 2.5h11v11h-11zM2.5 8h5v5.5M9.5 2.5V6M9.5 8.5h4",
    "door": "M4 13.5v-11h8v11M2 13.5h12M9.5 8v.5",
    "team": "M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-3.5 4.5-3.5s4.5 1 4.5 3.5"
    "M11 3.2a2.5 2.5 0 0 1 0 4.6M12 10.3c1.5.4 2.5 1.5 2.5 3.2",
    "person": "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3.5 13.5c0-2.5 2-3.5 4.5-3.5s4.5 1 4.5 3.5",
    # Actions
    "check": "M3 8.5 6.5 12 13 4.5",
    "close": "M4 4l8 8M12 4l-8 8",
    "plus": "M8 3v10M3 8h10",
    "minus": "M3 8h10",
    "undo": "M5.5 3l-3 3 3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H7",
    "move": "M3 5.5h10M10.5 3 13 5.5 10.5 8M13 10.5H3M5.5 8 3 10.5 5.5 13",
    "search": "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.5 10.5 14 14",
    "download": "M8 2.5v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
    "leave-site": "M9.5 4.5v-2h-7v11h7v-2M6 8h8M11.5 5.5 14 8l-2.5 2.5",
    "reload": "M13 8a5 5 0 1 1-1.5-3.6L13 6M13 2.5V6H9.5",
    "left": "M10 3.5 5.5 8l4.5 4.5",
    "right": "M6 3.5 10.5 8 6 12.5",
    "down": "M3.5 6 8 10.5 12.5 6",
    "up": "M3.5 10.5 8 6l4.5 4.5",
    # States
    "lock": "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
    "clock": "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 5v3l2 1.5",
    "warning": "M8 2.5l6.5 11h-13zM8 6.5V10M8 11.5v.5",
    "info": "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 7.5v3.5M8 5v.5",
    "bell": "M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM7 14h2",
    "mail": "M2 4h12v9H2zM2 4.5l6 5 6-5",
    "offline": "M2 2l12 12M1.5 6.5A9.5 9.5 0 0 1 4.5 4.6M8 3.5a9.5 9.5 0 0 1 6.5 3M4 9a6 6 0 0 1 3-1.6"
    "M12 9a6 6 0 0 0-1.5-1M8 12.5v.5",
    # What a desk or room has
    "monitor": "M2 3h12v8H2zM6 13.5h4M8 11v2.5",
    "two-screens": "M1 4h6.5v6H1zM8.5 4H15v6H8.5zM3 13h2.5M10.5 13H13M4.25 10v3M11.75 10v3",
    "docking": "M5.5 2v4M10.5 2v4M3.5 6h9v3a4.5 4.5 0 0 1-9 0zM8 13.5V15",
    "video": "M1.5 4.5h8.5v7H1.5zM10 7l4.5-2.5v7L10 9",
    "whiteboard": "M2 3h12v8H2zM8 1.5V3M5 11l-1.5 3.5M11 11l1.5 3.5M4.5 8l2-2 1.5 1.5 3-2.5",
    "sit-stand": "M8 13.5v-10M4.5 7 8 3.5 11.5 7M3 2h10",
    "window": "M3 2.5h10v11H3zM8 2.5v11M3 8h10",
    "quiet": "M3 6.5h2.5L9 3.5v9l-3.5-3H3zM11 6l3 4M14 6l-3 4",
    "accessible": "M7.5 2v1M7.5 5v4h3.5l1.5 4H14M7.5 6.5H10M5.5 7.6a3.5 3.5 0 1 0 4.6 4.4",
    # The viewer's own choices
    "sun": "M8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1"
    "M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7",
    "moon": "M13.5 9.5A5.8 5.8 0 0 1 6.5 2.5a5.8 5.8 0 1 0 7 7z",
    "language": "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM2.5 8h11M8 2.5c-3 3.5-3 7.5 0 11M8 2.5c3 3.5 3 7.5 0 11",
}


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """The SVG of one icon. Raises ``lucide.IconDoesNotExist`` for a name nobody has drawn."""
    return _drawing(str(name), int(size), str(label))


@lru_cache(maxsize=512)
def _drawing(name: str, size: int, label: str) -> SafeString:
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    if path := PATHS.get(name):
        return mark_safe(
            f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 16 16" {spoken}><path d="{path}"/></svg>'
        )
    attributes = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return mark_safe(from_lucide(name, size=size, **{"class": "icon is-lucide", **attributes}))
