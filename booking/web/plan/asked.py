"""What the form of a sweep asks for, as an address or a post holds it: weekdays, from, until, part, desk, site."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from booking.actions.foresight import LONGEST, Sweep
from booking.models import Employee
from booking.rules.loading import rulebook_at_hand
from booking.rules.rulebook import Rulebook
from booking.web.booking_form import BadInput, date_asked, part_asked, part_name

USUAL, NONE = "usual", "none"
WEEKS = 4  # planned where nothing else is asked


@dataclass(frozen=True)
class Asked:
    """``problem`` says why the dates make no period; empty where they do."""

    sweep: Sweep
    site_code: str
    problem: str = ""

    def fields(self) -> list[tuple[str, str]]:
        """The form again, to be sent with a button."""
        sweep = self.sweep
        return [
            *(("weekday", str(day)) for day in sorted(sweep.weekdays)),
            ("from", sweep.first.isoformat()),
            ("until", sweep.last.isoformat()),
            ("part", part_name(sweep.parts)),
            ("desk", USUAL if sweep.with_desk else NONE),
            *((("site", self.site_code),) if self.site_code else ()),
        ]

    def query(self) -> str:
        return urlencode(self.fields())


def sweep_asked(given: QueryDict, *, by: Employee, site_id: int, site_code: str, now: datetime) -> Asked:
    """The sweep of a form; by default the next four weeks, and never a date gone by. Raises BadInput."""
    today = rulebook_at_hand(site_id).site.local_date(now)
    first = day_asked(given, "from") if given.get("from") else today + timedelta(days=1)
    last = day_asked(given, "until") if given.get("until") else max(first, today) + timedelta(weeks=WEEKS, days=-1)
    sweep = Sweep(
        employee_id=by.pk,
        site_id=site_id,
        weekdays=frozenset(weekdays_asked(given)),
        first=max(first, today),
        last=last,
        parts=part_asked(given),
        with_desk=given.get("desk") != NONE,
    )
    return Asked(sweep, site_code, _problem(sweep, today))


def day_asked(given: QueryDict, field: str) -> date:
    """The date in ``field``. Raises BadInput."""
    try:
        return date_asked({"date": given.get(field, "")})
    except BadInput as bad:
        raise BadInput(field, bad.given, bad.advice) from None


def weekdays_asked(given: QueryDict) -> list[int]:
    """The ISO weekdays in the fields ``weekday``. Raises BadInput."""
    chosen = given.getlist("weekday")
    for text in chosen:
        if text not in {"1", "2", "3", "4", "5", "6", "7"}:
            raise BadInput("weekday", text, _("Give weekdays from 1 (Monday) to 7 (Sunday)."))
    return sorted({int(text) for text in chosen})


def weekdays_of(book: Rulebook, *chosen: int) -> list[int]:
    """The weekdays to choose from: those on which the site opens, and whatever is chosen already."""
    return sorted({*book.site.working_days, *chosen})


def _problem(sweep: Sweep, today: date) -> str:
    if sweep.last < today:
        return _("These days are over. Choose days to come.")
    if sweep.last < sweep.first:
        return _("The last day is before the first. Choose a later one.")
    if sweep.last - sweep.first > LONGEST:
        return _("That is more than three months. Plan the rest in a second go.")
    return ""
