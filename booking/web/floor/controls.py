"""What is chosen on a floor page, as links that work without a script: floor, day, part of the day, filters, zone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db import connection
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from booking.models import Space
from booking.rules.dates_in_words import in_form
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, NO_PART
from booking.rules.rulebook import Rulebook
from booking.rules.spans import week_of
from booking.web.days_in_words import short_day, weekday_short
from booking.web.floor.asked import Asked
from booking.web.floor.list import EQUIPMENT_ICONS
from booking.web.floor.place import FloorPlace
from booking.web.floor.plan import FloorPlan
from booking.web.floor.shown import Shown, free_desks, team_spaces

LATELY = timedelta(seconds=15)
FAR = 21  # days within which the next open day is looked for
DESK_EQUIPMENT = ("two_screens", "sit_stand", "docking", "window", "quiet")


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    is_current: bool = False
    is_closed: bool = False
    note: str = ""
    icon: str = ""
    short: str = ""


def floors(place: FloorPlace, shown: Shown, *, now: datetime) -> list[Choice]:
    """Every floor of the site, with its free desks in the asked part: of the others as of some seconds ago."""
    book, asked = shown.floor.book, shown.asked
    taken = _taken_lately(place.site_id, asked, now)
    desks = _desks(book, asked.day)
    left = {pk: desks[pk] - taken.get(pk, 0) for pk in book.floors} | {place.floor_id: shown.left}
    query = asked.query(space_id=None, zone="")
    halves = [half for half in (MORNING, AFTERNOON) if half.minus(asked.parts) == NO_PART]
    closed = gettext("Closed") if all(book.closed(asked.day, half) for half in halves) else ""
    return [
        Choice(
            label=floor.name or floor.code,
            url=f"{_address(place.site_code, floor.code)}?{query}",
            is_current=floor.id == place.floor_id,
            note=closed or free_desks(left[floor.id], desks[floor.id]),
        )
        for floor in sorted(book.floors.values(), key=lambda floor: (floor.level, floor.code))
    ]


def sites(place: FloorPlace, asked: Asked) -> list[Choice]:
    """The other sites."""
    here = reverse("floors")
    query = f"date={asked.day.isoformat()}&part={asked.part}"
    return [Choice(name, f"{here}?site={code}&{query}") for code, name in place.sites if code != place.site_code]


def days(book: Rulebook, asked: date, url: Callable[[date], str]) -> dict[str, object]:
    """The week of the asked day, the neighbouring weeks, and the neighbouring open days; ``url`` leads to a day."""
    monday, _end = week_of(asked)
    week = [monday + timedelta(days=n) for n in range(7)]
    shown = [day for day in week if day.isoweekday() in book.site.working_days or day == asked]
    return {
        "days": [
            Choice(
                label=short_day(day) if day == asked else f"{weekday_short(day)} {day.day}",
                url=url(day),
                is_current=day == asked,
                is_closed=book.closed(day, ALL_DAY) is not None,
                short=_shortest_day(day) if day == asked else "",
            )
            for day in shown
        ],
        "week_before": url(_first_open(book, monday - timedelta(days=7), 1)),
        "week_after": url(_first_open(book, monday + timedelta(days=7), 1)),
        "day_before": url(_first_open(book, asked - timedelta(days=1), -1)),
        "day_after": url(_first_open(book, asked + timedelta(days=1), 1)),
    }


def parts(asked: Asked) -> list[Choice]:
    """Morning, afternoon, all day."""
    named = (
        ("morning", gettext("Morning"), pgettext("half a day", "am")),
        ("afternoon", gettext("Afternoon"), pgettext("half a day", "pm")),
        ("day", gettext("All day"), pgettext("short for all day", "day")),
    )
    return [
        Choice(label, "?" + asked.query(part=part), part == asked.part, short=short) for part, label, short in named
    ]


def filters(plan: FloorPlan, asked: Asked, near: Choice | None) -> list[Choice]:
    """One link per filter; each turns its own filter and leaves the others."""
    chips = [Choice(gettext("Free only"), _to(asked, only_free=not asked.only_free), asked.only_free, icon="check")]
    chips += [near] if near else []
    desks = [space for space in plan.spaces if space.kind == "desk"]
    present = {code for space in desks for code in space.equipment}
    for code in DESK_EQUIPMENT:
        if code in present or code in asked.equipment:
            on = code in asked.equipment
            other = tuple(c for c in asked.equipment if c != code) if on else (*asked.equipment, code)
            label = capfirst(Space.Equipment(code).label)
            chips.append(Choice(label, _to(asked, equipment=other), on, icon=EQUIPMENT_ICONS[code]))
    if any(space.accessible for space in desks):
        url = _to(asked, accessible=not asked.accessible)
        chips.append(Choice(gettext("Step-free"), url, asked.accessible, icon="accessible"))
    return chips


def near(shown: Shown, place: FloorPlace) -> Choice | None:
    """The chip for the team on this floor; where it sits on another, the link leads there."""
    asked, label = replace(shown.asked, space_id=None), gettext("Near my team")
    if asked.near_team or team_spaces(shown.floor, place.home_zone):
        return Choice(label, _to(asked, near_team=not asked.near_team), asked.near_team, icon="team")
    book = shown.floor.book
    if place.home_zone not in book.zones:
        return None
    home = book.floors[book.zones[place.home_zone].floor_id]
    query = asked.query(near_team=True, zone="")
    label = gettext("Near my team: %(floor)s") % {"floor": home.name or home.code}
    return Choice(label, f"{_address(place.site_code, home.code)}?{query}", icon="team")


def _shortest_day(day: date) -> str:
    """Thu 23 Jul."""
    return in_form(day, pgettext("date format", "D j M"))


@lru_cache(maxsize=1024)
def _address(site: str, floor: str) -> str:
    return reverse("floor", args=[site, floor])


def _taken_lately(site_id: int, asked: Asked, now: datetime) -> dict[int, int]:
    """As ``_taken``, asked of the database every few seconds only: it is there to choose a floor by."""
    key = site_id, asked.day, asked.part
    found = _lately.get(key)
    if found is None or not found[0] <= now < found[0] + LATELY:
        if len(_lately) > 500:
            _lately.clear()
        found = _lately[key] = now, _taken(site_id, asked)
    return found[1]


_lately: dict[tuple[int, date, str], tuple[datetime, dict[int, int]]] = {}


def _desks(book: Rulebook, day: date) -> Counter[int]:
    """By floor, the desks that are in use on ``day``; counted once per version of the site."""
    key = book.site.pk, book.version, day
    if key not in _counted:
        if len(_counted) > 200:
            _counted.clear()
        _counted[key] = Counter(
            space.floor_id
            for space in book.spaces.values()
            if space.kind == "desk" and (space.retired_on is None or day < space.retired_on)
        )
    return _counted[key]


_counted: dict[tuple[int, int, date], Counter[int]] = {}


def _to(asked: Asked, **changes) -> str:
    return "?" + asked.query(**changes)


def _first_open(book: Rulebook, day: date, step: int) -> date:
    for n in range(FAR):
        tried = day + timedelta(days=step * n)
        if not book.closed(tried, ALL_DAY):
            return tried
    return day


def _taken(site_id: int, asked: Asked) -> dict[int, int]:
    """By floor, the desks of which nothing is left in the asked part."""
    with connection.cursor() as cursor:
        parts = asked.parts
        cursor.execute(
            TAKEN, {"day": asked.day, "site": site_id, "morning": parts.morning, "afternoon": parts.afternoon}
        )
        return dict(cursor.fetchall())


TAKEN = """
SELECT floor_id, count(*)
  FROM (SELECT s.floor_id
          FROM booking_booking b
          JOIN booking_space s ON s.id = b.space_id AND s.kind = 'desk'
          JOIN booking_floor f ON f.id = s.floor_id
         WHERE b.date = %(day)s AND b.state IN ('booked', 'checked_in') AND f.site_id = %(site)s
         GROUP BY s.floor_id, s.id
        HAVING (bool_or(b.morning) OR NOT %(morning)s) AND (bool_or(b.afternoon) OR NOT %(afternoon)s)) AS taken
 GROUP BY floor_id
"""
