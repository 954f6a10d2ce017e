"""The reception of a site: today's visitors by time, who is here, who has left, and a form for anybody else."""

from datetime import datetime, timedelta

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from booking.actions.permissions import RECEIVES
from booking.models import Employee, Site
from booking.web.days_in_words import long_day
from booking.web.duty_site import DutySite, duty_site, to_own_site
from booking.web.floor.state import uncached
from booking.web.reception.form import WalkInForm, named_host
from booking.web.signed_in import signed_in
from booking.web.visitors.rows import EXPECTED, HERE, LEFT, in_state, stamp, visit_rows

SUGGESTED = 8  # hosts, at most


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """To the reception where one works."""
    return to_own_site(request, roles=RECEIVES, page="reception")


@require_safe
@signed_in
def reception(request: HttpRequest, *, site: str) -> HttpResponse:
    """GET; ``q`` finds visitors by name, organisation or host."""
    now = timezone.now()
    place = duty_site(request, site, roles=RECEIVES, page="reception")
    return render(
        request, "booking/reception.html", context(request, place, walk_in_form(place.site, now=now), now=now)
    )


@require_safe
@signed_in
def arrivals(request: HttpRequest, *, site: str) -> HttpResponse:
    """The list alone, asked for every few seconds; a 304 while nothing has changed."""
    now = timezone.now()
    place = duty_site(request, site, roles=RECEIVES, page="reception")
    tag = _tag(request, place.site, now)
    if request.headers.get("If-None-Match") == tag:
        return uncached(HttpResponseNotModified(), tag)
    return uncached(render(request, "booking/reception_arrivals.html", _arrivals(request, place.site, now, tag)), tag)


@require_safe
@signed_in
def hosts(request: HttpRequest, *, site: str) -> HttpResponse:
    """The first few employees whose names begin like ``host``, those of this site first."""
    here = duty_site(request, site, roles=RECEIVES, page="reception").site
    words = request.GET.get("host", "").strip()
    found = (
        Employee.objects.employed_on(here.local_date(timezone.now()))
        .annotate(full_name=Concat("given_name", Value(" "), "family_name"))
        .filter(Q(full_name__istartswith=words) | Q(family_name__istartswith=words) | Q(email__istartswith=words))
        .order_by(Case(When(home_site=here, then=0), default=1), "sort_key", "pk")[:SUGGESTED]
        if len(words) > 1
        else []
    )
    names = [named_host(employee) for employee in found]
    return uncached(render(request, "booking/reception_hosts.html", {"names": names}))


def context(request: HttpRequest, place: DutySite, form: WalkInForm, *, now: datetime) -> dict:
    """What the page shows, with the form as it is."""
    return {
        "section": "reception_home",
        "place": place,
        "form": form,
        "today": capfirst(long_day(place.site.local_date(now))),
        **_arrivals(request, place.site, now, _tag(request, place.site, now)),
    }


def walk_in_form(site: Site, *, now: datetime) -> WalkInForm:
    """For an hour from now, by the quarter."""
    later = (now + timedelta(hours=1)).astimezone(site.zone_info)
    quarter = later.replace(minute=later.minute // 15 * 15)
    return WalkInForm(initial={"ends": quarter.time()}, now=now)


def _tag(request: HttpRequest, site: Site, now: datetime) -> str:
    return stamp(request.META["QUERY_STRING"], now=now, site_id=site.pk, since=site.local_date(now))


def _arrivals(request: HttpRequest, site: Site, now: datetime, tag: str) -> dict:
    query = request.GET.get("q", "").strip()
    rows = visit_rows(now=now, site=site, date=site.local_date(now))
    shown = [row for row in rows if row.matches(query)]
    here, expected = len(in_state(rows, HERE)), len(in_state(rows, EXPECTED))
    address = reverse("reception_arrivals", args=[site.code])
    return {
        "site": site,
        "query": query,
        "is_empty": not rows,
        "finds_nothing": bool(rows) and not shown,
        "expected": in_state(shown, EXPECTED),
        "here": in_state(shown, HERE),
        "left": in_state(shown, LEFT),
        "in_building": here,
        "in_building_words": ngettext("visitor in the building", "visitors in the building", here),
        "still_expected": expected,
        "back": reverse("reception", args=[site.code]),
        "poll": f"{address}?{urlencode({'q': query})}" if query else address,
        "tag": tag,
    }
