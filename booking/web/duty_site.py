"""The site whose reception or roll call somebody opens, where they have that duty."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from booking.actions.permissions import sites_of_duty
from booking.models import Site


@dataclass(frozen=True, slots=True)
class DutySite:
    site: Site
    others: tuple[tuple[str, str], ...]  # address, name


def duty_site(request: HttpRequest, code: str, *, roles: Collection[str], page: str) -> DutySite:
    """The site with this code, and the others of the duty. Raises Http404, or PermissionDenied without the duty."""
    site = get_object_or_404(Site, code=code)
    sites = sites_of_duty(request.user, roles)
    if site not in sites:
        raise PermissionDenied
    others = tuple((reverse(page, args=[other.code]), other.name) for other in sites if other != site)
    return DutySite(site, others)


def to_own_site(request: HttpRequest, *, roles: Collection[str], page: str) -> HttpResponse:
    """To the page at the site of one's duty, one's own first. Raises PermissionDenied without any."""
    sites = sites_of_duty(request.user, roles)
    if not sites:
        raise PermissionDenied
    return redirect(page, site=sites[0].code)
