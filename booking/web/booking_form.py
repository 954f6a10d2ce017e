"""A booking request as a form sends it: read, checked, and put into the terms of the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import NoReturn

from django.db.models import Q
from django.utils.translation import gettext as _

from booking.actions.asking import Ask
from booking.models import Employee, Site, Space
from booking.rules.loading import rulebook, rulebook_at_hand
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts, Period
from booking.rules.rulebook import Rulebook

PARTS: Mapping[str, Parts] = {"day": ALL_DAY, "morning": MORNING, "afternoon": AFTERNOON}
USUAL = "usual"
YEARS = range(2000, 2200)  # a calendar week around the date must exist, too


class BadInput(ValueError):
    """A field that cannot be read: which one, what was given, and what to give instead."""

    def __init__(self, field: str, given: str, advice: str):
        super().__init__(f"{field}: {advice}")
        self.field, self.given, self.advice = field, given[:80], advice


@dataclass(frozen=True)
class Asked:
    """``usual``: any desk will do, the usual one first; the space of ``ask`` is empty then.

    ``near``: those of the person's colleagues (a name of colleagues/circle.py) next to whom it should be.
    """

    ask: Ask
    usual: bool
    near: str
    employee: Employee  # who will sit there
    reason: str
    override_reason: str


def booking_asked(given: Mapping[str, str], *, by: Employee) -> Asked:
    """What a form asks for ``by``, or for the person it names. Raises BadInput."""
    employee = _person(given.get("person", ""), by)
    wanted = given.get("space", "")
    space_id = None if wanted in ("", USUAL) else space_asked(given)
    book = site_asked(given.get("site", ""), employee, space_id)
    if space_id is not None and space_id not in _fresh(book, space_id).spaces:
        refuse_input("space", wanted, _("There is no such place at %(site)s.") % {"site": book.site.name})
    day = date_asked(given)
    return Asked(
        ask=Ask(
            employee_id=employee.pk,
            site_id=book.site.pk,
            day=day,
            parts=part_asked(given),
            period=hours_asked(given, book.site, day),
            space_id=space_id,
        ),
        usual=wanted == USUAL,
        near=given.get("near", ""),
        employee=employee,
        reason=given.get("reason", "").strip()[:300],
        override_reason=given.get("override_reason", "").strip()[:300],
    )


def date_asked(given: Mapping[str, str]) -> date:
    """The date in the field ``date``. Raises BadInput."""
    text = given.get("date", "")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        refuse_input("date", text, _("Give a date such as 2026-03-17."))
    return day


def part_asked(given: Mapping[str, str]) -> Parts:
    """The part of the day in the field ``part``; all of it where the field is missing. Raises BadInput."""
    part = given.get("part") or "day"
    if part not in PARTS:
        refuse_input("part", part, _("Give day, morning or afternoon."))
    return PARTS[part]


def space_asked(given: Mapping[str, str]) -> int | None:
    """The key in the field ``space``, if there is one. Raises BadInput."""
    text = given.get("space", "")
    if not text:
        return None
    key = key_in(text)
    if key is None:
        refuse_input("space", text, _("Give the number that the page sent, or nothing."))
    return key


def number_asked(given: Mapping[str, str], field: str) -> int:
    """A key that a page sent in ``field``. Raises BadInput."""
    key = key_in(given.get(field, ""))
    if key is None:
        refuse_input(field, given.get(field, ""), _("Give the number that the page sent."))
    return key


def part_name(parts: Parts) -> str:
    """The value of the field ``part`` that means ``parts``."""
    return next(name for name, meant in PARTS.items() if meant == parts)


def _person(text: str, by: Employee) -> Employee:
    if not text or text == str(by.pk):
        return by
    key = key_in(text)
    found = Employee.objects.filter(Q(pk=key) if key is not None else Q(email__iexact=text)).first()
    if found is None:
        refuse_input("person", text, _("Nobody here has this e-mail address."))
    return found


def site_asked(text: str, employee: Employee, space_id: int | None) -> Rulebook:
    """The book of the named site; of the site of the space; or of the person's own. Raises BadInput."""
    site_id = key_in(text) if text else employee.home_site_id
    if text and site_id is None:
        site_id = Site.objects.filter(code=text).values_list("pk", flat=True).first()
    if not text and space_id is not None and not (site_id and space_id in rulebook_at_hand(site_id).spaces):
        site_id = Space.objects.filter(pk=space_id).values_list("floor__site", flat=True).first()
    try:
        return rulebook_at_hand(site_id or 0)
    except KeyError:
        refuse_input("site", text, _("Name a site."))


def _fresh(book: Rulebook, space_id: int) -> Rulebook:
    """The book at hand, read again if it does not know the space: that may be new."""
    return book if space_id in book.spaces else rulebook(book.site.pk)


def hours_asked(given: Mapping[str, str], site: Site, day: date) -> Period | None:
    """The hours in ``from`` and ``until``, by the site's wall clock; None where the form asks for parts of the day.

    Raises BadInput.
    """
    if not given.get("from") and not given.get("until"):
        return None
    start, end = clock_asked(given, "from"), clock_asked(given, "until")
    if start >= end:
        refuse_input("until", given.get("until", ""), _("Give a time after the beginning."))
    return Period(site.instant(day, start), site.instant(day, end))


def clock_asked(given: Mapping[str, str], field: str) -> time:
    """A time of day. Raises BadInput."""
    text = given.get(field, "")
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        clock = None
    if clock is None or clock.tzinfo is not None:
        refuse_input(field, text, _("Give a time such as 09:30."))
    return clock


def key_in(text: str) -> int | None:
    """The key that a field holds; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def refuse_input(field: str, given: str, advice: str) -> NoReturn:
    """Raise BadInput."""
    raise BadInput(field, given, advice)
