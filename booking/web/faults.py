"""Faults: reported at a desk or room by whoever finds them, and answered by those who run the site."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions import faults
from booking.actions.permissions import MANAGES, manages
from booking.models import Booking, Fault, RoleGrant, Site, Space
from booking.web.answering import answering
from booking.web.booking_form import date_asked
from booking.web.days_in_words import short_day
from booking.web.signed_in import signed_in
from booking.web.way_back import way_back

A_DAY = timedelta(days=1)
SHOWN = 100  # faults, the newest first
IMPACT = timedelta(days=60)  # within which coming bookings are shown


@dataclass(frozen=True)
class Shown:
    fault: Fault
    where: str
    when: str
    by: str


@signed_in
def report(request: HttpRequest) -> HttpResponse:
    """GET space: the form. POST space, what."""
    if request.method == "POST":
        return _report(request)
    space = _space(request.GET.get("space", ""))
    return render(request, "booking/faults/report.html", {"space": space, "back": way_back(request)})


@answering(instead="")
def _report(request: HttpRequest, *, now: datetime) -> HttpResponse:
    space = _space(request.POST.get("space", ""))
    faults.report_fault(space=space, what=request.POST.get("what", ""), by=request.user, now=now)
    messages.success(request, _("Thank you. Those who run the building know, and you will be told."))
    return HttpResponseRedirect(way_back(request), status=303)


@require_safe
@signed_in
def all_faults(request: HttpRequest) -> HttpResponse:
    """The open ones of the sites that somebody runs."""
    granted = RoleGrant.objects.filter(employee=request.user, role__in=MANAGES)
    if not granted:
        return render(request, "booking/not_allowed.html", {"next": "/", "section": "week"}, status=403)
    found = Fault.objects.filter(state__in=Fault.OPEN_STATES).select_related("space__floor__site", "reported_by")
    if not any(grant.site_id is None for grant in granted):
        found = found.filter(space__floor__site__in=Site.objects.filter(pk__in=granted.values("site")))
    return render(request, "booking/faults/list.html", {"faults": [_shown(fault) for fault in found[:SHOWN]]})


@require_safe
@signed_in
def fault(request: HttpRequest, *, pk: int) -> HttpResponse:
    """One fault: what blocking its space would touch, and the answers."""
    found, now = _fault(pk), timezone.now()
    site = found.space.floor.site
    if not manages(request.user, site.pk):
        return render(request, "booking/not_allowed.html", {"next": "/", "section": "week"}, status=403)
    today = site.local_date(now)
    coming = faults.coming_bookings(found.space, today, today + IMPACT, now=now)
    context = {
        "one": _shown(found),
        "is_open": found.state in Fault.OPEN_STATES,
        "coming": [_booking(booking, site, request) for booking in coming],
        "today": today.isoformat(),
        "next_week": (today + 7 * A_DAY).isoformat(),
    }
    return render(request, "booking/faults/fault.html", context)


@answering(instead="")
def answer(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST state (mended or dismissed), answer."""
    state, text = request.POST.get("state", ""), request.POST.get("answer", "")
    faults.answer_fault(fault=_fault(pk), state=state, answer=text, by=request.user, now=now)
    messages.success(request, _("The fault is answered."))
    return HttpResponseRedirect(reverse("faults"), status=303)


@answering(instead="")
def block(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST until (the last day on which it is blocked), answer."""
    found, last = _fault(pk), _last_day(request)
    text = request.POST.get("answer", "")
    faults.block_space(fault=found, until=last + A_DAY, answer=text, by=request.user, now=now)
    words = {"space": str(found.space), "day": short_day(last)}
    messages.success(request, _("%(space)s is blocked up to and including %(day)s.") % words)
    return HttpResponseRedirect(reverse("faults"), status=303)


def _shown(fault: Fault) -> Shown:
    site = fault.space.floor.site
    moment = fault.reported_at.astimezone(site.zone_info)
    return Shown(
        fault=fault,
        where=", ".join([str(fault.space.floor), site.name]),
        when=f"{short_day(moment.date())}, {moment:%H:%M}",
        by=fault.reported_by.get_full_name() if fault.reported_by else "",
    )


def _booking(booking: Booking, site: Site, request: HttpRequest) -> str:
    who = booking.attendance.employee if booking.attendance else booking.organiser
    name = who.get_full_name() if who is not None and who.shows_to(request.user) else _("somebody")
    start, end = (moment.astimezone(site.zone_info) for moment in (booking.period.lower, booking.period.upper))
    until = "24:00" if end.date() > start.date() else f"{end:%H:%M}"
    hours = _("all day") if f"{start:%H:%M}–{until}" == "00:00–24:00" else f"{start:%H:%M}–{until}"
    return _("%(day)s, %(hours)s: %(name)s") % {"day": short_day(booking.date), "hours": hours, "name": name}


def _last_day(request: HttpRequest) -> date:
    return date_asked({"date": request.POST.get("until", "")})


def _space(text: str) -> Space:
    key = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    return get_object_or_404(Space.objects.select_related("floor__site"), pk=key)


def _fault(pk: int) -> Fault:
    return get_object_or_404(Fault.objects.select_related("space__floor__site", "reported_by"), pk=pk)
