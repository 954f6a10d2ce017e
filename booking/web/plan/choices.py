"""What the forms of the page let one choose from: weekdays as chips, and parts of a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Choice:
    """For parts/chip.html and parts/segments.html."""

    value: str
    label: str
    is_current: bool


def weekday_choices(shown: Iterable[int], chosen: Collection[int]) -> list[Choice]:
    """ISO weekdays by their names."""
    return [Choice(str(day), capfirst(str(WEEKDAYS[day - 1])), day in chosen) for day in shown]


def part_choices(current: str) -> list[Choice]:
    """``current`` is a name of booking_form.PARTS."""
    labels = {"day": gettext("All day"), "morning": gettext("Morning"), "afternoon": gettext("Afternoon")}
    return [Choice(name, label, name == current) for name, label in labels.items()]
