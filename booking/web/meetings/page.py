"""The page of a meeting: who comes and how, and what its reader may do about it. And what waits for a manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions.permissions import NotAllowed, check_may_change_meeting, managed_sites, manages
from booking.actions.room_series import following
from booking.models import Booking, Employee, Participant
from booking.rules.loading import rulebook_at_hand
from booking.web.days_in_words import long_day, short_day
from booking.web.meetings.colleagues import colleagues
from booking.web.meetings.said import words
from booking.web.rooms.open import rooms_of
from booking.web.rooms.seen import shown_to
from booking.web.rooms.timeline import holds, room_address
from booking.web.rooms.track import clock, minute_of
from booking.web.signed_in import signed_in
from booking.web.week.actions import Action

Response = Participant.Response
STEPS = (-30, -15, 15, 30)  # minutes


@dataclass(frozen=True, slots=True)
class Group:
    """Those who answered in one way."""

    title: str
    icon: str
    people: Sequence[Participant]


@require_safe
@signed_in
def meeting(request: HttpRequest, *, pk: int) -> HttpResponse:
    """GET; colleague is a name to search among those who may be invited."""
    now, viewer = timezone.now(), request.user
    booking = get_object_or_404(
        Booking.objects.select_related("space__floor__site", "organiser")
        .filter(space__kind="room")
        .annotate(is_shown=shown_to(viewer)),
        pk=pk,
    )
    participants = list(booking.participants.select_related("employee", "visitor"))
    own = next((one for one in participants if one.employee_id == viewer.pk), None)
    may_change = _may_change(viewer, booking)
    site = booking.space.floor.site
    today = site.local_date(now)
    inside = own is not None or may_change
    open_still = booking.standing and booking.period.upper > now
    book = rulebook_at_hand(site.pk)
    room = book.spaces.get(booking.space_id)
    said = words(booking)
    context = {
        "section": "rooms",
        "meeting": booking,
        "site": site,
        # Who met on a day gone by is nobody else's business.
        "title": booking.title if inside or (booking.is_shown and booking.date >= today) else "",
        "organiser": booking.organiser if inside or (booking.is_shown and booking.date >= today) else None,
        "room": said["room"],
        "room_url": f"{room_address(book, room)}?date={booking.date.isoformat()}" if room else "",
        "rooms_url": f"{reverse('rooms')}?site={site.code}&date={booking.date.isoformat()}",
        "day": capfirst(said["day"]),
        "time": said["time"],
        "start": said["time"].partition("–")[0],
        "until": said["time"].partition("–")[2],
        "holds": holds(room.safe_capacity) if room else "",
        "expected": holds(booking.people),
        "inside": inside,
        "groups": _groups(participants) if inside else (),
        "own": own if open_still else None,
        "answers": _answers(own, pk) if own is not None and open_still else (),
        "may_change": may_change and open_still,
        "may_approve": open_still and booking.awaits_approval and manages(viewer, site.pk),
        "goes_on": open_still and booking.period.lower < now,
        "is_over": booking.standing and booking.period.upper <= now,
    }
    if context["may_change"]:
        context |= {
            "steps": _steps(booking, now),
            "rooms": [(one.id, one.name or one.code, holds(one.safe_capacity)) for one in rooms_of(book, booking.date)],
            "search": request.GET.get("colleague", "")[:80],
            "found": colleagues(
                request.GET.get("colleague", ""),
                viewer=viewer,
                but=[one.employee_id for one in participants if one.employee_id],
            ),
            "series": _series(booking, now),
        }
    return render(request, "booking/meeting.html", context)


@require_safe
@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    """GET: the rooms that wait for the reader's yes or no."""
    now = timezone.now()
    sites = managed_sites(request.user)
    if not sites:
        return render(request, "booking/not_allowed.html", {"section": "rooms", "next": reverse("rooms")}, status=403)
    asked = Booking.objects.standing().filter(awaits_approval=True, period__endswith__gt=now)
    if None not in sites:
        asked = asked.filter(space__floor__site__in=sites)
    rows = [
        {**words(one), "day": capfirst(long_day(one.date)), "meeting": one, "holds": holds(one.people)}
        for one in asked.select_related("space__floor__site", "organiser").order_by("period", "pk")[:200]
    ]
    return render(request, "booking/meeting_requests.html", {"section": "rooms", "rows": rows})


def _may_change(viewer: Employee, booking: Booking) -> bool:
    try:
        check_may_change_meeting(by=viewer, meeting=booking)
    except NotAllowed:
        return False
    return True


def _groups(participants: Sequence[Participant]) -> list[Group]:
    named = (
        (Response.IN_PERSON, _("In person"), "door"),
        (Response.REMOTE, _("Remotely"), "video"),
        (Response.INVITED, _("Not answered yet"), "mail"),
        (Response.DECLINED, _("Not taking part"), "close"),
    )
    groups = [
        Group(title, icon, [p for p in participants if p.response == response]) for response, title, icon in named
    ]
    return [group for group in groups if group.people]


def _answers(own: Participant, pk: int) -> list[Action]:
    """What one may answer, besides what one has answered."""
    named = (
        (Response.IN_PERSON, _("Come in person"), "door"),
        (Response.REMOTE, _("Join remotely"), "video"),
        (Response.DECLINED, _("Decline"), ""),
    )
    url = reverse("meeting_response", args=[own.pk])
    return [
        Action(url, label, "", "is-quiet" if response == Response.DECLINED else "", (("response", response),), icon)
        for response, label, icon in named
        if response != own.response
    ]


def _steps(booking: Booking, now: datetime) -> list[Action]:
    """Shorter and longer by a tap, within the day."""
    site = booking.space.floor.site
    start, end = (moment.astimezone(site.zone_info) for moment in (booking.period.lower, booking.period.upper))
    first = minute_of(start.time())
    last = minute_of(end.time()) if end.date() == booking.date else 24 * 60
    found = []
    for step in STEPS:
        until = last + step
        if first < until < 24 * 60 and site.instant(booking.date, time(until // 60, until % 60)) > now:
            label = _("Until %(time)s") % {"time": clock(until)}
            fields = (("date", booking.date.isoformat()), ("from", clock(first)), ("until", clock(until)))
            icon = "minus" if step < 0 else "plus"
            found.append(Action(reverse("meeting_change", args=[booking.pk]), label, "", "is-small", fields, icon))
    return found


def _series(booking: Booking, now: datetime) -> list[dict[str, str]]:
    """The dates of its series from here on."""
    if booking.series_id is None:
        return []
    return [
        {"day": short_day(one.date), "url": reverse("meeting", args=[one.pk]), "is_current": one.pk == booking.pk}
        for one in following(booking, now=now)
    ]
