"""Pieces of the floor page that are the same for all who ask the same: rendered once per version and language."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from booking.rules.rulebook import Rulebook
from booking.web.floor.asked import Asked

KEPT = 2000  # fragments; a day of the demo's Brussels asks for some sixty

_shelf: dict[tuple, SafeString] = {}


def kept(
    template: str, book: Rulebook, asked: Asked, *more: object, context: Callable[[], dict[str, Any]]
) -> SafeString:
    """The template with what ``context`` returns, which depends on the book, ``asked`` and ``more`` alone."""
    key = template, get_language(), book.site.pk, book.version, asked, more
    found = _shelf.get(key)
    if found is None:
        if len(_shelf) >= KEPT:
            _shelf.clear()
        found = _shelf[key] = render_to_string(template, context())
    return found
