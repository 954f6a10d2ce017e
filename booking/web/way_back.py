"""Where somebody goes on after a request that changed something: the page they came from, if it is one of ours."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def week_address(day: date, *, site: str = "") -> str:
    """The week that holds ``day``, at the site with the code ``site`` (empty: one's own)."""
    year, week, _weekday = day.isocalendar()
    return f"{reverse('week')}?week={year}-W{week:02}" + (f"&site={site}" if site else "")


def way_back(request: HttpRequest, day: date | None = None) -> str:
    """The address in ``next``; without one that leads into this house, the week of ``day``."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return week_address(day) if day else reverse("week")


def go_back(request: HttpRequest, day: date) -> HttpResponse:
    """See Other: a reload repeats nothing. In a week the page opens at the day that was changed."""
    address = way_back(request, day)
    if address.partition("?")[0] == reverse("week") and "#" not in address:
        address += f"#day-{day.isoformat()}"
    return HttpResponseRedirect(address, status=303)
