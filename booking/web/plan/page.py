"""Plan several weeks: choose, see what would come of it, book all with one button, see what came of it, undo it.

``?weekday=2&weekday=4&from=2026-03-03&until=2026-03-30&part=day&desk=usual`` and ``&site=code`` for another site.
"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from booking.actions.foresight import BOOKABLE, foresee
from booking.actions.planning import plan, unplan
from booking.rules.loading import rulebook_at_hand
from booking.web.answering import answering
from booking.web.booking_form import BadInput, part_name
from booking.web.plan.asked import NONE, USUAL, Asked, sweep_asked, weekdays_of
from booking.web.plan.autopilot import autopilot_of
from booking.web.plan.away import coming_absences
from booking.web.plan.choices import Choice, part_choices, weekday_choices
from booking.web.plan.remembered import forget, remember, remembered, taken_from_words, taken_in_words
from booking.web.plan.rows import foreseen_weeks, planned_weeks
from booking.web.signed_in import signed_in
from booking.web.site_choice import Choice as SiteChoice
from booking.web.site_choice import site_choice

DOOR = "web"


@require_safe
@signed_in
def planning(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    site = site_choice(request)
    if site.site_id is None:
        return render(request, "booking/no_site.html", {"site": site, "section": "week"})
    try:
        asked = sweep_asked(
            request.GET, by=request.user, site_id=site.site_id, site_code=request.GET.get("site", ""), now=now
        )
    except BadInput as bad:
        return render(
            request, "booking/bad_input.html", {"bad": bad, "next": reverse("plan"), "section": "week"}, status=400
        )
    return render(request, "booking/plan.html", _context(request, site, asked, now))


@answering(instead="")
def sweep(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST weekday (several), from, until, part, desk: book all of it, then show what came of it."""
    site = site_choice(request)
    asked = sweep_asked(
        request.POST, by=request.user, site_id=site.site_id or 0, site_code=request.GET.get("site", ""), now=now
    )
    if asked.problem:
        raise BadInput("until", asked.sweep.last.isoformat(), asked.problem)
    remember(request, asked, plan(sweep=asked.sweep, by=request.user, now=now, door=DOOR))
    return redirect("plan_done")


@require_safe
@signed_in
def done(request: HttpRequest) -> HttpResponse:
    """How the last sweep of this session went."""
    last = remembered(request)
    if last is None:
        return redirect("plan")
    asked, dates = last
    book = rulebook_at_hand(asked["site"])
    taken = [one.taken for one in dates if one.taken]
    context = {
        "section": "week",
        "weeks": planned_weeks(dates, book, with_desk=asked["with_desk"]),
        "booked": len(taken),
        "all": len(dates),
        "undo": [("taken", taken_in_words(one)) for one in taken] + [("query", asked["query"])],
        "again": f"{reverse('plan')}?{asked['query']}",
    }
    return render(request, "booking/plan_done.html", context)


@answering(instead="")
def undo(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST taken (several): give back what a sweep took."""
    taken = [taken_from_words(text) for text in request.POST.getlist("taken")]
    given_back = unplan(taken=taken, by=request.user, now=now)
    forget(request)
    said = ngettext("%(count)d day is cancelled.", "%(count)d days are cancelled.", len(given_back))
    messages.success(request, said % {"count": len(given_back)})
    return redirect(f"{reverse('plan')}?{request.POST.get('query', '')}")


def _context(request: HttpRequest, site: SiteChoice, asked: Asked, now: datetime) -> dict:
    sweep, book = asked.sweep, rulebook_at_hand(site.site_id)
    seen = [] if asked.problem else foresee(sweep=sweep, now=now)
    bookable = sum(one.outlook == BOOKABLE for one in seen)
    return {
        "section": "week",
        "site": site,
        "asked": asked,
        "first": sweep.first.isoformat(),
        "last": sweep.last.isoformat(),
        "weekdays": weekday_choices(weekdays_of(book, *sweep.weekdays), sweep.weekdays),
        "parts": part_choices(part_name(sweep.parts)),
        "desks": [
            Choice(USUAL, _("Usual desk"), sweep.with_desk),
            Choice(NONE, _("No desk"), not sweep.with_desk),
        ],
        "weeks": foreseen_weeks(seen, book, with_desk=sweep.with_desk),
        "bookable": bookable,
        "all": len(seen),
        "autopilot": autopilot_of(request.user, book, now=now),
        "absences": coming_absences(request.user, now=now),
    }
