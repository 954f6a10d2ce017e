"""One's own desk: for which days it is released to others, and who has taken it then."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions.desk_release import release_desk, take_desk_back
from booking.actions.permissions import NotAllowed, check_may_act_for
from booking.models import Booking, DeskRelease, Employee, Space
from booking.web.answering import answering
from booking.web.booking_form import date_asked
from booking.web.days_in_words import long_day, span
from booking.web.signed_in import signed_in
from booking.web.way_back import go_back, way_back

A_DAY = timedelta(days=1)
SHOWN = 40  # releases


@dataclass(frozen=True)
class Released:
    days: str
    first: str
    last: str
    taken: tuple[str, ...]  # by whom, as far as they show it


@signed_in
def releases(request: HttpRequest, *, pk: int) -> HttpResponse:
    """GET, perhaps with date: what is released, and a form. POST from, until (both included): release it."""
    if request.method == "POST":
        return _release(request, pk=pk)
    return _page(request, pk=pk)


@answering(instead="")
def _release(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    space, first, last = _space(pk), _date(request, "from"), _date(request, "until")
    release_desk(space=space, starts_on=first, ends_on=last + A_DAY, by=request.user, now=now)
    words = {"desk": space.code, "days": _days(first, last)}
    messages.success(request, _("%(desk)s is released for others: %(days)s.") % words)
    return go_back(request, first)


@answering(instead="")
def take_back(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST from, until (both included)."""
    space, first, last = _space(pk), _date(request, "from"), _date(request, "until")
    take_desk_back(space=space, starts_on=first, ends_on=last + A_DAY, by=request.user, now=now)
    words = {"desk": space.code, "days": _days(first, last)}
    messages.success(request, _("%(desk)s is no longer released: %(days)s.") % words)
    return go_back(request, first)


@require_safe
def _page(request: HttpRequest, *, pk: int) -> HttpResponse:
    space, back = _space(pk), way_back(request)
    site = space.floor.site
    today = site.local_date(timezone.now())
    try:
        check_may_act_for(by=request.user, employee_id=space.owner_id or 0, site_id=site.pk)
    except NotAllowed:
        return render(request, "booking/not_allowed.html", {"next": back, "section": "week"}, status=403)
    context = {
        "section": "week",
        "space": space,
        "is_mine": space.owner_id == request.user.pk,
        "released": _coming(space, request.user, today),
        "today": today.isoformat(),
        "asked": request.GET.get("date") or today.isoformat(),
        "here": reverse("desk_releases", args=[pk]),
        "back": back,
    }
    return render(request, "booking/desk_releases.html", context)


def _coming(space: Space, viewer: Employee, today: date) -> list[Released]:
    """Two queries."""
    rows = list(DeskRelease.objects.filter(space=space, period__endswith__gt=today).order_by("period")[:SHOWN])
    bookings = (
        Booking.objects.standing().filter(space=space, date__gte=today).exclude(attendance__employee=space.owner_id)
    )
    taken = [(b.date, _who(b, viewer)) for b in bookings.select_related("attendance__employee").order_by("period")]
    found = []
    for row in rows:
        first, last = max(row.period.lower, today), row.period.upper - A_DAY
        inside = tuple(f"{long_day(day)}: {who}" for day, who in taken if first <= day <= last)
        found.append(Released(capfirst(_days(first, last)), first.isoformat(), last.isoformat(), inside))
    return found


def _who(booking: Booking, viewer: Employee) -> str:
    who = booking.attendance.employee if booking.attendance else None
    return who.get_full_name() if who is not None and who.shows_to(viewer) else _("a colleague")


def _days(first: date, last: date) -> str:
    return long_day(first) if first == last else span(first, last)


def _date(request: HttpRequest, field: str) -> date:
    return date_asked({"date": request.POST.get(field, "")})


def _space(pk: int) -> Space:
    return get_object_or_404(Space.objects.select_related("floor__site"), pk=pk, owner__isnull=False)
