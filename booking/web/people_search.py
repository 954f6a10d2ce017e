"""Finding a colleague by name, among those who show themselves to the one who looks."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from booking.models import Employee

FEWEST_LETTERS = 2
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    initials: str
    team: str


def visible_people(text: str, *, viewer: Employee, on: date, without: set[int]) -> list[Person]:
    """The first few whose name holds every word of ``text``, by name. One query, none for less than two letters."""
    words = text.split()
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    found = Employee.objects.employed_on(on).visible_to(viewer).exclude(pk__in={viewer.pk, *without})
    for word in words[:4]:
        found = found.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    return _persons(found)


def person_at(address: str, *, on: date, without: set[int]) -> list[Person]:
    """Whoever has this e-mail address, shown or not: who knows it knows the person. One query, or none."""
    if "@" not in address:
        return []
    return _persons(Employee.objects.employed_on(on).filter(email__iexact=address).exclude(pk__in=without))


def _persons(found) -> list[Person]:
    rows = found.order_by("sort_key", "pk").values_list("pk", "given_name", "family_name", "team__name")
    return [
        Person(pk, f"{given} {family}".strip(), f"{given[:1]}{family[:1]}".upper(), team or "")
        for pk, given, family, team in rows[:MOST_FOUND]
    ]
