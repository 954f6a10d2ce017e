"""The requests of a host: invite, change, cancel, and undo. Each translates, makes one domain call, and leads back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking.actions import visits
from booking.actions.visitors import IsEmployee
from booking.models import Site, Visit
from booking.rules.proposal import Period
from booking.templatetags.toast import undoing as undo_by
from booking.web.answering import answering
from booking.web.days_in_words import long_day
from booking.web.visitors.form import InviteForm, WhenForm
from booking.web.visitors.page import context, sites_by_code
from booking.web.way_back import go_back

DOOR = "web"


@answering(instead="book")
def invite(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST name, email, organisation, language, site, date, starts, ends, note; also reason and override_reason."""
    form = InviteForm(request.POST, sites=sites_by_code())
    if not form.is_valid():
        return _form_again(request, form, now=now)
    period = form.period(form.chosen_site)
    try:
        visit = visits.invite_visitor(
            guest=form.guest,
            host=request.user,
            site_id=form.chosen_site.pk,
            day=form.cleaned_data["date"],
            period=period,
            note=form.cleaned_data["note"],
            by=request.user,
            now=now,
            door=DOOR,
            **_reasons(request),
        )
    except IsEmployee as known:
        form.add_error("email", str(known))
        return _form_again(request, form, now=now)
    words = _words(form.guest.name, form.chosen_site, period)
    messages.success(
        request,
        _("%(name)s is invited for %(day)s, %(hours)s.") % words,
        extra_tags=undo_by(reverse("visit_cancellation", args=[visit.pk])),
    )
    return go_back(request, form.cleaned_data["date"])


@answering(instead="move")
def change(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST date, starts, ends, note; also reason and override_reason."""
    visit = _visit(pk)
    form = WhenForm(request.POST)
    if not form.is_valid():
        response = render(
            request, "booking/visit.html", {"section": "visitors", "visit": visit, "form": form}, status=422
        )
        response["HX-Push-Url"] = "false"
        return response
    site, was = visit.attendance.site, Period(visit.period.lower, visit.period.upper)
    period = form.period(site)
    visits.change_visit(
        visit=visit,
        day=form.cleaned_data["date"],
        period=period,
        note=form.cleaned_data["note"],
        by=request.user,
        now=now,
        door=DOOR,
        **_reasons(request),
    )
    starts, ends = _clocks(site, was)
    messages.success(
        request,
        _("%(name)s comes on %(day)s, %(hours)s.") % _words(visit.attendance.visitor.name, site, period),
        extra_tags=undo_by(
            reverse("visit_move", args=[pk]),
            date=visit.attendance.date.isoformat(),
            starts=starts,
            ends=ends,
            note=visit.note,
        ),
    )
    return go_back(request, form.cleaned_data["date"])


@answering(instead="")
def cancel(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST."""
    visit = _visit(pk)
    visits.cancel_visit(visit=visit, by=request.user, now=now)
    period = Period(visit.period.lower, visit.period.upper)
    messages.success(
        request,
        _("The visit of %(name)s on %(day)s is cancelled.")
        % _words(visit.attendance.visitor.name, visit.attendance.site, period),
        extra_tags=undo_by(reverse("visit_restoration", args=[pk])),
    )
    return go_back(request, visit.attendance.date)


@answering(instead="")
def restore(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST: undo a cancellation; also reason and override_reason."""
    visit = _visit(pk)
    visits.restore_visit(visit=visit, by=request.user, now=now, door=DOOR, **_reasons(request))
    words = _words(visit.attendance.visitor.name, visit.attendance.site, Period(visit.period.lower, visit.period.upper))
    messages.success(request, _("%(name)s is invited again for %(day)s, %(hours)s.") % words)
    return go_back(request, visit.attendance.date)


def _form_again(request: HttpRequest, form: InviteForm, *, now: datetime) -> HttpResponse:
    response = render(request, "booking/visitors.html", context(request, form, now=now), status=422)
    response["HX-Push-Url"] = "false"
    return response


def _visit(pk: int) -> Visit:
    return get_object_or_404(Visit.objects.select_related("attendance__site", "attendance__visitor"), pk=pk)


def _reasons(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in ("reason", "override_reason")}


def _words(name: str, site: Site, period: Period) -> dict[str, str]:
    return {"name": name, "day": long_day(site.local_date(period.start)), "hours": "–".join(_clocks(site, period))}


def _clocks(site: Site, period: Period) -> list[str]:
    return [date_format(moment.astimezone(site.zone_info), "H:i") for moment in period]
