"""The requests of a reception: somebody arrives, was mistaken for another, leaves, or is there unannounced."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions import reception
from booking.actions.permissions import RECEIVES
from booking.actions.visitors import IsEmployee
from booking.models import Attendance
from booking.templatetags.toast import undoing as undo_by
from booking.web.answering import answering
from booking.web.duty_site import duty_site
from booking.web.reception.form import WalkInForm
from booking.web.reception.reception import context

DOOR = "reception"


@answering(instead="")
def arrive(request: HttpRequest, *, site: str, pk: int, now: datetime) -> HttpResponse:
    """POST; also reason and override_reason."""
    day = _day(site, pk)
    visit = reception.arrive(attendance=day, by=request.user, now=now, door=DOOR, **_reasons(request))
    words = {"name": day.visitor.name, "badge": visit.badge, "host": day.visitor.host.get_full_name()}
    messages.success(
        request,
        _("%(name)s has badge %(badge)s; %(host)s is told.") % words,
        extra_tags=undo_by(reverse("visitor_mistake", args=[site, pk])),
    )
    return _back(site)


@answering(instead="")
def take_back(request: HttpRequest, *, site: str, pk: int, now: datetime) -> HttpResponse:
    """POST: undo an arrival."""
    day = _day(site, pk)
    reception.take_back_arrival(attendance=day, by=request.user, now=now)
    messages.success(request, _("%(name)s is expected again.") % {"name": day.visitor.name})
    return _back(site)


@answering(instead="")
def leave(request: HttpRequest, *, site: str, pk: int, now: datetime) -> HttpResponse:
    """POST."""
    day = _day(site, pk)
    reception.leave(attendance=day, by=request.user, now=now)
    messages.success(
        request,
        _("%(name)s has left.") % {"name": day.visitor.name},
        extra_tags=undo_by(reverse("visitor_arrival", args=[site, pk])),
    )
    return _back(site)


@answering(instead="")
def walk_in(request: HttpRequest, *, site: str, now: datetime) -> HttpResponse:
    """POST name, organisation, email, host, ends, note; also reason and override_reason."""
    place = duty_site(request, site, roles=RECEIVES, page="reception")
    form = WalkInForm(request.POST, now=now)
    if not form.is_valid():
        return _form_again(request, place, form, now=now)
    here, host = place.site, form.cleaned_data["host"]
    until = here.instant(here.local_date(now), form.cleaned_data["ends"])
    if until <= now:
        form.add_error("ends", _("Give a time that is still to come."))
        return _form_again(request, place, form, now=now)
    try:
        visit = reception.walk_in(
            guest=form.guest,
            host=host,
            site_id=here.pk,
            until=until,
            note=form.cleaned_data["note"],
            by=request.user,
            now=now,
            door=DOOR,
            **_reasons(request),
        )
    except IsEmployee as known:
        form.add_error("email", str(known))
        return _form_again(request, place, form, now=now)
    words = {"name": form.guest.name, "badge": visit.badge, "host": host.get_full_name()}
    messages.success(
        request,
        _("%(name)s has badge %(badge)s; %(host)s is told.") % words,
        extra_tags=undo_by(reverse("visitor_mistake", args=[site, visit.attendance_id])),
    )
    return _back(site)


def _form_again(request: HttpRequest, place, form: WalkInForm, *, now: datetime) -> HttpResponse:
    response = render(request, "booking/reception.html", context(request, place, form, now=now), status=422)
    response["HX-Push-Url"] = "false"
    return response


def _day(site: str, pk: int) -> Attendance:
    """A visitor's day at this very site."""
    days = Attendance.objects.select_related("visitor__host", "site")
    return get_object_or_404(days, pk=pk, site__code=site, visitor__isnull=False)


def _back(site: str) -> HttpResponse:
    response = redirect("reception", site=site)
    response.status_code = 303  # a reload repeats nothing
    return response


def _reasons(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in ("reason", "override_reason")}
