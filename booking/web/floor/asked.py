"""What the address of a floor asks for: a day, a part of it, filters, a zone to look at, a space that is selected."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from booking.models import Space
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts
from booking.rules.rulebook import Rulebook

PARTS: Mapping[str, Parts] = {"day": ALL_DAY, "morning": MORNING, "afternoon": AFTERNOON}
HORIZON = 14  # days within which a first open day is looked for


@dataclass(frozen=True, slots=True)
class Asked:
    day: date
    part: str = "day"  # a key of PARTS
    only_free: bool = False
    near_team: bool = False
    equipment: tuple[str, ...] = ()
    accessible: bool = False
    zone: str = ""  # code
    space_id: int | None = None
    person_id: int | None = None  # for whom, where it is somebody else

    @property
    def parts(self) -> Parts:
        return PARTS[self.part]

    @property
    def filtered(self) -> bool:
        return self.only_free or self.near_team or self.accessible or bool(self.equipment)

    def query(self, **changes) -> str:
        """The query string of this request with some of it changed; never empty, without the question mark."""
        asked = replace(self, **changes)
        pairs: list[tuple[str, object]] = [("date", asked.day.isoformat()), ("part", asked.part)]
        pairs += [(name, 1) for name, on in (("free", asked.only_free), ("near", asked.near_team)) if on]
        pairs += [("has", code) for code in asked.equipment]
        pairs += [("accessible", 1)] if asked.accessible else []
        pairs += [("zone", asked.zone)] if asked.zone else []
        pairs += [("person", asked.person_id)] if asked.person_id is not None else []
        pairs += [("space", asked.space_id)] if asked.space_id is not None else []
        return urlencode(pairs)


def asked_of(query: QueryDict, book: Rulebook, *, now: datetime) -> Asked:
    """What is asked; whatever cannot be read is left out, and without a date the next day on which the site is open."""
    part = query.get("part", "day")
    known = dict.fromkeys(Space.Equipment.values)
    return Asked(
        day=date_in(query) or first_open_day(book, now=now),
        part=part if part in PARTS else "day",
        only_free=bool(query.get("free")),
        near_team=bool(query.get("near")),
        equipment=tuple(code for code in known if code in query.getlist("has")),
        accessible=bool(query.get("accessible")),
        zone=query.get("zone", "")[:10],
        space_id=_key(query.get("space", "")),
    )


def first_open_day(book: Rulebook, *, now: datetime) -> date:
    """Today, or from closing time on the next day, if the site is open then; else the first day on which it is."""
    site = book.site
    today = site.local_date(now)
    first = today if now < site.instant(today, site.closes) else today + timedelta(days=1)
    days = (first + timedelta(days=n) for n in range(HORIZON))
    return next((day for day in days if not book.closed(day, ALL_DAY)), today)


def date_in(query: QueryDict) -> date | None:
    """The date that is asked for, if one is."""
    try:
        found = date.fromisoformat(query.get("date", ""))
    except ValueError:
        return None
    # A calendar week around it must exist, too.
    return found if 2000 <= found.year < 2200 else None


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
