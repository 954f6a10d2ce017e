"""Dates in the reader's language. Kept per language: Django's own formatting is slow, and a week has many dates."""

from datetime import date
from functools import lru_cache

from django.utils import formats
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, pgettext

from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts


def long_day(day: date) -> str:
    """Thursday 23 July."""
    return _formatted(day, pgettext("date format", "l j F"), get_language())


def long_day_with_year(day: date) -> str:
    """Thursday 23 July 2026."""
    return _formatted(day, pgettext("date format", "l j F Y"), get_language())


def short_day(day: date) -> str:
    """Thu 23 July."""
    return _formatted(day, pgettext("date format", "D j F"), get_language())


def day_and_month(day: date, *, this_year: int) -> str:
    """9 June; with its year where that is another one than this."""
    if day.year == this_year:
        return _formatted(day, pgettext("date format", "j F"), get_language())
    return _formatted(day, pgettext("date format", "j F Y"), get_language())


def weekday(day: date) -> str:
    """Thursday."""
    return str(WEEKDAYS[day.weekday()])


def weekday_short(day: date) -> str:
    """Thu."""
    return str(WEEKDAYS_ABBR[day.weekday()])


def span(first: date, last: date) -> str:
    """20–24 July; 28 September – 2 October."""
    if (first.year, first.month) != (last.year, last.month):
        one, other = (_formatted(day, pgettext("date format", "j F"), get_language()) for day in (first, last))
        return f"{one} – {other}"
    month = _formatted(last, "F", get_language())
    return pgettext("days of a month", "%(first)d–%(last)d %(month)s") % {
        "first": first.day,
        "last": last.day,
        "month": month,
    }


def part_in_words(parts: Parts) -> str:
    """All day, morning or afternoon, within a sentence."""
    return {
        ALL_DAY: pgettext("part of a day", "all day"),
        MORNING: pgettext("part of a day", "in the morning"),
        AFTERNOON: pgettext("part of a day", "in the afternoon"),
    }[parts]


@lru_cache(maxsize=4096)
def _formatted(day: date, form: str, language: str | None) -> str:
    return formats.date_format(day, form)
