"""Objections in words, in the active language: the same for page, mail, command line and stored refusal."""

from django.utils.translation import ngettext

from booking.rules import physical
from booking.rules.rulebook import KINDS
from booking.rules.verdict import Objection, Usage


def title(objection: Objection) -> str:
    """A few words, such as “Cap reached”."""
    return _speaker(objection).title(objection)


def sentence(objection: Objection) -> str:
    """The reason with its numbers."""
    return _speaker(objection).sentence(objection)


def places_left(cap: Usage) -> str:
    """Such as “18 of 49 places left”."""
    # English counts the places there are; other languages, those that are left.
    said = ngettext("%(left)d of %(limit)d places left", "%(left)d of %(limit)d places left", cap.left)
    return said % {"left": cap.left, "limit": cap.limit}


def _speaker(objection: Objection):
    return physical if objection.code in physical.CODES else KINDS[objection.code]
