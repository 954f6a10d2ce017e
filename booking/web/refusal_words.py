"""The heading of a refusal: the reason that weighs most, and the day."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from booking.rules.kinds.occupancy_cap import only_the_queue
from booking.rules.verdict import Objection

# Of several reasons, the first of these names the page.
WEIGHT = (
    "past", "closed", "away", "not_employed", "elsewhere", "occupancy_cap", "booking_window", "person_maximum",
    "team_days", "access", "retired", "assigned", "taken", "queued", "room_full", "room_limits", "one_desk", "distance",
)  # fmt: skip


def heading(objections: Sequence[Objection], *, day: str, place: str, person: str = "") -> str:
    """Such as “Wednesday 22 July is full”; ``person`` is named where it is not the reader's own request."""
    return capfirst(_heading(objections, day=day, place=place, person=person))


def _heading(objections: Sequence[Objection], *, day: str, place: str, person: str) -> str:
    codes = [objection.code for objection in objections if objection.strength == "refuse"] or [
        objection.code for objection in objections
    ]
    code = min(codes, key=lambda code: WEIGHT.index(code) if code in WEIGHT else len(WEIGHT), default="")
    words = {"day": day, "place": place, "person": person}
    match code:
        case "past":
            return _("%(day)s is over") % words
        case "closed":
            return _("Closed on %(day)s") % words
        case "away" if person:
            return _("%(person)s is away on %(day)s") % words
        case "away":
            return _("You are away on %(day)s") % words
        case "occupancy_cap" if all(only_the_queue(o) for o in objections if o.code == code):
            return _("Others wait for %(day)s") % words
        case "occupancy_cap":
            return _("%(day)s is full") % words
        case "booking_window":
            return _("%(day)s cannot be booked now") % words
        case "person_maximum":
            return _("%(day)s would be one office day too many") % words
        case "team_days" | "access":
            return _("%(day)s is for others") % words
        case "room_full" if place:
            return _("%(place)s is too small") % words
        case "retired" | "assigned" | "taken" | "distance" | "room_limits" if place:
            return _("%(place)s is not free on %(day)s") % words
        case "one_desk" if person:
            return _("%(person)s has a desk on %(day)s already") % words
        case "queued" if place:
            return _("Others wait for %(place)s on %(day)s") % words
        case "one_desk":
            return _("You have a desk on %(day)s already") % words
    return _("Not possible on %(day)s") % words
