"""Dates in the active language. Kept per language: Django's own formatting is slow, and a week has many dates."""

from datetime import date
from functools import lru_cache

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, pgettext


def long_day(day: date) -> str:
    """Thursday 23 July."""
    return in_form(day, pgettext("date format", "l j F"))


def long_day_with_year(day: date) -> str:
    """Thursday 23 July 2026."""
    return in_form(day, pgettext("date format", "l j F Y"))


def day_and_month(day: date) -> str:
    """23 July."""
    return in_form(day, pgettext("date format", "j F"))


def weekday(day: date) -> str:
    """Thursday."""
    return str(WEEKDAYS[day.weekday()])


def in_form(day: date, form: str) -> str:
    """``day`` in a format of Django's; the first of a month as the language counts it (1er mars)."""
    return _formatted(day, form, get_language())


@lru_cache(maxsize=4096)
def _formatted(day: date, form: str, language: str | None) -> str:
    if day.day == 1:
        form = form.replace("j", pgettext("first of a month, date format", "j"))
    return formats.date_format(day, form)
