"""What a form asks of a meeting: read, checked, and put into the terms of the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from booking.actions.room_asking import LONGEST_TITLE, MOST_PEOPLE, RoomAsk
from booking.models import Employee, Site
from booking.rules.facts import PersonKey
from booking.rules.proposal import Period
from booking.web.booking_form import (
    clock_asked,
    date_asked,
    hours_asked,
    key_in,
    refuse_input,
    site_asked,
    space_asked,
)

NOW = "now"  # in the field "from"
REMOTE = "remote"
DAILY, WEEKLY, FORTNIGHTLY, MONTHLY = "daily", "weekly", "fortnightly", "monthly"
REPEATS = (DAILY, WEEKLY, FORTNIGHTLY, MONTHLY)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_INVITED = 200


@dataclass(frozen=True)
class Asked:
    ask: RoomAsk
    participants: frozenset[PersonKey]
    in_person: bool
    recurrence: str  # an RRULE; empty: once
    reason: str
    override_reason: str


def meeting_asked(given: QueryDict, *, by: Employee, now: datetime) -> Asked:
    """A new meeting. Raises BadInput."""
    space_id = space_asked(given)
    if space_id is None:
        refuse_input("space", "", _("Choose a room."))
    site = site_asked(given.get("site", ""), by, space_id).site
    day = date_asked(given)
    return Asked(
        ask=RoomAsk(
            organiser_id=key_in(given.get("person", "")) or by.pk,
            site_id=site.pk,
            space_id=space_id,
            day=day,
            period=period_asked(given, site, day, now=now) or refuse_input("from", "", _("Give a time such as 09:30.")),
            people=people_asked(given) or 1,
            title=title_asked(given) or "",
        ),
        participants=participants_asked(given),
        in_person=given.get("presence") != REMOTE,
        recurrence=recurrence_asked(given, site, day),
        reason=given.get("reason", "").strip()[:300],
        override_reason=given.get("override_reason", "").strip()[:300],
    )


def period_asked(given: Mapping[str, str], site: Site, day: date, *, now: datetime) -> Period | None:
    """The hours in ``from`` (a time, or now) and ``until``; None where neither is given. Raises BadInput."""
    if given.get("from") != NOW:
        return hours_asked(given, site, day)
    end = site.instant(day, clock_asked(given, "until"))
    if end <= now:
        refuse_input("until", given.get("until", ""), _("Give a time that is still to come."))
    return Period(now, end)


def people_asked(given: Mapping[str, str]) -> int | None:
    """How many are expected; None where the field is missing. Raises BadInput."""
    text = given.get("people", "")
    if not text:
        return None
    people = key_in(text)
    if people is None or not 1 <= people <= MOST_PEOPLE:
        refuse_input("people", text, _("Say how many people are expected: at least 1."))
    return people


def title_asked(given: Mapping[str, str]) -> str | None:
    """The title; None where the field is missing. Raises BadInput."""
    title = given.get("title")
    if title is not None and len(title.strip()) > LONGEST_TITLE:
        refuse_input("title", title, _("Give a title of at most %(limit)d characters.") % {"limit": LONGEST_TITLE})
    return None if title is None else title.strip()


def participants_asked(given: QueryDict) -> frozenset[PersonKey]:
    """The colleagues who are to be invited. Raises BadInput for one who is not known."""
    texts = set(given.getlist("participant"))
    keys = {key for text in texts if (key := key_in(text)) is not None}
    if len(texts) > MOST_INVITED:
        refuse_input("participant", "", _("Invite at most %(limit)d people.") % {"limit": MOST_INVITED})
    if len(keys) < len(texts) or Employee.objects.filter(pk__in=keys, is_active=True).count() < len(keys):
        refuse_input("participant", ", ".join(sorted(texts)), _("Nobody is known by this name."))
    return frozenset(("employee", key) for key in keys)


def recurrence_asked(given: Mapping[str, str], site: Site, day: date) -> str:
    """The RRULE of the fields ``repeat`` and ``repeat_until``; empty for once. Raises BadInput."""
    repeat = given.get("repeat", "")
    if not repeat:
        return ""
    if repeat not in REPEATS:
        refuse_input("repeat", repeat, _("Give daily, weekly, fortnightly or monthly."))
    try:
        until = date.fromisoformat(given.get("repeat_until", ""))
    except ValueError:
        refuse_input("repeat_until", given.get("repeat_until", ""), _("Give a date such as 2026-03-17."))
    if until < day:
        refuse_input("repeat_until", until.isoformat(), _("Give a date after the first one."))
    rules = {
        DAILY: f"FREQ=WEEKLY;BYDAY={','.join(WEEKDAYS[n - 1] for n in sorted(site.working_days))}",
        WEEKLY: "FREQ=WEEKLY",
        FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
        MONTHLY: f"FREQ=MONTHLY;BYDAY={_week_of_month(day)}{WEEKDAYS[day.weekday()]}",
    }
    return f"{rules[repeat]};UNTIL={until:%Y%m%d}"


def _week_of_month(day: date) -> int:
    """The first, second … of its weekday in the month; the fifth is the last, since not every month has one."""
    last = (day + timedelta(days=7)).month != day.month
    nth = (day.day - 1) // 7 + 1
    return -1 if nth == 5 and last else nth
