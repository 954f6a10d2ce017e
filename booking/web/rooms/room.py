"""The page of a room: its week, what it holds, and the form that books it."""

from datetime import time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.models import Site
from booking.rules.capacity import term_in_words
from booking.rules.loading import rulebook
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.web.days_in_words import long_day
from booking.web.floor.asked import date_in, first_open_day
from booking.web.floor.controls import days
from booking.web.meetings.colleagues import colleagues
from booking.web.meetings.form import DAILY, FORTNIGHTLY, MONTHLY, WEEKLY
from booking.web.rooms.asked import next_quarter
from booking.web.rooms.draft import Draft, answer_to, draft_of
from booking.web.rooms.timeline import has_in_icons, holds, week_days, week_of_room
from booking.web.signed_in import signed_in


@require_safe
@signed_in
def room(request: HttpRequest, *, site: str, floor: str, code: str) -> HttpResponse:
    """GET date, and what of a meeting is filled in: from, until, people, title, participant (many), presence, repeat,
    repeat_until; colleague is a name to search.
    """
    now = timezone.now()
    book, space = _find(site, floor, code)
    day = date_in(request.GET) or first_open_day(book, now=now)
    draft = draft_of(request.GET, space, day, next_quarter(book.site, day, now))
    chosen = [person.pk for person in draft.participants]
    context = {
        "section": "rooms",
        "site": book.site,
        "room": space,
        "name": space.name or space.code,
        "where": _where(book, space),
        "holds": holds(space.safe_capacity),
        "binding": _binding(space),
        "icons": has_in_icons(space),
        "day_in_words": capfirst(long_day(day)),
        "draft": draft,
        "answer": answer_to(draft, space, book, viewer=request.user, now=now),
        "found": colleagues(draft.search, viewer=request.user, but=chosen),
        "repeats": _repeats(),
        "timeline": week_of_room(book, space, week_days(book, day), day, viewer=request.user, now=now),
        "here": request.path,
        "all_rooms": f"{reverse('rooms')}?{urlencode({'site': book.site.code, 'date': day.isoformat()})}",
        "elsewhere": _elsewhere(book, draft),
        **days(book, day, lambda one: f"?date={one.isoformat()}"),
    }
    return render(request, "booking/room.html", context)


def _find(site: str, floor: str, code: str) -> tuple[Rulebook, SpaceFacts]:
    site_id = Site.objects.filter(code=site).values_list("pk", flat=True).first()
    if site_id is None:
        raise Http404
    book = rulebook(site_id)
    for space in book.spaces.values():
        if space.kind == "room" and space.code == code and book.floors[space.floor_id].code == floor:
            return book, space
    raise Http404


def _where(book: Rulebook, space: SpaceFacts) -> str:
    floor = book.floors[space.floor_id]
    return ", ".join(filter(None, [floor.name or floor.code, space.code if space.name else ""]))


def _binding(space: SpaceFacts) -> str:
    """What limits how many people it holds: 240 m³/h of outdoor air, 40 per person."""
    return term_in_words(space.capacity_term, f"{space.capacity_amount or space.safe_capacity:g}")


def _repeats() -> list[tuple[str, str]]:
    return [
        ("", _("Once")),
        (DAILY, _("Every working day")),
        (WEEKLY, _("Every week")),
        (FORTNIGHTLY, _("Every two weeks")),
        (MONTHLY, _("Every month, on the same weekday")),
    ]


def _elsewhere(book: Rulebook, draft: Draft) -> str:
    """The search for other rooms at the same time."""
    start, end = (time.fromisoformat(text) for text in (draft.start, draft.until))
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    query = {
        "site": book.site.code,
        "date": draft.day.isoformat(),
        "from": draft.start,
        "minutes": max(minutes, 15),
        "people": draft.people,
    }
    return f"{reverse('rooms_free')}?{urlencode(query)}"
