"""Toasts: what has happened, and a way back.

A view says it with Django's messages; ``undoing`` names the request that takes it back:

    messages.success(request, _("3.14 is yours on Thursday."), extra_tags=undoing("/attendances/7/cancellation/"))
    messages.success(request, _("Thursday is cancelled."), extra_tags=undoing("/bookings/", space=314, date=day))
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django import template
from django.contrib.messages import DEFAULT_LEVELS

register = template.Library()

UNDO = "undo:"
ICONS = {DEFAULT_LEVELS["SUCCESS"]: "check", DEFAULT_LEVELS["WARNING"]: "warning", DEFAULT_LEVELS["ERROR"]: "warning"}


@dataclass(frozen=True, slots=True)
class Undo:
    """A form that posts ``fields`` to ``url``."""

    url: str
    fields: list[tuple[str, str]]


def undoing(url: str, **fields: object) -> str:
    """The ``extra_tags`` of a message whose toast gets an Undo button."""
    return UNDO + url + ("?" + urlencode(fields, doseq=True) if fields else "")


@register.filter
def undo(message) -> Undo | None:
    """The way back that a message carries, if any."""
    tags = message.extra_tags or ""
    if not tags.startswith(UNDO):
        return None
    url, _, query = tags.removeprefix(UNDO).partition("?")
    return Undo(url=url, fields=parse_qsl(query))


@register.filter
def sign(message) -> str:
    """The icon of a message's level."""
    return ICONS.get(message.level, "info")
