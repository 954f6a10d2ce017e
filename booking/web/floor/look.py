"""One person looks at a floor: the day is gathered, judged and shown. For the page, its panel, and its state."""

from datetime import datetime

from booking.models import Employee
from booking.rules.rulebook import Rulebook
from booking.web.floor.asked import Asked
from booking.web.floor.day import floor_day
from booking.web.floor.place import FloorPlace
from booking.web.floor.plan import floor_plan
from booking.web.floor.shown import Shown, shown


def look(
    place: FloorPlace, book: Rulebook, asked: Asked, *, viewer: Employee, now: datetime, reader: Employee | None = None
) -> Shown:
    """A fixed number of queries, however many desks. ``reader`` is who looks, if they act for the viewer."""
    plan = floor_plan(place.floor_id, book)
    day = floor_day(
        viewer=viewer,
        book=book,
        spaces=plan.spaces_on(asked.day),
        day=asked.day,
        parts=asked.parts,
        now=now,
        reader=reader,
    )
    return shown(day, plan, asked, home_zone=place.home_zone, now=now)
