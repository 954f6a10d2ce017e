"""My visitors: who comes, by day, and the form that invites; one visit, to be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from booking.actions.permissions import NotAllowed, check_may_change
from booking.models import Employee, Site, Visit
from booking.web.days_in_words import long_day
from booking.web.floor.state import uncached
from booking.web.signed_in import signed_in
from booking.web.visitors.form import InviteForm, WhenForm
from booking.web.visitors.rows import VisitRow, stamp, visit_rows


@dataclass(frozen=True, slots=True)
class Day:
    key: str
    name: str
    rows: Sequence[VisitRow]


@require_safe
@signed_in
def visitors(request: HttpRequest) -> HttpResponse:
    """My visitors from today on, and the form."""
    now = timezone.now()
    sites = sites_by_code()
    return render(request, "booking/visitors.html", context(request, blank_form(request, sites, now=now), now=now))


@require_safe
@signed_in
def coming(request: HttpRequest) -> HttpResponse:
    """The list alone, asked for every few seconds; a 304 while nothing has changed."""
    now = timezone.now()
    tag = _tag(request, now)
    if request.headers.get("If-None-Match") == tag:
        return uncached(HttpResponseNotModified(), tag)
    return uncached(render(request, "booking/visitors_coming.html", _coming(request, now, tag)), tag)


@require_safe
@signed_in
def visit(request: HttpRequest, *, pk: int) -> HttpResponse:
    """One visit of mine, to be changed."""
    found = visit_or_404(pk, by=request.user)
    zone = found.attendance.site.zone_info
    form = WhenForm(
        initial={
            "date": found.attendance.date,
            "starts": found.period.lower.astimezone(zone).time(),
            "ends": found.period.upper.astimezone(zone).time(),
            "note": found.note,
        }
    )
    return render(request, "booking/visit.html", {"section": "visitors", "visit": found, "form": form})


def visit_or_404(pk: int, *, by: Employee) -> Visit:
    """A visit that ``by`` may change; who may not is not told that it exists."""
    found = get_object_or_404(Visit.objects.select_related("attendance__site", "attendance__visitor"), pk=pk)
    try:
        check_may_change(by=by, attendance=found.attendance)
    except NotAllowed:
        raise Http404 from None
    return found


def context(request: HttpRequest, form: InviteForm, *, now: datetime) -> dict:
    """What the page shows, with the form as it is."""
    return {"section": "visitors", "form": form, **_coming(request, now, _tag(request, now))}


def sites_by_code() -> dict[str, Site]:
    return {site.code: site for site in Site.objects.order_by("name")}


def blank_form(request: HttpRequest, sites: dict[str, Site], *, now: datetime) -> InviteForm:
    """The form for tomorrow, at one's own site, in one's own language."""
    home = next((code for code, site in sites.items() if site.pk == request.user.home_site_id), next(iter(sites), ""))
    tomorrow = (sites[home].local_date(now) if home else now.date()) + timedelta(days=1)
    return InviteForm(sites=sites, initial={"site": home, "date": tomorrow, "language": request.user.language})


def _tag(request: HttpRequest, now: datetime) -> str:
    return stamp("", now=now, host_id=request.user.pk, since=_since(now))


def _coming(request: HttpRequest, now: datetime, tag: str) -> dict:
    rows = visit_rows(now=now, visitor__host=request.user, date__gte=_since(now))
    return {
        "days": [
            Day(day.isoformat(), capfirst(long_day(day)), list(of_day))
            for day, of_day in groupby(rows, key=lambda row: row.day)
        ],
        "tag": tag,
        "poll": reverse("visitors_coming"),
        "back": reverse("visitors"),
    }


def _since(now: datetime) -> date:
    """Today, wherever the site is: where it is still yesterday, yesterday's visits are shown somewhat longer."""
    return (now - timedelta(hours=12)).date()
