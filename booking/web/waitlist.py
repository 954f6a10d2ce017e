"""The queue as pages: what one would join, and the requests to join, to leave, and to take a place that is kept."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions import room_waitlist, waitlist
from booking.actions.asking import judge_unheld
from booking.actions.odds import odds
from booking.models import WaitlistEntry
from booking.web.answering import answering
from booking.web.booking_form import BadInput, booking_asked
from booking.web.days_in_words import long_day
from booking.web.queue_offer import queue_offer
from booking.web.reasons import reasons_of
from booking.web.room_waits import named_with_hours
from booking.web.signed_in import signed_in
from booking.web.way_back import go_back, way_back

DOOR = "web"


@require_safe
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """GET date, part, space, site: the queue for it, or why there is none."""
    back = way_back(request)
    try:
        asked = booking_asked(request.GET, by=request.user)
    except BadInput as bad:
        return render(request, "booking/bad_input.html", {"bad": bad, "next": back, "section": "week"}, status=400)
    now = timezone.now()
    (verdict,) = judge_unheld([asked.ask], now=now)
    offer = queue_offer(verdict, now=now, back=back) if asked.employee == request.user else None
    context = {
        "section": "week",
        "offer": offer,
        "reasons": reasons_of(verdict.refusals),
        "day": capfirst(long_day(asked.ask.day)),
        "back": back,
    }
    return render(request, "booking/waitlist_new.html", context)


@answering(instead="book")
def join(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST date, part, space, site, person, accept_at_once."""
    ask = booking_asked(request.POST, by=request.user).ask
    entry = waitlist.join(
        ask=ask, by=request.user, now=now, door=DOOR, accept_at_once=request.POST.get("accept_at_once") == "1"
    )
    found = odds(employee_id=ask.employee_id, site_id=ask.site_id, day=ask.day, space_id=entry.space_id, now=now)
    words = {"day": long_day(ask.day), "place": found.place}
    messages.success(request, _("You are number %(place)d in the queue for %(day)s.") % words)
    return go_back(request, ask.day)


@answering(instead="")
def leave(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST: wait no longer, or decline what is offered."""
    entry = _entry(pk)
    offered = entry.state == WaitlistEntry.State.OFFERED
    waitlist.leave(entry=entry, by=request.user, now=now)
    if entry.period is not None:
        messages.success(request, _("You no longer wait for %(room)s.") % {"room": named_with_hours(entry)})
        return go_back(request, entry.date)
    words = {"day": long_day(entry.date)}
    said = _("You do not come on %(day)s; the place goes on.") if offered else _("You no longer wait for %(day)s.")
    messages.success(request, said % words)
    return go_back(request, entry.date)


@answering(instead="book")
def accept(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST: take the place, or the room, that is kept."""
    entry = _entry(pk)
    if entry.period is not None:
        room_waitlist.accept_room(entry=entry, by=request.user, now=now)
        messages.success(request, _("%(room)s is yours.") % {"room": named_with_hours(entry)})
        return go_back(request, entry.date)
    waitlist.accept(entry=entry, by=request.user, now=now)
    messages.success(request, capfirst(_("%(day)s is yours.") % {"day": long_day(entry.date)}))
    return go_back(request, entry.date)


def _entry(pk: int) -> WaitlistEntry:
    return get_object_or_404(WaitlistEntry, pk=pk)
