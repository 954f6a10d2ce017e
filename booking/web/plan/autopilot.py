"""The autopilot's part of the page: what is wished, what became of it lately, and the form that changes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions import autopilot
from booking.models import Employee, StandingWish, WishTurn
from booking.rules import wording
from booking.rules.loading import rulebook
from booking.rules.proposal import ALL_DAY, Parts
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import GUIDE, Objection
from booking.web.answering import answering
from booking.web.booking_form import BadInput, part_asked, part_name
from booking.web.days_in_words import short_day
from booking.web.plan.asked import weekdays_asked, weekdays_of
from booking.web.plan.choices import Choice, part_choices, weekday_choices
from booking.web.site_choice import site_choice

SHOWN = 4  # coming dates that were not to be had


@dataclass(frozen=True, slots=True)
class NotHad:
    day: str
    why: str


@dataclass(frozen=True, slots=True)
class Autopilot:
    is_on: bool
    weekdays: Sequence[Choice]
    parts: Sequence[Choice]
    desk: str
    booked: int  # coming days that it has booked
    not_had: Sequence[NotHad]


def autopilot_of(employee: Employee, book: Rulebook, *, now: datetime) -> Autopilot:
    """Two queries."""
    wish = StandingWish.objects.filter(employee=employee, site=book.site).select_related("desk").first()
    if wish is None:
        return Autopilot(False, weekday_choices(weekdays_of(book), ()), part_choices(part_name(ALL_DAY)), "", 0, ())
    turns = (
        WishTurn.objects.filter(wish=wish, date__gte=book.site.local_date(now))
        .select_related("attendance")
        .order_by("date")
    )
    turns = list(turns)
    not_had = [NotHad(short_day(turn.date), _why(turn)) for turn in turns if turn.objections]
    return Autopilot(
        is_on=bool(wish.weekdays),
        weekdays=weekday_choices(weekdays_of(book, *wish.weekdays), wish.weekdays),
        parts=part_choices(part_name(Parts(wish.morning, wish.afternoon))),
        desk=wish.desk.code if wish.desk else "",
        booked=sum(turn.attendance is not None and turn.attendance.standing for turn in turns),
        not_had=not_had[:SHOWN] if wish.weekdays else (),
    )


@answering(instead="")
def set_wish(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST weekday (several), part, desk (its number; empty: the usual one), or off; the site is in the address."""
    book = rulebook(site_choice(request).site_id or 0)
    weekdays = [] if request.POST.get("off") else weekdays_asked(request.POST)
    desk = _desk(request.POST.get("desk", "").strip(), book)
    wish = autopilot.set_wish(
        employee=request.user,
        site_id=book.site.pk,
        weekdays=weekdays,
        parts=part_asked(request.POST),
        desk_id=desk.id if desk else None,
        by=request.user,
        now=now,
    )
    counts = autopilot.fly(now=now, wish=wish)
    messages.success(request, _said(wish, counts[autopilot.BOOKED]))
    query = request.GET.urlencode()
    return redirect(f"{reverse('plan')}{'?' if query else ''}{query}#autopilot")


def _said(wish: StandingWish, booked: int) -> str:
    if not wish.weekdays:
        return _("The autopilot is off. What is booked stays booked.")
    if not booked:
        return _("The autopilot is on.")
    return _("The autopilot is on, and has booked %(count)d of the days that are open.") % {"count": booked}


def _desk(code: str, book: Rulebook) -> SpaceFacts | None:
    """The desk with this number. Raises BadInput."""
    if not code:
        return None
    today = [s for s in book.spaces.values() if s.kind == "desk" and s.retired_on is None]
    found = next((space for space in today if space.code.casefold() == code.casefold()), None)
    if found is None:
        raise BadInput("desk", code, _("There is no such desk at %(site)s.") % {"site": book.site.name})
    return found


def _why(turn: WishTurn) -> str:
    objections = [Objection.from_json(stored) for stored in turn.objections]
    against = next((objection for objection in objections if objection.strength != GUIDE), None)
    return wording.title(against) if against else ""
