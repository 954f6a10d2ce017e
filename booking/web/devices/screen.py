"""What a paired tablet shows: a page that stays, and a state that is asked for every few seconds."""

import hashlib
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from booking.actions.asking import NotPossible, Refused
from booking.actions.locking import Busy
from booking.actions.permissions import NotAllowed
from booking.actions.room_asking import RoomAsk
from booking.actions.room_booking import book_room
from booking.actions.room_booking import end_early as ending_early
from booking.models import Booking, Device
from booking.rules import wording
from booking.rules.proposal import Period
from booking.web.devices.kiosk import kiosk
from booking.web.devices.lobby import board_of
from booking.web.devices.pairing import COOKIE, on_device, remember
from booking.web.devices.panel import MINUTES, panel_of

DOOR = "panel"


@require_safe
@on_device
def screen(request: HttpRequest, *, device: Device, now: datetime) -> HttpResponse:
    """The page of the tablet's kind."""
    if device.kind == Device.Kind.KIOSK:
        return remember(kiosk(request, device=device, now=now), request.COOKIES[COOKIE])
    response = render(request, "booking/devices/screen.html", _context(device, now))
    response["Cache-Control"] = "private, no-store"
    return remember(response, request.COOKIES[COOKIE])


@require_safe
@on_device
def state(request: HttpRequest, *, device: Device, now: datetime) -> HttpResponse:
    """The changing part of the page; 304, unrendered, where it says what the tablet shows already."""
    if device.kind == Device.Kind.KIOSK:
        return HttpResponse(status=404)
    context = _context(device, now)
    tag = f'"{hashlib.blake2s(repr((context["shown"], get_language())).encode(), digest_size=12).hexdigest()}"'
    told = len(messages.get_messages(request))
    if request.headers.get("If-None-Match") == tag and not told:
        return HttpResponse(status=304, headers={"ETag": tag})
    response = render(request, f"booking/devices/{device.kind}.html", context)
    response["Cache-Control"] = "private, no-cache"
    if not told:  # what is said once is not what the tablet shows from now on
        response["ETag"] = tag
    return response


@require_POST
@on_device
def book_now(request: HttpRequest, *, device: Device, now: datetime) -> HttpResponse:
    """POST minutes: the room from now on, in nobody's name."""
    text = request.POST.get("minutes", "")
    if device.kind != Device.Kind.PANEL or text not in map(str, MINUTES):
        return HttpResponse(status=400)
    ask = RoomAsk(
        organiser_id=None,
        site_id=device.site_id,
        space_id=device.space_id or 0,
        day=device.site.local_date(now),
        period=Period(now, now + timedelta(minutes=int(text))),
    )
    try:
        book_room(ask=ask, by=None, now=now, door=DOOR)
    except Refused as refused:
        messages.error(request, " ".join(wording.sentence(objection) for objection in refused.verdict.objections))
    except (NotPossible, NotAllowed, Busy) as error:
        messages.error(request, str(error) or _("Somebody was faster. Look again."))
    return redirect("screen")


@require_POST
@on_device
def end_early(request: HttpRequest, *, device: Device, now: datetime) -> HttpResponse:
    """POST booking: the room is free from now on."""
    if device.kind != Device.Kind.PANEL:
        return HttpResponse(status=400)
    text = request.POST.get("booking", "")
    key = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    booking = get_object_or_404(Booking, pk=key, space=device.space_id)
    try:
        ending_early(booking=booking, by=None, now=now)
    except (NotPossible, Busy) as error:
        messages.error(request, str(error) or _("Somebody was faster. Look again."))
    return redirect("screen")


def _context(device: Device, now: datetime) -> dict:
    shown = panel_of(device.space, now=now) if device.space else board_of(device.site, now=now)
    return {"device": device, "shown": shown, "fragment": f"booking/devices/{device.kind}.html"}
