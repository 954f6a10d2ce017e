"""Meetings of the cast: times at the site, and who comes."""

from datetime import date, time

from booking.actions.room_asking import RoomAsk
from booking.models import Booking, Employee, Space
from booking.rules.proposal import Period
from tests.cast import TUESDAY, Office


def at(cast: Office, start: str, end: str, day: date = TUESDAY) -> Period:
    """From ``start`` to ``end`` (HH:MM) at the site."""
    return Period(*(cast.site.instant(day, time.fromisoformat(clock)) for clock in (start, end)))


def room_ask(
    cast: Office,
    who: Employee | None,
    start: str = "10:00",
    end: str = "11:00",
    *,
    day: date = TUESDAY,
    space: Space | None = None,
    **fields,
) -> RoomAsk:
    """``who`` asks for the office's room, or another ``space``."""
    return RoomAsk(
        organiser_id=who and who.pk,
        site_id=cast.site.pk,
        space_id=(space or cast.room).pk,
        day=day,
        period=at(cast, start, end, day),
        **fields,
    )


def coming(meeting: Booking) -> list[str]:
    """The given names of those who come in person."""
    return [p.employee.given_name for p in meeting.participants.in_person().select_related("employee")]
