"""What a scanned code opens, and what can be done there. A look changes nothing: cameras and mail filters look, too."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions import meeting_check_in as meeting_checking_in
from booking.actions.room_asking import RoomAsk
from booking.actions.room_booking import book_room
from booking.actions.walk_in import walk_in as walking_in
from booking.models import Booking, Space
from booking.rules.loading import rulebook
from booking.rules.proposal import Period
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.web import said
from booking.web.answering import answering
from booking.web.door.code import ENTRANCE, place_of
from booking.web.door.desk import at_desk
from booking.web.door.entrance import at_entrance
from booking.web.door.room import HALF_AN_HOUR, at_room, day_ends
from booking.web.door.scan import report_fault
from booking.web.signed_in import signed_in
from booking.web.way_back import go_back

DOOR = "code"


@require_safe
@signed_in
def door(request: HttpRequest, *, token: str) -> HttpResponse:
    """Whoever is not signed in comes back here afterwards."""
    now, place = timezone.now(), place_of(token)
    if place.kind == ENTRANCE:
        scan = at_entrance(_book(place.pk), viewer=request.user, now=now)
    else:
        space, book = _space(place.pk)
        look = at_room if space.kind == "room" else at_desk
        scan = look(space, book, viewer=request.user, now=now)
        scan = replace(scan, fault=report_fault(space.id, place.address))
    response = render(request, "booking/door/scan.html", {"scan": scan, "section": "week"})
    response["Cache-Control"] = "private, no-store"
    return response


@answering(instead="book")
def walk_in(request: HttpRequest, *, token: str, now: datetime) -> HttpResponse:
    """POST: sit down at the free desk of a code; also reason and override_reason."""
    space, book = _space(place_of(token).pk)
    walking_in(
        space_id=space.id,
        site_id=book.site.pk,
        by=request.user,
        now=now,
        door=DOOR,
        reason=request.POST.get("reason", "").strip(),
        override_reason=request.POST.get("override_reason", "").strip(),
    )
    messages.success(request, _("%(desk)s is yours, and you have checked in.") % {"desk": space.code})
    return go_back(request, book.site.local_date(now))


@answering(instead="")
def take_room(request: HttpRequest, *, token: str, now: datetime) -> HttpResponse:
    """POST: a free room for half an hour, or until its next meeting begins; also reason and override_reason."""
    space, book = _space(place_of(token).pk)
    today = book.site.local_date(now)
    period = Period(now, min(now + HALF_AN_HOUR, _free_until(space, book, now)))
    booked = book_room(
        ask=RoomAsk(organiser_id=request.user.pk, site_id=book.site.pk, space_id=space.id, day=today, period=period),
        by=request.user,
        now=now,
        door=DOOR,
        reason=request.POST.get("reason", "").strip(),
        override_reason=request.POST.get("override_reason", "").strip(),
    )
    if not booked.awaits_approval:
        meeting_checking_in.check_in_meeting(
            booking=Booking.objects.get(pk=booked.booking_id), by=request.user, now=now
        )
    until = period.end.astimezone(book.site.zone_info).strftime("%H:%M")
    words = {"room": space.name or space.code, "until": until}
    messages.success(request, _("%(room)s is yours until %(until)s.") % words)
    return go_back(request, today)


@answering(instead="")
def check_in_meeting(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST: the meeting takes place."""
    booking = get_object_or_404(Booking, pk=pk, space__kind=Space.Kind.ROOM)
    meeting_checking_in.check_in_meeting(booking=booking, by=request.user, now=now)
    messages.success(request, said.checked_in())
    return go_back(request, booking.date)


def _free_until(space: SpaceFacts, book: Rulebook, now: datetime) -> datetime:
    coming = Booking.objects.standing().filter(
        space=space.id, date=book.site.local_date(now), period__startswith__gt=now
    )
    begins = coming.order_by("period").values_list("period", flat=True).first()
    return begins.lower if begins else day_ends(book, now)


def _space(pk: int) -> tuple[SpaceFacts, Rulebook]:
    """Raises Http404 for a place that is gone."""
    site_id = Space.objects.filter(pk=pk).values_list("floor__site", flat=True).first()
    if site_id is None:
        raise Http404
    book = rulebook(site_id)
    space = book.spaces[pk]
    return space, book


def _book(site_id: int) -> Rulebook:
    try:
        return rulebook(site_id)
    except KeyError:
        raise Http404 from None
