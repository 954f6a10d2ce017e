"""Dates, spans and parts of a day as pages say them, in the reader's language."""

from datetime import date

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import pgettext

from booking.rules import dates_in_words
from booking.rules.dates_in_words import in_form
from booking.rules.dates_in_words import long_day as long_day
from booking.rules.dates_in_words import long_day_with_year as long_day_with_year
from booking.rules.dates_in_words import weekday as weekday
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts


def short_day(day: date) -> str:
    """Thu 23 July."""
    return in_form(day, pgettext("date format", "D j F"))


def day_and_month(day: date, *, this_year: int) -> str:
    """9 June; with its year where that is another one than this."""
    if day.year == this_year:
        return dates_in_words.day_and_month(day)
    return in_form(day, pgettext("date format", "j F Y"))


def weekday_short(day: date) -> str:
    """Thu."""
    return str(WEEKDAYS_ABBR[day.weekday()])


def span(first: date, last: date) -> str:
    """20–24 July; 28 September – 2 October."""
    if (first.year, first.month) != (last.year, last.month):
        return f"{dates_in_words.day_and_month(first)} – {dates_in_words.day_and_month(last)}"
    return pgettext("days of a month", "%(first)s–%(last)s %(month)s") % {
        "first": in_form(first, "j"),
        "last": in_form(last, "j"),
        "month": in_form(last, "F"),
    }


def part_in_words(parts: Parts) -> str:
    """All day, morning or afternoon, within a sentence."""
    return {
        ALL_DAY: pgettext("part of a day", "all day"),
        MORNING: pgettext("part of a day", "in the morning"),
        AFTERNOON: pgettext("part of a day", "in the afternoon"),
    }[parts]
