"""Being away: the page that says what an absence would cancel before it is entered, and the list of coming ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from booking.actions.absence import LostDay, end_absence, enter_absence, lost_days, today_of
from booking.models import Absence, Employee
from booking.rules.proposal import NO_PART, Parts
from booking.web.answering import answering
from booking.web.booking_form import BadInput, part_asked, part_name
from booking.web.days_in_words import long_day, part_in_words, short_day, span
from booking.web.plan.asked import day_asked
from booking.web.plan.choices import Choice, part_choices
from booking.web.signed_in import signed_in
from booking.web.way_back import way_back

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Coming:
    """``is_own``: entered here, so that it can be ended here. ``first`` and ``last`` bound the first day back."""

    pk: int
    kind: str
    dates: str
    is_own: bool
    has_begun: bool
    first: str
    last: str


def coming_absences(employee: Employee, *, now: datetime) -> list[Coming]:
    """One query."""
    today = today_of(employee, now)
    absences = Absence.objects.standing().filter(employee=employee, period__endswith__gt=today).order_by("period")
    return [_coming(absence, today) for absence in absences]


@require_safe
@signed_in
def away(request: HttpRequest) -> HttpResponse:
    """``?from=2026-03-03&until=2026-03-05&part=day&kind=leave``: until is the last day away."""
    now = timezone.now()
    try:
        return _page(request, _asked(request.GET, request.user, now), now)
    except BadInput as bad:
        context = {"bad": bad, "next": way_back(request), "section": "week"}
        return render(request, "booking/bad_input.html", context, status=400)


@answering(instead="")
def enter(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST from, until, part, kind; and ``seen``, the planned days that whoever presses knows to be cancelled."""
    asked = _asked(request.POST, request.user, now)
    lost = lost_days([asked], now=now)
    if _problem(asked, today_of(request.user, now)) or request.POST.get("seen", "") != _seen(lost):
        return _page(request, asked, now)
    enter_absence(
        employee=request.user,
        kind=asked.kind,
        starts_on=asked.period.lower,
        ends_on=asked.period.upper,
        parts=Parts(asked.morning, asked.afternoon),
        by=request.user,
        now=now,
    )
    messages.success(request, _("You are away: %(dates)s.") % {"dates": _dates(asked)})
    return redirect(way_back(request, asked.period.lower))


@answering(instead="")
def end(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST back: the first day back."""
    absence = get_object_or_404(Absence.objects.standing().select_related("employee__home_site"), pk=pk)
    back_on = day_asked(request.POST, "back")
    end_absence(absence=absence, back_on=back_on, by=request.user, now=now)
    if back_on <= absence.period.lower:
        messages.success(request, _("Your absence is taken back."))
    else:
        messages.success(request, _("You are back on %(day)s.") % {"day": long_day(back_on)})
    return redirect(way_back(request, back_on))


def _page(request: HttpRequest, asked: Absence, now: datetime) -> HttpResponse:
    today = today_of(request.user, now)
    problem = _problem(asked, today)
    lost = [] if problem else lost_days([asked], now=now)
    context = {
        "section": "week",
        "next": way_back(request, asked.period.lower),
        "first": asked.period.lower.isoformat(),
        "last": (asked.period.upper - timedelta(days=1)).isoformat(),
        "today": today.isoformat(),
        "kinds": [Choice(value, capfirst(str(label)), value == asked.kind) for value, label in Absence.Kind.choices],
        "parts": part_choices(part_name(Parts(asked.morning, asked.afternoon))),
        "problem": problem,
        "lost": [(capfirst(long_day(day.attendance.date)), _lost(day)) for day in lost],
        "lost_in_short": _lost_in_short(lost),
        "seen": _seen(lost),
    }
    return render(request, "booking/away.html", context)


def _asked(given: QueryDict, employee: Employee, now: datetime) -> Absence:
    """The absence as the form has it, not kept; without dates it is of today. Raises BadInput."""
    first = day_asked(given, "from") if given.get("from") else today_of(employee, now)
    last = day_asked(given, "until") if given.get("until") else first
    kind = given.get("kind") or Absence.Kind.LEAVE
    if kind not in Absence.Kind.values:
        raise BadInput("kind", kind, _("Give leave, sick or other."))
    parts = part_asked(given)
    # A last day before the first is a problem that the page tells of; the database would call it empty.
    return Absence(
        employee=employee,
        kind=kind,
        period=DateRange(first, max(last, first - timedelta(days=1)) + timedelta(days=1)),
        morning=parts.morning,
        afternoon=parts.afternoon,
    )


def _problem(asked: Absence, today: date) -> str:
    if asked.period.upper <= asked.period.lower:
        return _("The last day is before the first. Choose a later one.")
    if asked.period.upper <= today:
        return _("These days are over. Choose days to come.")
    if asked.period.upper - asked.period.lower > LONGEST:
        return _("That is more than a year. Let the staff office enter it.")
    return ""


def _seen(lost: Sequence[LostDay]) -> str:
    return ",".join(f"{day.attendance.pk}{part_name(day.left) if day.left != NO_PART else ''}" for day in lost)


def _lost(day: LostDay) -> str:
    if day.left == NO_PART:
        return _("cancelled")
    return _("only %(part)s") % {"part": part_in_words(day.left)}


def _lost_in_short(lost: Sequence[LostDay]) -> str:
    whole = sum(day.left == NO_PART for day in lost)
    said = []
    if whole:
        told = ngettext("%(count)d planned day will be cancelled.", "%(count)d planned days will be cancelled.", whole)
        said.append(told % {"count": whole})
    if shorter := len(lost) - whole:
        told = ngettext("%(count)d planned day will be shorter.", "%(count)d planned days will be shorter.", shorter)
        said.append(told % {"count": shorter})
    return " ".join(said)


def _dates(absence: Absence) -> str:
    """Tuesday 3 March; 3–5 March, in the morning."""
    first, last = absence.period.lower, absence.period.upper - timedelta(days=1)
    parts = Parts(absence.morning, absence.afternoon)
    dates = long_day(first) if first == last else span(first, last)
    return dates if all(parts) else f"{dates}, {part_in_words(parts)}"


def _coming(absence: Absence, today: date) -> Coming:
    first, end = absence.period.lower, absence.period.upper
    return Coming(
        pk=absence.pk,
        kind=capfirst(absence.get_kind_display()),
        dates=_dates(absence) if first != end - timedelta(days=1) else short_day(first),
        is_own=absence.source == Absence.Source.ENTERED,
        has_begun=first < today,
        first=max(first, today).isoformat(),
        last=(end - timedelta(days=1)).isoformat(),
    )
