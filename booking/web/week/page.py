"""My week, the home page: the days of a week with their gauges, the two weeks after it, and one button a day.

``?week=2026-W12`` shows another week, ``?site=code`` another site.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions.odds import waits
from booking.actions.permissions import NotAllowed
from booking.models import Absence
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import Person
from booking.rules.spans import week_of
from booking.web.acting import Acting, acting, switcher
from booking.web.booking_form import YEARS, BadInput
from booking.web.days_in_words import span
from booking.web.presence import people_in, presence
from booking.web.signed_in import signed_in
from booking.web.site_choice import Choice, site_choice
from booking.web.week.days import Day, days_of, hung
from booking.web.week.judged import JudgedDay, JudgedWeeks, judge_weeks
from booking.web.week.limits import Allowance, allowance_of, cap_of, minimum_of, week_name
from booking.web.week.meetings import meetings_of_days

WEEKS = 3
_ISO_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class WeekRow:
    name: str
    number: int
    dates: str
    url: str
    days: Sequence[Day]
    allowance: Allowance | None
    minimum: str


@require_safe
@signed_in
def week(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    try:
        who = acting(request)
    except NotAllowed:
        return render(request, "booking/not_allowed.html", {"next": reverse("week"), "section": "week"}, status=403)
    site = site_choice(request, home=who.person.home_site_id)
    if site.site_id is None:
        return render(request, "booking/no_site.html", {"site": site})
    try:
        monday, this_monday = _monday(request.GET.get("week", ""), site.site_id, now)
    except BadInput as bad:
        return render(request, "booking/bad_input.html", {"bad": bad, "next": reverse("week")}, status=400)
    response = render(request, "booking/week.html", _context(request, who, site, monday, this_monday, now))
    if request.htmx:
        # This page may answer a request that booked elsewhere: the address of the browser has to follow.
        moved = request.htmx.current_url_abs_path != request.get_full_path()
        response["HX-Push-Url"] = request.get_full_path() if moved else "false"
    return response


def _context(request: HttpRequest, who: Acting, site: Choice, monday: date, this_monday: date, now: datetime) -> dict:
    judged = judge_weeks(employee=who.person, site_id=site.site_id, monday=monday, weeks=WEEKS, now=now)
    if who.is_for_other:
        judged = replace(judged, person=_without_kinds(judged.person), fields=who.fields)
    last = monday + timedelta(weeks=WEEKS, days=-1)
    present = presence(
        viewer=who.by, person=who.person, site_id=site.site_id, first=monday, last=last, today=judged.today
    )
    uncapped = any(day.verdict.usage("occupancy_cap") is None for day in judged.days.values())
    counts = people_in(site_id=site.site_id, first=monday, last=last) if uncapped else {}
    queued = waits(employee_id=who.person.pk, first=monday, last=last)
    days = days_of(judged, present, counts, queued, here=request.get_full_path(), now=now)
    meetings = meetings_of_days(viewer=request.user, first=monday, last=last)
    days = [replace(day, meetings=meetings.get(day.date, ())) for day in days]
    rows = [_row(n, judged, days, monday + timedelta(weeks=n), this_monday, request) for n in range(WEEKS)]
    first_week = [day for day in judged.days.values() if day.date < monday + timedelta(weeks=1)]
    return {
        "site": site,
        "switcher": switcher(request, who, on=judged.today),
        "first": rows[0],
        "coming": rows[1:],
        "columns": len(rows[0].days),
        "cap": cap_of(judged, first_week),
        "earlier": _address(monday - timedelta(weeks=1), request),
        "later": _address(monday + timedelta(weeks=1), request),
        "back_to_now": "" if monday == this_monday else _address(None, request),
    }


def _without_kinds(person: Person) -> Person:
    """Whoever acts for somebody sees that they are away, not why."""
    return replace(person, away=tuple(away._replace(kind=Absence.Kind.OTHER) for away in person.away))


def _row(
    n: int, judged: JudgedWeeks, days: Sequence[Day], monday: date, this_monday: date, request: HttpRequest
) -> WeekRow:
    end = monday + timedelta(weeks=1)
    shown = [day for day in days if monday <= day.date < end]
    if n == 0:
        shown = hung(shown)
    judged_days: list[JudgedDay] = [judged.days[day.date] for day in shown]
    return WeekRow(
        name=week_name((monday - this_monday).days // 7, monday),
        number=monday.isocalendar().week,
        dates=span(shown[0].date, shown[-1].date) if shown else "",
        url=_address(monday, request),
        days=shown,
        allowance=allowance_of(judged_days),
        minimum=minimum_of(judged_days),
    )


def _monday(text: str, site_id: int, now: datetime) -> tuple[date, date]:
    """The Mondays of the asked week and of this one; a weekend with no day left to come belongs to the next week."""
    book = rulebook_at_hand(site_id)
    today = book.site.local_date(now)
    this_monday, next_monday = week_of(today)
    if not any(day >= today.isoweekday() for day in book.site.working_days):
        this_monday = next_monday
    if not text:
        return this_monday, this_monday
    match = _ISO_WEEK.fullmatch(text)
    try:
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1) if match and int(match[1]) in YEARS else None
    except ValueError:
        monday = None
    if monday is None:
        raise BadInput("week", text, _("Give a week such as 2026-W12."))
    return monday, this_monday


def _address(monday: date | None, request: HttpRequest) -> str:
    """This page for another week, at the same site; None is the current week."""
    query = {}
    if monday is not None:
        year, number, _weekday = monday.isocalendar()
        query["week"] = f"{year}-W{number:02}"
    for kept in ("site", "person"):
        if request.GET.get(kept):
            query[kept] = request.GET[kept]
    return reverse("week") + (f"?{urlencode(query)}" if query else "")
