"""Where a floor page is, in one query: the floor, its site and version, the viewer's home zone, the other sites."""

import json
from typing import NamedTuple

from django.db import connection
from django.http import Http404

from booking.models import Employee
from booking.rules.loading import rulebook, rulebook_at_hand
from booking.rules.rulebook import Rulebook


class FloorPlace(NamedTuple):
    floor_id: int
    floor_code: str
    site_id: int
    site_code: str
    version: int
    home_zone: int | None  # of the viewer's team
    sites: list[tuple[str, str]]  # (code, name) of every site


def floor_place(site: str, floor: str, viewer: Employee) -> FloorPlace:
    """The floor with this code at the site with that one. Raises Http404."""
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [viewer.team_id, site, floor])
        row = cursor.fetchone()
    if row is None:
        raise Http404(f"{site}/{floor}")
    *known, sites = row
    return FloorPlace(*known, [tuple(pair) for pair in (json.loads(sites) if isinstance(sites, str) else sites)])


def book_of(place: FloorPlace) -> Rulebook:
    """The site's rulebook, read again only when its version has changed."""
    book = rulebook_at_hand(place.site_id)
    return book if book.version == place.version else rulebook(place.site_id)


PLACE = """
SELECT f.id, f.code, s.id, s.code, s.rules_version,
       (SELECT t.zone_id FROM booking_team t WHERE t.id = %s),
       (SELECT json_agg(json_build_array(every.code, every.name) ORDER BY every.name) FROM booking_site every)
  FROM booking_floor f
  JOIN booking_site s ON s.id = f.site_id
 WHERE s.code = %s AND f.code = %s
"""
