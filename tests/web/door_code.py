"""The address that the code at a desk or room holds."""

from booking.models import Space
from booking.web.door.code import SPACE, Place


def code(space: Space) -> str:
    return Place(SPACE, space.pk).address
