"""Objections in words, in the active language: the same for page, mail, command line and stored refusal."""

from booking.rules import physical
from booking.rules.rulebook import KINDS
from booking.rules.verdict import Objection


def title(objection: Objection) -> str:
    """A few words, such as “Cap reached”."""
    return _speaker(objection).title(objection)


def sentence(objection: Objection) -> str:
    """The reason with its numbers."""
    return _speaker(objection).sentence(objection)


def _speaker(objection: Objection):
    return physical if objection.code in physical.CODES else KINDS[objection.code]
