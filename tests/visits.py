"""Visitors of the cast: Vera from Acme comes to see somebody."""

from datetime import date, datetime

from booking.actions.visitors import Guest
from booking.actions.visits import invite_visitor
from booking.models import Employee, Visit
from tests.cast import NOW, TUESDAY, Office
from tests.meetings import at

VERA = Guest(name="Vera Visitor", email="vera@acme.example", organisation="Acme")


def guest(n: int) -> Guest:
    return Guest(name=f"Guest {n}", email=f"guest{n}@acme.example")


def invite(
    cast: Office,
    host: Employee,
    who: Guest = VERA,
    start: str = "10:00",
    end: str = "11:00",
    *,
    day: date = TUESDAY,
    now: datetime = NOW,
    by: Employee | None = None,
    **more,
) -> Visit:
    return invite_visitor(
        guest=who,
        host=host,
        site_id=cast.site.pk,
        day=day,
        period=at(cast, start, end, day),
        by=by or host,
        now=now,
        door="test",
        **more,
    )
