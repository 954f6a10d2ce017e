"""The roll call of a site: everybody who is in the building, to be ticked off at the assembly point, also on paper."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from booking.actions.permissions import KEEPS_SAFE
from booking.web.days_in_words import long_day_with_year
from booking.web.duty_site import duty_site, to_own_site
from booking.web.safety.roster import roster
from booking.web.signed_in import signed_in

log = structlog.get_logger(__name__)


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """To the roll call where one has the duty."""
    return to_own_site(request, roles=KEEPS_SAFE, page="roll_call")


@require_safe
@signed_in
def roll_call(request: HttpRequest, *, site: str) -> HttpResponse:
    """GET. Who opened it is logged: it names people who chose not to be seen."""
    now = timezone.now()
    place = duty_site(request, site, roles=KEEPS_SAFE, page="roll_call")
    log.info("roll call opened", site=place.site.code, by=request.user.pk)
    local = now.astimezone(place.site.zone_info)
    context = {
        "section": "roll_call_home",
        "place": place,
        "roster": roster(place.site, now=now),
        "day": long_day_with_year(local.date()),
        "key": f"{place.site.code}:{local.date().isoformat()}",
        "time": date_format(local, "H:i"),
    }
    response = render(request, "booking/roll_call.html", context)
    response["Cache-Control"] = "no-store"  # the list lives as long as the tab that shows it
    return response
