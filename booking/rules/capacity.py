"""How many people a space holds safely: Belgian Codex on well-being at work, articles III.1-6 and III.1-34."""

import math
from decimal import Decimal

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
