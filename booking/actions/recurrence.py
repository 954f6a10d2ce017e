"""The dates of a recurrence rule (RRULE of RFC 5545), by the calendar alone: hours and zones play no part in it."""

from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible

MOST_OCCURRENCES = 104
FARTHEST = timedelta(days=2 * 366)
LONGEST_RULE = 200

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# What would make several times of a day, or never end searching, is left out.
KNOWN = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST")


def dates_of(recurrence: str, *, first: date) -> list[date]:
    """The dates from ``first`` on, in order: at most 104, within two years.

    Raises NotPossible for a rule that cannot be read, has no date, or goes on beyond that.
    """
    parts = _parts(recurrence)
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    if count is None and until is None:
        raise NotPossible(_("Say when the series ends: on a date, or after a number of times."))
    last = first + FARTHEST
    try:
        most = MOST_OCCURRENCES + 1 if count is None else int(count)
        if until is not None:
            last = min(last, datetime.strptime(until[:8], "%Y%m%d").date())
        rule = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=_midnight(first))
        found = list(islice(rule.replace(until=_midnight(last)), max(0, min(most, MOST_OCCURRENCES + 1))))
    except (ValueError, TypeError, KeyError):
        raise NotPossible(_("This recurrence cannot be read.")) from None
    if not found:
        raise NotPossible(_("This series has no date."))
    cut_off = count is not None and len(found) < most and last == first + FARTHEST
    if len(found) > MOST_OCCURRENCES or cut_off:
        said = _("A series has at most %(limit)d dates, within two years: let it end earlier.")
        raise NotPossible(said % {"limit": MOST_OCCURRENCES})
    return [moment.date() for moment in found]


def _parts(recurrence: str) -> dict[str, str]:
    """The parts of a rule by name, in capitals. Raises NotPossible for what is no rule of days."""
    text = recurrence.strip().upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in text.split(";") if part]
    parts = {name: value for name, _equals, value in pairs}
    if (
        len(recurrence) > LONGEST_RULE
        or len(parts) < len(pairs)
        or parts.get("FREQ") not in FREQUENCIES
        or any(name not in KNOWN or not value for name, value in parts.items())
    ):
        raise NotPossible(_("This recurrence cannot be read."))
    return parts


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
