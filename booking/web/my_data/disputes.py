"""Disputes: the requests of those who dispute a day, and the page on which HR and managers answer them."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions import disputes
from booking.actions.permissions import sites_answered_by
from booking.models import Attendance, Dispute
from booking.rules.proposal import Parts
from booking.web.answering import answering
from booking.web.days_in_words import long_day, part_in_words
from booking.web.signed_in import signed_in
from booking.web.way_back import way_back

REJECTED = "rejected"


@answering(instead="")
def dispute(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST text: what is wrong with this day."""
    attendance = get_object_or_404(Attendance.objects.select_related("site"), pk=pk)
    disputes.raise_dispute(attendance=attendance, by=request.user, text=request.POST.get("text", ""), now=now)
    messages.success(request, _("Your dispute is kept. You get an answer by mail."))
    return HttpResponseRedirect(f"{reverse('my_days')}?month={attendance.date:%Y-%m}", status=303)


@answering(instead="")
def answer(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST outcome (present, absent, cancelled: what is right; or rejected) and answer."""
    found = get_object_or_404(Dispute.objects.select_related("attendance"), pk=pk)
    outcome, text = request.POST.get("outcome", ""), request.POST.get("answer", "")
    if outcome == REJECTED:
        disputes.reject(dispute=found, answer=text, by=request.user, now=now)
        messages.success(request, _("The record stays. The person is told why by mail."))
    else:
        disputes.correct(dispute=found, state=outcome, answer=text, by=request.user, now=now)
        messages.success(request, _("The record is corrected. The person is told by mail."))
    return HttpResponseRedirect(reverse("disputes"), status=303)


@require_safe
@signed_in
def open_disputes(request: HttpRequest) -> HttpResponse:
    """GET: what is open at the sites for which somebody answers, oldest first. 403 for others."""
    sites = sites_answered_by(request.user)
    if not sites.exists():
        return render(request, "booking/not_allowed.html", {"next": way_back(request), "section": "me"}, status=403)
    found = (
        Dispute.objects.filter(state=Dispute.State.OPEN, attendance__site__in=sites)
        .exclude(employee=request.user)
        .select_related("employee", "attendance__site")
        .order_by("at", "pk")
    )
    return render(request, "booking/disputes.html", {"disputes": [_shown(one) for one in found], "section": "me"})


def _shown(one: Dispute) -> dict[str, object]:
    day = one.attendance
    return {
        "pk": one.pk,
        "person": one.employee.get_full_name(),
        "day": capfirst(long_day(day.date)),
        "where": f"{day.site.name}, {part_in_words(Parts(day.morning, day.afternoon))}",
        "state": capfirst(day.get_state_display()),
        "text": one.text,
        "outcomes": [
            (value, label)
            for value, label in (
                (Attendance.State.PRESENT, _("Corrected: the person was there")),
                (Attendance.State.ABSENT, _("Corrected: the person did not come")),
                (Attendance.State.CANCELLED, _("Corrected: the day was cancelled in time")),
            )
            if value != day.state
        ]
        + [(REJECTED, _("Not corrected: the record is right"))],
    }
