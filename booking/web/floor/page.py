"""The floor page: plan and list of a floor on a day, and the panel in which a place becomes one's own in two taps."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from booking.actions.permissions import NotAllowed, runs
from booking.models import Employee, Site, Team
from booking.rules.loading import rulebook
from booking.rules.rulebook import Rulebook
from booking.web.acting import Acting, acting_at, switcher
from booking.web.days_in_words import long_day, part_in_words
from booking.web.floor import controls
from booking.web.floor.asked import asked_of
from booking.web.floor.drawing import drawing, zone_chips
from booking.web.floor.fragments import kept
from booking.web.floor.headroom import headroom
from booking.web.floor.list import rows, sprite
from booking.web.floor.look import look
from booking.web.floor.notice import notice
from booking.web.floor.panel import panel
from booking.web.floor.place import FloorPlace, book_of, floor_place
from booking.web.floor.shown import Shown, team_mates
from booking.web.floor.state import uncached
from booking.web.signed_in import signed_in

PANEL = "confirm"  # the element that a request for the panel alone replaces
WIDE = 1100  # units: plans beyond are looked at zone by zone on a large screen, too


@signed_in
def home_floor(request: HttpRequest) -> HttpResponse:
    """GET; ``site`` names another than one's own. Leads to the floor of the usual desk, the team's, or the lowest."""
    code = request.GET.get("site", "")
    sites = list(Site.objects.order_by("name"))
    if not sites:
        raise Http404
    named = (site for site in sites if (site.code == code if code else site.pk == request.user.home_site_id))
    site = next(named, sites[0])
    book = rulebook(site.pk)
    if not book.floors:
        raise Http404
    query = request.GET.copy()
    query.pop("site", None)
    address = reverse("floor", args=[site.code, book.floors[_home(request.user, book)].code])
    return HttpResponseRedirect(address + (f"?{query.urlencode()}" if query else ""))


@signed_in
def floor(request: HttpRequest, *, site: str, floor: str) -> HttpResponse:
    """GET date, part, free, near, has, accessible, zone, person, space. Only the panel where htmx replaces it."""
    now = timezone.now()
    try:
        who = acting_at(request, site)
    except NotAllowed:
        return render(request, "booking/not_allowed.html", {"next": reverse("floors"), "section": "floors"}, status=403)
    place = floor_place(site, floor, who.person)
    book = book_of(place)
    asked = replace(asked_of(request.GET, book, now=now), person_id=who.person.pk if who.is_for_other else None)
    view = look(place, book, asked, viewer=who.person, reader=who.by, now=now)
    if request.htmx.target == PANEL:
        response = render(request, "booking/floor_panel.html", _panel(view, place))
    else:
        response = render(request, "booking/floor.html", _page(request, view, place, who, now) | _panel(view, place))
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return uncached(response)


def _panel(view: Shown, place: FloorPlace) -> dict[str, object]:
    return {"panel": panel(view, place, here=reverse("floor", args=[place.site_code, place.floor_code]))}


def _page(request: HttpRequest, view: Shown, place: FloorPlace, who: Acting, now: datetime) -> dict[str, object]:
    book, asked, plan = view.floor.book, replace(view.asked, space_id=None), view.plan
    address = reverse("floor_state", args=[place.site_code, place.floor_code])
    near = controls.near(view, place)
    floors = controls.floors(place, view, now=now)
    return {
        "section": "floors",
        "switcher": switcher(request, who, on=asked.day),
        "site": book.site,
        "shown": view,
        "floor_code": place.floor_code,
        "runs_it": runs(view.floor.whole.proposal.person, place.site_id),
        "day_in_words": long_day(asked.day),
        "part_in_words": part_in_words(asked.parts),
        "floor_switcher": kept(
            "booking/floor_switcher.html",
            book,
            asked,
            *floors,
            context=lambda: {"name": plan.name, "floors": floors, "sites": controls.sites(place, asked)},
        ),
        "controls": kept(
            "booking/floor_controls.html",
            book,
            asked,
            context=lambda: {
                "parts": controls.parts(asked),
                **controls.days(book, asked.day, lambda day: "?" + asked.query(day=day)),
            },
        ),
        "filters": kept(
            "booking/floor_filters.html",
            book,
            asked,
            place.floor_id,
            near,
            context=lambda: {"filters": controls.filters(plan, asked, near)},
        ),
        "zones": kept(
            "booking/floor_zones.html",
            book,
            asked,
            place.floor_id,
            context=lambda: {"zones": zone_chips(plan, asked), "is_wide": plan.width > WIDE},
        ),
        "legend": legend(get_language(), has_rooms=any(space.kind == "room" for space in plan.spaces)),
        "headroom": headroom(view.floor),
        "notice": notice(view, place, now=now),
        "mates": team_mates(view.floor),
        "plan": drawing(view),
        "rows": rows(view),
        "sprite": sprite(),
        "state_url": f"{address}?{asked.query()}",
        "without_filters": "?" + asked.query(only_free=False, near_team=False, equipment=(), accessible=False),
    }


@lru_cache(maxsize=16)
def legend(language: str | None, *, has_rooms: bool) -> SafeString:
    """What the desks of a plan look like, in the active language."""
    return render_to_string("parts/desk_legend.html", {"rooms": has_rooms})


def _home(viewer: Employee, book: Rulebook) -> int:
    """The key of the floor where this person would look first."""
    owned = next((space.floor_id for space in book.spaces.values() if space.owner_id == viewer.pk), None)
    if owned is not None:
        return owned
    if viewer.favourite_desk_id in book.spaces:
        return book.spaces[viewer.favourite_desk_id].floor_id
    zone = Team.objects.filter(pk=viewer.team_id).values_list("zone", flat=True).first()
    if zone in book.zones:
        return book.zones[zone].floor_id
    return min(book.floors.values(), key=lambda one: (one.level, one.code)).id
