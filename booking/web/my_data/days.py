"""My days of a month: each with its state, whether I checked in, why it did or did not count, and what I said of it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from booking.models import Attendance, Booking, Dispute, Employee
from booking.rules.dates_in_words import in_form
from booking.rules.proposal import Parts
from booking.web.booking_form import YEARS
from booking.web.days_in_words import long_day, part_in_words
from booking.web.my_data.counting import why
from booking.web.signed_in import signed_in


@dataclass(frozen=True)
class Day:
    """``dispute`` is what was last said of it; ``may_dispute``: it is over, and nothing waits for an answer."""

    pk: int
    name: str
    where: str
    state: str
    checked_in: str
    why: list[str]
    dispute: Dispute | None
    may_dispute: bool


@require_safe
@signed_in
def days(request: HttpRequest) -> HttpResponse:
    """GET month (2026-03): by default this one."""
    now = timezone.now()
    month = _month(request.GET.get("month", "")) or now.date().replace(day=1)
    after = (month + timedelta(days=31)).replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    context = {
        "days": _days(request.user, month, after, now=now),
        "month": capfirst(in_form(month, pgettext("date format", "F Y"))),
        "earlier": _address(before),
        "later": _address(after),
        "section": "me",
    }
    return render(request, "booking/my_days.html", context)


@require_safe
@signed_in
def dispute_form(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what the record of one of my days says, and a field for what is wrong with it. 404 for others' days."""
    mine = Attendance.objects.filter(employee=request.user)
    attendance = get_object_or_404(mine.select_related("site"), pk=pk)
    if not _may_dispute(attendance, _disputes(attendance), timezone.now()):
        return redirect(_address(attendance.date))
    [day] = _days(request.user, attendance.date, attendance.date + timedelta(days=1), now=timezone.now(), pk=pk)
    return render(request, "booking/dispute_new.html", {"day": day, "back": _address(attendance.date), "section": "me"})


def _days(employee: Employee, start: date, end: date, *, now: datetime, pk: int | None = None) -> list[Day]:
    spaces = Booking.objects.standing().select_related("space").order_by("period")
    found = (
        Attendance.objects.filter(employee=employee, date__gte=start, date__lt=end)
        .select_related("site")
        .prefetch_related(
            Prefetch("bookings", spaces, to_attr="standing_bookings"),
            Prefetch("disputes", Dispute.objects.select_related("answered_by")),
            "overrides",
        )
        .order_by("date", "created_at", "pk")
    )
    attendances = list(found if pk is None else found.filter(pk=pk))
    reasons = why(attendances, employee=employee, now=now)
    return [_day(one, reasons[one.pk], now) for one in attendances]


def _day(one: Attendance, reasons: list[str], now: datetime) -> Day:
    disputes = _disputes(one)
    spaces = [booking.space.name or booking.space.code for booking in one.standing_bookings]
    return Day(
        pk=one.pk,
        name=capfirst(long_day(one.date)),
        where=", ".join([one.site.name, *spaces, part_in_words(Parts(one.morning, one.afternoon))]),
        state=capfirst(one.get_state_display()),
        checked_in=_checked_in(one),
        why=reasons,
        dispute=disputes[0] if disputes else None,
        may_dispute=_may_dispute(one, disputes, now),
    )


def _checked_in(one: Attendance) -> str:
    if one.checked_in_at is None:
        return _("Not checked in")
    return _("Checked in at %(time)s") % {"time": date_format(one.checked_in_at.astimezone(one.site.zone_info), "H:i")}


def _disputes(one: Attendance) -> list[Dispute]:
    """Newest first."""
    return list(one.disputes.all())


def _may_dispute(one: Attendance, disputes: list[Dispute], now: datetime) -> bool:
    is_over = one.date < one.site.local_date(now)
    return is_over and all(dispute.state != Dispute.State.OPEN for dispute in disputes)


def _month(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if not found or int(found[1]) not in YEARS or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)


def _address(day: date) -> str:
    return f"{reverse('my_days')}?month={day:%Y-%m}"
