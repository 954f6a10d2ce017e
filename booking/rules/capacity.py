"""How many people a space holds safely: Belgian Codex on well-being at work, articles III.1-6 and III.1-34."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

AIR_PER_PERSON = 40  # m³/h of outdoor air, III.1-34
VOLUME_PER_PERSON = 10  # m³, III.1-6
AREA_PER_PERSON = 2  # m² of free floor, III.1-6


def safe_capacity(
    *,
    seats: int,
    air_flow: float | Decimal | None = None,
    volume: float | Decimal | None = None,
    free_area: float | Decimal | None = None,
    fire_limit: int | None = None,
) -> tuple[int, str]:
    """(people, the term that binds): the least of seats, air_flow (m³/h), volume (m³), free_area (m²) and fire_limit.

    A term that nobody entered does not bind.
    """
    terms = {
        "seats": seats,
        "air_flow": None if air_flow is None else math.floor(air_flow / AIR_PER_PERSON),
        "volume": None if volume is None else math.floor(volume / VOLUME_PER_PERSON),
        "free_area": None if free_area is None else math.floor(free_area / AREA_PER_PERSON),
        "fire_limit": fire_limit,
    }
    return min((people, term) for term, people in terms.items() if people is not None)


def capacity_in_words(details: Mapping[str, Any], *, people: int, capacity: int) -> str:
    """Why a room (``space``) is too small, with the ``term`` that binds it and that term's ``amount``.

    Such as “Zenne holds 6: 240 m³/h of outdoor air, 40 per person. There would be 7 people.”
    """
    holds = gettext("%(space)s holds %(capacity)d: %(why)s.") % {
        "space": details["space"],
        "capacity": capacity,
        "why": term_in_words(details["term"], details["amount"]),
    }
    asked = ngettext("There would be %(people)d person.", "There would be %(people)d people.", people)
    return f"{holds} {asked % {'people': people}}"


def term_in_words(term: str, amount: str) -> str:
    """What binds a capacity, such as “240 m³/h of outdoor air, 40 per person”; ``amount`` is a plain number."""
    count = int(float(amount))
    numbers = {"amount": number_format(amount), "count": count}
    match term:
        case "air_flow":
            return gettext("%(amount)s m³/h of outdoor air, %(each)d per person") % {**numbers, "each": AIR_PER_PERSON}
        case "volume":
            return gettext("%(amount)s m³ of air, %(each)d per person") % {**numbers, "each": VOLUME_PER_PERSON}
        case "free_area":
            return gettext("%(amount)s m² of free floor, %(each)d per person") % {**numbers, "each": AREA_PER_PERSON}
        case "fire_limit":
            return ngettext("the fire limit is %(count)d person", "the fire limit is %(count)d people", count) % numbers
    return ngettext("it has %(count)d seat", "it has %(count)d seats", count) % numbers
