"""A visitor's badge, to be printed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from booking.actions.permissions import RECEIVES
from booking.web.days_in_words import long_day
from booking.web.duty_site import duty_site
from booking.web.signed_in import signed_in
from booking.web.visitors.rows import visit_rows


@require_safe
@signed_in
def badge(request: HttpRequest, *, site: str, pk: int) -> HttpResponse:
    """GET: of whoever has arrived, or is expected, at this site."""
    place = duty_site(request, site, roles=RECEIVES, page="reception")
    rows = visit_rows(now=timezone.now(), pk=pk, site=place.site)
    if not rows:
        raise Http404
    context = {
        "section": "reception_home",
        "site": place.site,
        "row": rows[0],
        "day": capfirst(long_day(rows[0].day)),
    }
    return render(request, "booking/badge.html", context)
