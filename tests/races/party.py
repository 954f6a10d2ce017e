"""Who races: an office with many people, made once per test, and a fresh week for every round."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from booking.actions.asking import Ask
from booking.actions.reservation import Reserved, reserve
from booking.models import Attendance, Employee, Space
from booking.rules.proposal import ALL_DAY, Parts
from tests.cast import MONDAY, NOW, Office, office

ROUNDS = 4


def crowded_office(code: str = "brussels", *, people: int, desks: int = 12) -> Office:
    """An office with Ann and Bob of the cast, and ``people`` more."""
    cast = office(code, people=2, desks=desks)
    Employee.objects.bulk_create(
        Employee(
            number=f"{code}-{i}",
            email=f"p{i}@{code}.example",
            given_name=f"P{i}",
            home_site=cast.site,
            team=cast.teams["Blue" if i % 2 == 0 else "Red"],
        )
        for i in range(people)
    )
    return cast


def crowd_of(cast: Office) -> list[Employee]:
    """The people of ``crowded_office`` without the cast, in order."""
    return list(Employee.objects.filter(number__startswith=f"{cast.site.code}-", family_name="").order_by("pk"))


def weeks(rounds: int = ROUNDS) -> list[date]:
    """The Tuesday of the week in which each round takes place; none of them a holiday."""
    return [MONDAY + timedelta(weeks=week, days=1) for week in (0, 1, 2, 3, 6, 7, 8)[:rounds]]


def asks(who: Employee, cast: Office, day: date, *, desk: Space | None = None, parts: Parts = ALL_DAY) -> Ask:
    return Ask(employee_id=who.pk, site_id=cast.site.pk, day=day, parts=parts, space_id=desk and desk.pk)


def reserving(ask: Ask, *, by: Employee):
    """An act for a crowd."""

    def act() -> Reserved:
        return reserve(ask=ask, by=by, now=NOW, door="test")

    return act


def all_reserving(people: Iterable[Employee], ask: Ask) -> list:
    """Each of ``people`` asks for the same."""
    return [reserving(replace(ask, employee_id=who.pk), by=who) for who in people]


def already_there(people: Iterable[Employee], cast: Office, day: date, *, parts: Parts = ALL_DAY) -> list[Attendance]:
    """Planned days that were granted long ago."""
    return Attendance.objects.bulk_create(
        Attendance(
            employee=who, site=cast.site, date=day, morning=parts.morning, afternoon=parts.afternoon, team=who.team,
            created_at=NOW, changed_at=NOW,
        )
        for who in people
    )  # fmt: skip
