"""``{% press action %}``: a button that posts its own small form, or a link that looks like one.

``action`` has url, label, spoken (a fuller name that begins with the label), look (classes of .button), icon and fields
(pairs); without fields it is a link. ``{% press action bare=True %}`` leaves the button unstyled: an entry of a menu.
A week has some forty of these, so the string is built by hand; every text is escaped.
"""

from html import escape  # Django's own looks for lazy strings in every argument, and costs four times as much

from django import template
from django.utils.safestring import SafeString, mark_safe

from booking.templatetags.icon import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def press(context, action, bare: bool = False) -> SafeString:
    """The form or link as HTML."""
    spoken = f' aria-label="{escape(action.spoken)}"' if action.spoken else ""
    look = "" if bare else f' class="button {escape(action.look)}"'
    sign = icon(action.icon) if action.icon else ""
    inside = f"{look}{spoken}>{sign}{escape(action.label)}"
    if not action.fields:
        # Another page brings styles of its own: it is opened, not fetched into this one.
        return mark_safe(f'<a href="{escape(action.url)}" hx-boost="false"{inside}</a>')
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in action.fields
    )
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{context.get("csrf_token", "")}">'
    return mark_safe(
        f'<form method="post" action="{escape(action.url)}">{token}{hidden}<button{inside}</button></form>'
    )
