"""A calendar under its private address: a person's days and meetings, or the bookings of a room."""

import hashlib
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from booking.actions.calendar_feeds import hash_of
from booking.actions.permissions import manages
from booking.feeds.person import events_of_person
from booking.feeds.room import events_of_room
from booking.feeds.throttle import too_often
from booking.models import CalendarFeed, Employee
from booking.models.language import written_language
from booking.notifications.calendar.event import calendar_text

LOOK_BACK = timedelta(days=30)
READ_IS_NOTED_EVERY = timedelta(minutes=5)


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """GET. 404 for an address that is unknown or revoked, 429 for one that is read without end.

    The tag is a hash of what would be sent: programs ask once an hour, so an unchanged calendar need not be told from
    fewer facts than it is made of, and none is forgotten.
    """
    key, now = hash_of(token), timezone.now()
    if wait := too_often(key, now=now):
        return _private(HttpResponse(status=429, headers={"Retry-After": str(wait)}))
    feed = _feed(key, now=now)
    _note_read(feed, now=now)
    text = _text(feed, now=now)
    tag = f'"{hashlib.blake2s(text.encode(), digest_size=16).hexdigest()}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="headroom.ics"'
    response["ETag"] = tag
    return _private(response)


def _feed(key: str, *, now: datetime) -> CalendarFeed:
    """Raises Http404. Whoever has left, or manages a room no more, reads nothing."""
    feeds = CalendarFeed.objects.select_related("employee", "space__floor__site", "created_by")
    feed = feeds.filter(token_hash=key, revoked_at=None).first()
    reader = feed and _reader(feed)
    if feed is None or reader is None or not reader.is_active or reader.has_left(now.date()):
        raise Http404
    if feed.space is not None and not manages(reader, feed.space.floor.site_id):
        raise Http404
    return feed


def _reader(feed: CalendarFeed) -> Employee | None:
    """Whose calendar it is; of a room, who has made its address."""
    return feed.employee or feed.created_by


def _text(feed: CalendarFeed, *, now: datetime) -> str:
    reader = _reader(feed)
    with override(written_language(reader.language if reader else "")):
        if feed.space is not None:
            since = feed.space.floor.site.local_date(now) - LOOK_BACK
            events, name = events_of_room(feed.space, since=since), str(feed.space)
        else:
            assert feed.employee is not None  # held by a constraint
            since = now.date() - LOOK_BACK
            events, name = events_of_person(feed.employee, since=since), "Headroom"
        return calendar_text([event.component() for event in events], name=name)


def _note_read(feed: CalendarFeed, *, now: datetime) -> None:
    lately = Q(last_read_at=None) | Q(last_read_at__lt=now - READ_IS_NOTED_EVERY)
    CalendarFeed.objects.filter(lately, pk=feed.pk).update(last_read_at=now)


def _private(response: HttpResponse) -> HttpResponse:
    """For one program only, asked for anew each time, and for no search engine."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
