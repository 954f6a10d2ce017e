"""The state of a floor, asked for every few seconds: a 304 when nothing has changed, else a little JSON."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotModified, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from booking.actions.permissions import NotAllowed
from booking.web.acting import Acting, acting_at
from booking.web.floor.asked import asked_of, date_in
from booking.web.floor.headroom import headroom
from booking.web.floor.list import ICONS, verb_of, verb_words
from booking.web.floor.look import look
from booking.web.floor.notice import notice
from booking.web.floor.place import FloorPlace, book_of, floor_place
from booking.web.floor.shown import Shown
from booking.web.signed_in import signed_in

# What no row tells (an opening hour has come, a colleague's choice, an absence) is looked at this often.
TICK = timedelta(minutes=5)


@signed_in
def state(request: HttpRequest, *, site: str, floor: str) -> HttpResponse:
    """GET with the query of the page. 304 while the floor, the site's day and the viewer's weeks are as they were."""
    now = timezone.now()
    try:
        who = acting_at(request, site)
    except NotAllowed:
        return HttpResponseForbidden()
    tag = etag(request, who, site, floor, now=now)
    if request.headers.get("If-None-Match") == tag:
        return uncached(HttpResponseNotModified(), tag)
    place = floor_place(site, floor, who.person)
    book = book_of(place)
    asked = replace(asked_of(request.GET, book, now=now), person_id=who.person.pk if who.is_for_other else None)
    view = look(place, book, asked, viewer=who.person, reader=who.by, now=now)
    return uncached(JsonResponse(_as_json(request, view, place, now)), tag)


def uncached(response: HttpResponse, tag: str = "") -> HttpResponse:
    """For one person, and asked for anew each time."""
    response["Cache-Control"] = "private, no-cache"
    if tag:
        response["ETag"] = tag
    return response


def etag(request: HttpRequest, who: Acting, site: str, floor: str, *, now: datetime) -> str:
    """Changes with everything that the page shows of this floor and day to this person. One query. Raises Http404."""
    viewer, day = who.person, date_in(request.GET) or now.date()
    with connection.cursor() as cursor:
        cursor.execute(STAMP, {"site": site, "floor": floor, "day": day, "viewer": viewer.pk})
        stamp = cursor.fetchone()
    if stamp is None:
        raise Http404(f"{site}/{floor}")
    tick = int(now.timestamp() // TICK.total_seconds())
    told = (stamp, request.META["QUERY_STRING"], viewer.pk, viewer.team_id, who.by.team_id, get_language(), tick)
    return f'"{hashlib.blake2s(repr(told).encode(), digest_size=12).hexdigest()}"'


def _as_json(request: HttpRequest, view: Shown, place: FloorPlace, now: datetime) -> dict:
    """``places`` by key: kind, mark, words, verb, whether it can be had; ``html`` replaces elements by their id."""
    verbs = verb_words(view.floor.way.verb)
    context = {
        "headroom": headroom(view.floor),
        "notice": notice(view, place, now=now),
        "shown": view,
    }
    return {
        "version": view.plan.version,
        "icons": ICONS,
        "places": {
            space.id: (standing.kind, standing.mark, standing.words, verb_of(standing, verbs), int(standing.can))
            for space, standing in view.places
        },
        "zones": view.zones,
        "html": {
            "headroom": render_to_string("booking/floor_headroom.html", context, request),
            "notice": render_to_string("booking/floor_notice.html", context, request),
            "free": render_to_string("booking/floor_free.html", context, request),
        },
    }


# Counts and sums of keys see what comes and goes, the latest change what is altered in between.
STAMP = """
SELECT f.id, s.rules_version,
       (SELECT (count(*), sum(b.id), max(b.changed_at))::text
          FROM booking_booking b JOIN booking_space d ON d.id = b.space_id
         WHERE b.date = %(day)s AND b.state IN ('booked', 'checked_in') AND d.floor_id = f.id),
       (SELECT (count(*), sum(a.id), max(a.changed_at))::text
          FROM booking_attendance a
         WHERE a.site_id = s.id AND a.date = %(day)s AND a.state IN ('held', 'planned', 'present')),
       (SELECT (count(*), sum(a.id), max(a.changed_at))::text
          FROM booking_attendance a
         WHERE a.employee_id = %(viewer)s AND a.date BETWEEN %(day)s::date - 31 AND %(day)s::date + 31
           AND a.state IN ('held', 'planned', 'present'))
  FROM booking_floor f
  JOIN booking_site s ON s.id = f.site_id
 WHERE s.code = %(site)s AND f.code = %(floor)s
"""
