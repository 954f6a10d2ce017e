"""When a site or a space is closed: weekdays it never opens, public holidays, and closures entered by a manager."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays

from booking.models.place import Site
from booking.rules.proposal import Parts

if TYPE_CHECKING:
    from booking.rules.rulebook import SpaceFacts


@dataclass(frozen=True, slots=True)
class Closed:
    """A closure, or a public holiday on which the site opens all the same (kind “open”). Dates half-open."""

    kind: str  # closed, holiday, open; and, where no row says so: public_holiday, weekday
    start: date
    end: date | None
    parts: Parts
    reason: str = ""
    floor_id: int | None = None
    zone_id: int | None = None
    space_id: int | None = None

    def covers(self, day: date, parts: Parts) -> bool:
        return (
            self.start <= day
            and (self.end is None or day < self.end)
            and ((self.parts.morning and parts.morning) or (self.parts.afternoon and parts.afternoon))
        )

    @property
    def whole_site(self) -> bool:
        return self.floor_id is self.zone_id is self.space_id is None

    def is_around(self, space: "SpaceFacts") -> bool:
        """Whether it closes the part of a site where ``space`` is."""
        return (
            self.floor_id == space.floor_id
            or (self.zone_id is not None and self.zone_id == space.zone_id)
            or self.space_id == space.id
        )


def closed_by(site: Site, closures: Iterable[Closed], day: date, parts: Parts) -> Closed | None:
    """What closes the whole ``site`` during any of ``parts`` of ``day``; None when it is open.

    Each half is decided by itself: a site that opens on the morning of a holiday is closed in its afternoon.
    """
    for half in parts.halves():
        covering = [closure for closure in closures if closure.whole_site and closure.covers(day, half)]
        for closure in covering:
            if closure.kind != "open":
                return closure
        if covering:
            continue  # somebody decided that the site opens then
        if public_holiday(site.holiday_country, day):
            return Closed("public_holiday", day, None, half)
        if day.isoweekday() not in site.working_days:
            return Closed("weekday", day, None, half)
    return None


def part_closed_by(closures: Iterable[Closed], day: date, parts: Parts, space: "SpaceFacts") -> Closed | None:
    """What closes the floor, the zone or the space itself during any of ``parts`` of ``day``."""
    for closure in closures:
        if closure.kind != "open" and closure.covers(day, parts) and closure.is_around(space):
            return closure
    return None


def public_holiday(country: str, day: date, language: str = "en") -> str:
    """The name of the public holiday on ``day`` in ``language`` (en, nl, fr, de), or "" on any other day."""
    return _calendar(country, day.year, language).get(day, "") if country else ""


@lru_cache(maxsize=256)
def _calendar(country: str, year: int, language: str) -> dict[date, str]:
    supported = holidays.country_holidays(country).supported_languages
    exact = next((known for known in supported if known == language or known.startswith(f"{language}_")), None)
    return dict(holidays.country_holidays(country, years=year, language=exact))
