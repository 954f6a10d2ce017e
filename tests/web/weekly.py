"""The office of the stories about weeks: three people at once, one day a week, a desk each."""

from datetime import date

from psycopg.types.range import Range

from booking.actions.reservation import reserve
from booking.models import Employee
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, TUESDAY, WEDNESDAY, Office, office


def weekly_office() -> Office:
    """Twenty desks and eight people; Ann likes 3.14."""
    cast = office(people=8, desks=20)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK, name="20 % from 9 June", period=Range(date(2021, 6, 9), None))
    cast.base(telework=15)  # 20 % of 15: three people at once
    cast.ann.favourite_desk = cast.desks[13]
    cast.ann.save()
    return cast


def book(cast: Office, who: Employee, day=TUESDAY, **request):
    return reserve(ask=cast.ask(who, day, **request), by=who, now=NOW, door="test")


def fill(cast: Office, day=WEDNESDAY, **request) -> None:
    """Three people come: the cap is reached."""
    for name in ("Bob", "Cas", "Dia"):
        book(cast, cast.people[name], day, **request)
