"""What limits a week, in words: the cap of the site, and how many days of one's own are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.rules.kinds.occupancy_cap import base_in_words, percent_in_words
from booking.rules.verdict import Usage
from booking.web.days_in_words import day_and_month
from booking.web.week.judged import JudgedDay, JudgedWeeks

PIPS = 7  # more of them say nothing


@dataclass(frozen=True, slots=True)
class Cap:
    """The limit of a day, where it comes from, and since when."""

    limit: int
    why: str
    since: str
    applies: bool
    policy: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """Office days of a week or month: ``used`` and ``free`` as pips, and all of it in words."""

    text: str
    used: range = range(0)
    free: range = range(0)


def cap_of(judged: JudgedWeeks, days: Sequence[JudgedDay]) -> Cap | None:
    """The cap of today, if it is among ``days``, else of the first of them that has one."""
    ordered = sorted(days, key=lambda day: (day.date != judged.today, day.date))
    found = next(((day.date, usage) for day in ordered if (usage := day.verdict.usage("occupancy_cap"))), None)
    if found is None:
        return None
    day, usage = found
    policy = judged.book.policy_on(day)
    since = day_and_month(policy.start, this_year=judged.today.year) if policy and policy.start else ""
    return Cap(usage.limit, _why(usage), since, usage.applies, policy.name if policy else "")


def allowance_of(days: Sequence[JudgedDay]) -> Allowance | None:
    """How many of one's days the week has used, by the rule that leaves the fewest; None where nothing was attended."""
    maximum = _tightest(days, "person_maximum")
    minimum = _tightest(days, "person_minimum")
    if maximum is not None and not maximum.limit:
        return Allowance(_("No office days now"))
    if maximum is not None:
        return Allowance(_used(maximum), *_pips(maximum.used, maximum.limit))
    if minimum is not None:
        return Allowance(_at_least(minimum), *_pips(minimum.used, max(minimum.used, minimum.limit)))
    attended = sum(bool(day.own) for day in days)
    if not attended:
        return None
    return Allowance(ngettext("%(days)d office day", "%(days)d office days", attended) % {"days": attended})


def minimum_of(days: Sequence[JudgedDay]) -> str:
    """The minimum in words, where it stands beside a maximum."""
    minimum = _tightest(days, "person_minimum")
    return _at_least(minimum) if minimum is not None and _tightest(days, "person_maximum") is not None else ""


def week_name(offset: int, monday: date) -> str:
    """This week, next week …, else by its number."""
    named = {-1: _("Last week"), 0: _("This week"), 1: _("Next week"), 2: _("In two weeks")}
    return named.get(offset) or _("Week %(week)d") % {"week": monday.isocalendar().week}


def _why(usage: Usage) -> str:
    details = usage.details
    if details["percent"] is None:
        return ""
    base = base_in_words(usage.base or 0, details)
    if details["small_base"]:
        return _("the limit for a small site, %(base)s") % {"base": base}
    return _("%(percent)s of %(base)s") % {"percent": percent_in_words(details["percent"]), "base": base}


def _tightest(days: Sequence[JudgedDay], code: str) -> Usage | None:
    usages = [usage for day in days if (usage := day.verdict.usage(code)) is not None and usage.applies]
    return min(usages, key=lambda usage: usage.left, default=None)


def _used(usage: Usage) -> str:
    numbers = {"used": usage.used, "limit": usage.limit}
    if usage.details["per"] == "week":
        said = ngettext("%(used)d of %(limit)d day used", "%(used)d of %(limit)d days used", usage.limit)
    else:
        said = ngettext(
            "%(used)d of %(limit)d day used this month", "%(used)d of %(limit)d days used this month", usage.limit
        )
    return said % numbers


def _at_least(usage: Usage) -> str:
    numbers = {"used": usage.used, "limit": usage.limit}
    if usage.details["per"] == "week":
        said = ngettext("%(used)d of at least %(limit)d day", "%(used)d of at least %(limit)d days", usage.limit)
    else:
        said = ngettext(
            "%(used)d of at least %(limit)d day this month",
            "%(used)d of at least %(limit)d days this month",
            usage.limit,
        )
    return said % numbers


def _pips(used: int, limit: int) -> tuple[range, range]:
    if limit > PIPS:
        return range(0), range(0)
    return range(min(used, limit)), range(max(0, limit - used))
