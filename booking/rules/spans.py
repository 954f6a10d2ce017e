"""ISO weeks and calendar months as half-open pairs of dates."""

from datetime import date, timedelta


def span_of(unit: str, day: date) -> tuple[date, date]:
    """The ISO week or the month ("week" or "month") that holds ``day``."""
    return week_of(day) if unit == "week" else month_of(day)


def week_of(day: date) -> tuple[date, date]:
    """Monday to the next Monday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def month_of(day: date) -> tuple[date, date]:
    """The first to the next first."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
