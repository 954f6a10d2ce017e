"""The private address under which a calendar program reads my days; for those who manage a site, those of its rooms."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions import calendar_feeds
from booking.actions.permissions import sites_managed_by
from booking.models import CalendarFeed, Site, Space
from booking.web.answering import answering
from booking.web.days_in_words import long_day
from booking.web.signed_in import signed_in
from booking.web.way_back import way_back


@require_safe
@signed_in
def my_calendar(request: HttpRequest) -> HttpResponse:
    """GET: whether there is an address, and when it was last read."""
    return render(request, "booking/my_calendar.html", {"of": context(request, timezone.now()), "section": "me"})


def context(request: HttpRequest, now: datetime) -> dict[str, object]:
    """What booking/me/calendar.html shows."""
    feed = CalendarFeed.objects.filter(employee=request.user, revoked_at=None).first()
    zone = _zone(request.user.home_site)
    return {
        "feed": feed and _shown(feed, zone),
        "manages": sites_managed_by(request.user).exists(),
        "back": reverse("my_calendar"),
    }


@require_safe
@signed_in
def room_calendars(request: HttpRequest) -> HttpResponse:
    """GET: the rooms of the sites that somebody manages, each with its address. 403 for others."""
    sites = sites_managed_by(request.user)
    if not sites.exists():
        return render(request, "booking/not_allowed.html", {"next": way_back(request), "section": "me"}, status=403)
    rooms = (
        Space.objects.in_use()
        .filter(kind=Space.Kind.ROOM, floor__site__in=sites)
        .select_related("floor__site")
        .order_by("floor__site__name", "floor__level", "code")
    )
    feeds = {feed.space_id: feed for feed in CalendarFeed.objects.filter(space__in=rooms, revoked_at=None)}
    shown = [
        {
            "room": room,
            "where": f"{room.floor}, {room.floor.site}",
            "feed": (feed := feeds.get(room.pk)) and _shown(feed, room.floor.site.zone_info),
        }
        for room in rooms
    ]
    return render(
        request, "booking/room_calendars.html", {"rooms": shown, "section": "me", "back": reverse("room_calendars")}
    )


@answering(instead="")
def create(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST, with ``space`` for a room. Answers with the address, which no later page can show."""
    if not request.POST.get("space"):
        return _address(request, calendar_feeds.open_own_feed(employee=request.user, now=now))
    key = request.POST["space"]
    space = get_object_or_404(Space.objects.select_related("floor"), pk=int(key) if key.isdecimal() else 0)
    return _address(request, calendar_feeds.open_room_feed(space=space, by=request.user, now=now))


@answering(instead="")
def renew(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST: another address instead of this one."""
    return _address(request, calendar_feeds.renew_feed(feed=_feed(pk), by=request.user, now=now))


@answering(instead="")
def revoke(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST."""
    calendar_feeds.revoke_feed(feed=_feed(pk), by=request.user, now=now)
    messages.success(request, _("The address is revoked: no program reads this calendar any more."))
    return HttpResponseRedirect(way_back(request), status=303)


def _feed(pk: int) -> CalendarFeed:
    return get_object_or_404(CalendarFeed.objects.select_related("employee", "space__floor"), pk=pk)


def _address(request: HttpRequest, token: str) -> HttpResponse:
    """Shown in the answer itself, so that it is stored nowhere on the way."""
    address = f"{settings.SITE_URL}{reverse('calendar_feed', args=[token])}"
    shown = {"address": address, "webcal": f"webcal:{address.partition(':')[2]}", "next": way_back(request)}
    response = render(request, "booking/calendar_address.html", shown | {"section": "me"})
    response["Cache-Control"] = "no-store"
    response["HX-Push-Url"] = "false"
    return response


def _shown(feed: CalendarFeed, zone) -> dict[str, object]:
    return {
        "pk": feed.pk,
        "created": _moment(feed.created_at, zone),
        "last_read": feed.last_read_at and _moment(feed.last_read_at, zone),
    }


def _moment(moment: datetime, zone) -> str:
    local = moment.astimezone(zone)
    return _("%(date)s, %(time)s") % {"date": long_day(local.date()), "time": date_format(local, "H:i")}


def _zone(site: Site | None):
    return site.zone_info if site else timezone.get_default_timezone()
