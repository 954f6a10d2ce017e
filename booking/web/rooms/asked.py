"""What the address of a rooms page asks for: a site, a day, a floor, a room that fits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from booking.actions.room_asking import MOST_PEOPLE
from booking.models import Site, Space
from booking.rules.proposal import Period
from booking.rules.rulebook import Rulebook
from booking.web.booking_form import key_in
from booking.web.floor.asked import date_in, first_open_day

EQUIPMENT = (Space.Equipment.SCREEN, Space.Equipment.VIDEO, Space.Equipment.WHITEBOARD)
LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)  # minutes
MORNING, AFTERNOON, ALL_DAY = "morning", "afternoon", "day"
SPANS = (MORNING, AFTERNOON, ALL_DAY)
QUARTER = 15


@dataclass(frozen=True, slots=True)
class Asked:
    """``start`` is a clock time ("14:30") or one of SPANS, within which any time will do."""

    site: str
    day: date
    floor: str = ""  # code; empty: all of them
    people: int = 4
    equipment: tuple[str, ...] = ()
    accessible: bool = False
    start: str = ""
    minutes: int = 60
    as_list: bool = False

    def query(self, **changes) -> str:
        """The query string of this request with some of it changed; without the question mark."""
        asked = replace(self, **changes)
        pairs: list[tuple[str, object]] = [("site", asked.site), ("date", asked.day.isoformat())]
        pairs += [("floor", asked.floor)] if asked.floor else []
        pairs += [("view", "list")] if asked.as_list else []
        return urlencode(pairs)

    def address(self, **changes) -> str:
        return f"{reverse('rooms')}?{self.query(**changes)}"


def asked_of(query: QueryDict, book: Rulebook, *, now: datetime) -> Asked:
    """What is asked; whatever cannot be read is left out."""
    day = date_in(query) or first_open_day(book, now=now)
    floors = {floor.code for floor in book.floors.values()}
    return Asked(
        site=book.site.code,
        day=day,
        floor=query.get("floor", "") if query.get("floor") in floors else "",
        people=number_in(query, "people", 4, most=MOST_PEOPLE),
        equipment=tuple(code for code in EQUIPMENT if code in query.getlist("has")),
        accessible=bool(query.get("accessible")),
        start=_start_in(query, book.site, day, now),
        minutes=number_in(query, "minutes", 60, most=24 * 60),
        as_list=query.get("view") == "list",
    )


def number_in(given: Mapping[str, str], field: str, default: int, *, most: int) -> int:
    """A whole number from 1 to ``most``; the default for anything else."""
    found = key_in(given.get(field, ""))
    return found if found is not None and 1 <= found <= most else default


def next_quarter(site: Site, day: date, now: datetime) -> time:
    """The next quarter of an hour on today's clock; on another day, and before it opens, when the site opens."""
    local = now.astimezone(site.zone_info)
    if day != local.date() or local.time() < site.opens:
        return site.opens
    late = local + timedelta(minutes=-local.minute % QUARTER)
    return time(late.hour, late.minute) if late.date() == day else time(23, 45)


def span_of(asked: Asked, site: Site) -> Period | None:
    """The opening hours within which any time will do; None where one time is asked for."""
    if asked.start not in SPANS:
        return None
    opens, midday, closes = (site.instant(asked.day, clock) for clock in (site.opens, site.midday, site.closes))
    start = midday if asked.start == AFTERNOON else opens
    return Period(start, midday if asked.start == MORNING else closes)


def period_of(asked: Asked, site: Site) -> Period:
    """The time that is asked for, cut off at midnight; of a span, the first that it has."""
    span = span_of(asked, site)
    start = span.start if span else site.instant(asked.day, time.fromisoformat(asked.start))
    midnight = site.instant(asked.day + timedelta(days=1), time())
    return Period(start, min(start + timedelta(minutes=asked.minutes), midnight))


def _start_in(query: QueryDict, site: Site, day: date, now: datetime) -> str:
    text = query.get("from", "")
    if text in SPANS:
        return text
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        clock = next_quarter(site, day, now)
    return clock.replace(tzinfo=None).strftime("%H:%M")
