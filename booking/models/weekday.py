"""Weekdays are ISO numbers, Monday 1 to Sunday 7, kept as a sorted list."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)


def monday_to_friday() -> list[int]:
    return list(MONDAY_TO_FRIDAY)


class WeekdaysField(ArrayField):
    """A list of ISO weekdays, by default Monday to Friday."""

    def __init__(self, verbose_name=None, **kwargs):
        if verbose_name is not None:
            kwargs["verbose_name"] = verbose_name
        kwargs.setdefault(
            "base_field", models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)])
        )
        kwargs.setdefault("default", monday_to_friday)
        super().__init__(**kwargs)
