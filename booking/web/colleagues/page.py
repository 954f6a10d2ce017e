"""With whom: the page. ``?who=`` all, team or favourites; ``?q=`` looks for a colleague; ``?site=`` another site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.rules.proposal import NO_PART, Parts
from booking.web.colleagues.circle import ALL, FAVOURITES, TEAM, WHO, Circle, Mate, circle_of
from booking.web.colleagues.days import MeetingDays, meeting_days
from booking.web.colleagues.invitations import open_proposals
from booking.web.colleagues.meet_ups import form_of, led_teams, proposals_of
from booking.web.days_in_words import part_in_words
from booking.web.people_search import FEWEST_LETTERS, visible_people
from booking.web.signed_in import signed_in
from booking.web.site_choice import Choice, site_choice

FOUND = "found"  # the element that a search alone replaces


@dataclass(frozen=True, slots=True)
class Cell:
    """One person on one day: ``shape`` is day, morning, afternoon or empty."""

    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    initials: str
    is_me: bool
    cells: Sequence[Cell]


@require_safe
@signed_in
def colleagues(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    circle = circle_of(request.user, on=now.date())
    if request.htmx.target == FOUND:
        return render(request, "booking/colleagues_found.html", _search(request, circle, now))
    site = site_choice(request)
    if not site.is_open:
        return render(request, "booking/no_site.html", {"site": site})
    return render(request, "booking/colleagues.html", _context(request, site, circle, now))


def _context(request: HttpRequest, site: Choice, circle: Circle, now: datetime) -> dict[str, object]:
    who = request.GET.get("who", ALL)
    who = who if who in WHO else ALL
    company = circle.company(who)
    found = meeting_days(
        viewer=request.user,
        company=company,
        who=who,
        site_id=site.site_id or 0,
        here=request.get_full_path(),
        now=now,
    )
    teams = led_teams(request.user)
    return {
        "site": site,
        "circle": circle,
        "company": company,
        "days": found.days,
        "best": found.best,
        "rows": _rows(request.user.get_full_name(), request.user.initials, request.user.pk, company, found),
        "choices": _choices(who, circle, site, request),
        "open_proposals": open_proposals(request.user, here=request.get_full_path(), now=now),
        "proposed": proposals_of(request.user, teams, now=now),
        "proposing": form_of(teams, site.site_id or 0),
        **_search(request, circle, now),
    }


def _search(request: HttpRequest, circle: Circle, now: datetime) -> dict[str, object]:
    text = request.GET.get("q", "").strip()[:80]
    without = {mate.id for mate in circle.favourites}
    query = request.GET.copy()
    query.pop("q", None)
    return {
        "q": text,
        "is_searched": len("".join(text.split())) >= FEWEST_LETTERS,
        "found": visible_people(text, viewer=request.user, on=now.date(), without=without),
        "kept": [(name, value) for name, value in query.items()],
        "back": reverse("colleagues") + (f"?{query.urlencode()}" if query else ""),
    }


def _choices(who: str, circle: Circle, site: Choice, request: HttpRequest) -> list[dict[str, object]]:
    """Whom the days are shown for; only where there is a choice."""
    if not circle.company(FAVOURITES) or not any(mate.in_team for mate in circle.mates):
        return []
    named = ((ALL, _("Everybody")), (TEAM, _("My team")), (FAVOURITES, _("Favourites")))
    at = {"site": site.code} if request.GET.get("site") else {}
    return [
        {"label": label, "url": f"?{urlencode({'who': name, **at})}", "is_current": name == who}
        for name, label in named
    ]


def _rows(name: str, initials: str, me: int, company: Sequence[Mate], found: MeetingDays) -> list[Row]:
    people = [(me, name, initials), *((mate.id, mate.name, mate.initials) for mate in company)]
    dates = [day.date for day in found.days]
    return [
        Row(name, initials, pk == me, [_cell(found.coming.get(day, {}).get(pk, NO_PART)) for day in dates])
        for pk, name, initials in people
    ]


def _cell(parts: Parts) -> Cell:
    if parts == NO_PART:
        return Cell("empty", _("not in"))
    shape = "day" if all(parts) else "morning" if parts.morning else "afternoon"
    return Cell(shape, part_in_words(parts))
