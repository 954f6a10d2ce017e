"""The rooms of a site: what is free now, the search for one that fits, and the day of all of them as a timeline."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions.asking import NotPossible
from booking.actions.permissions import manages
from booking.models import Booking, Space
from booking.rules.loading import rulebook
from booking.rules.proposal import ALL_DAY as WHOLE_DAY
from booking.rules.rulebook import Rulebook
from booking.web.days_in_words import long_day
from booking.web.floor.controls import Choice, days
from booking.web.floor.list import EQUIPMENT_ICONS
from booking.web.rooms.asked import (
    AFTERNOON,
    ALL_DAY,
    EQUIPMENT,
    LENGTHS,
    MORNING,
    Asked,
    asked_of,
    next_quarter,
)
from booking.web.rooms.finding import find, lengths
from booking.web.rooms.now import free_now
from booking.web.rooms.open import rooms_of
from booking.web.rooms.timeline import day_of_rooms
from booking.web.rooms.track import clock, minute_of
from booking.web.signed_in import signed_in
from booking.web.site_choice import site_choice

HALF_HOUR = 30


@require_safe
@signed_in
def rooms(request: HttpRequest) -> HttpResponse:
    """GET site, date, floor, view (list)."""
    now, site = timezone.now(), site_choice(request)
    if site.site_id is None:
        return render(request, "booking/no_site.html", {"site": site})
    book = rulebook(site.site_id)
    asked = asked_of(request.GET, book, now=now)
    all_rooms = rooms_of(book, asked.day)
    shown = [room for room in all_rooms if asked.floor in ("", book.floors[room.floor_id].code)]
    here = request.get_full_path()
    today = book.site.local_date(now)
    context = {
        "section": "rooms",
        "site": site,
        "asked": asked,
        "day_in_words": long_day(asked.day),
        "has_rooms": bool(all_rooms),
        "now": free_now(book, viewer=request.user, now=now, here=here),
        "is_open": not book.closed(today, WHOLE_DAY) and now < book.site.instant(today, book.site.closes),
        "timeline": day_of_rooms(book, shown, asked.day, viewer=request.user, now=now),
        "floors": _floors(book, asked),
        "views": _views(asked),
        "form": _form(asked, book, now),
        "requests": _requests(request, site.site_id, now),
        **days(book, asked.day, lambda day: "?" + asked.query(day=day)),
    }
    return render(request, "booking/rooms.html", context)


@require_safe
@signed_in
def free(request: HttpRequest) -> HttpResponse:
    """GET site, date, from (a time, or morning, afternoon, day), minutes, people, has, floor, accessible."""
    now, site = timezone.now(), site_choice(request)
    if site.site_id is None:
        return render(request, "booking/no_site.html", {"site": site})
    book = rulebook(site.site_id)
    asked = asked_of(request.GET, book, now=now)
    found, problem = None, ""
    try:
        found = find(asked, book, viewer=request.user, now=now, here=request.get_full_path())
    except NotPossible as impossible:
        problem = str(impossible)
    context = {
        "section": "rooms",
        "site": site,
        "asked": asked,
        "day_in_words": long_day(asked.day),
        "form": _form(asked, book, now),
        "found": found,
        "problem": problem,
        "timeline": f"{reverse('rooms')}?{asked.query()}",
    }
    return render(request, "booking/rooms_free.html", context)


def _form(asked: Asked, book: Rulebook, now: datetime) -> dict[str, object]:
    """The choices of the search, with what is chosen."""
    site = book.site
    first = next_quarter(site, asked.day, now).strftime("%H:%M")
    step = range(minute_of(site.opens), minute_of(site.closes), HALF_HOUR)
    since = minute_of(next_quarter(site, asked.day, now)) if asked.day == site.local_date(now) else 0
    times = [clock(minute) for minute in step if minute >= since]
    times = sorted({*times, first} | ({asked.start} if ":" in asked.start else set()))
    spans = (
        (MORNING, _("in the morning, any time")),
        (AFTERNOON, _("in the afternoon, any time")),
        (ALL_DAY, _("any time")),
    )
    present = {code for room in rooms_of(book, asked.day) for code in room.equipment}
    floors = sorted(book.floors.values(), key=lambda floor: (floor.level, floor.code))
    return {
        "starts": [*spans, *((one, one) for one in times)],
        "lengths": lengths(sorted({*LENGTHS, asked.minutes})),
        "equipment": [
            (code, Space.Equipment(code).label, EQUIPMENT_ICONS[code], code in asked.equipment)
            for code in EQUIPMENT
            if code in present or code in asked.equipment
        ],
        "floors": [(floor.code, floor.name or floor.code) for floor in floors],
    }


def _floors(book: Rulebook, asked: Asked) -> list[Choice]:
    """All floors, and each that has a room; nothing where there is only one."""
    with_rooms = {room.floor_id for room in rooms_of(book, asked.day)}
    floors = sorted((book.floors[pk] for pk in with_rooms), key=lambda floor: (floor.level, floor.code))
    if len(floors) < 2:
        return []
    every = Choice(_("All floors"), asked.address(floor=""), not asked.floor)
    named = (Choice(f.name or f.code, asked.address(floor=f.code), f.code == asked.floor) for f in floors)
    return [every, *named]


def _views(asked: Asked) -> list[Choice]:
    return [
        Choice(_("Timeline"), asked.address(as_list=False), not asked.as_list),
        Choice(_("List"), asked.address(as_list=True), asked.as_list),
    ]


def _requests(request: HttpRequest, site_id: int, now: datetime) -> int:
    """How many rooms wait for the reader's yes."""
    if not manages(request.user, site_id):
        return 0
    return (
        Booking.objects.standing()
        .filter(space__floor__site=site_id, awaits_approval=True, period__endswith__gt=now)
        .count()
    )
