"""From when on one may check in: so many minutes before what one has begins, by the policy of the day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from booking.rules.proposal import ALL_DAY, Parts, Period
from booking.rules.rulebook import Rulebook


def check_in_opens(book: Rulebook, day: date, begins: datetime) -> datetime:
    """The moment for what ``begins`` then. What begins at midnight, or before the doors open, begins as they open."""
    opening = max(begins, book.site.instant(day, book.site.opens))
    early = opening - timedelta(minutes=book.practice_on(day).check_in_minutes)
    return max(early, ALL_DAY.period(book.site, day).start)


def day_opens(book: Rulebook, day: date, parts: Parts, periods: Iterable[Period], *, now: datetime) -> datetime:
    """The moment for a day of these parts with bookings of these periods, or for what is still to come of them."""
    begins = [period.start for period in periods if period.end > now]
    return check_in_opens(book, day, min(begins, default=parts.period(book.site, day).start))
