"""The tablets of the sites that somebody runs: make one, pair it anew, revoke it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.actions import devices
from booking.actions.asking import NotPossible
from booking.actions.permissions import MANAGES
from booking.models import Device, Employee, RoleGrant, Site, Space
from booking.web.answering import answering
from booking.web.days_in_words import day_and_month
from booking.web.signed_in import signed_in


@dataclass(frozen=True)
class Shown:
    device: Device
    kind: str
    where: str
    code: str
    until: str
    seen: str


@signed_in
def all_devices(request: HttpRequest) -> HttpResponse:
    """GET: the list and a form. POST kind, place (a site's code, or the key of a room), name: a new one."""
    if request.method == "POST":
        return _create(request)
    sites = _sites(request.user)
    if not sites:
        return render(request, "booking/not_allowed.html", {"next": "/", "section": "week"}, status=403)
    now = timezone.now()
    found = Device.objects.filter(site__in=sites, revoked_at=None).select_related("site", "space")
    rooms = Space.objects.in_use().filter(floor__site__in=sites, kind=Space.Kind.ROOM).select_related("floor__site")
    context = {
        "devices": [_shown(device, now) for device in found],
        "sites": sites,
        "rooms": rooms.order_by("floor__site__name", "floor__level", "code"),
        "pair_url": request.build_absolute_uri("pair/"),
    }
    return render(request, "booking/devices/manage.html", context)


@answering(instead="")
def _create(request: HttpRequest, *, now: datetime) -> HttpResponse:
    kind, name = request.POST.get("kind", ""), request.POST.get("name", "")
    room = _room(request.POST.get("room", "")) if kind == Device.Kind.PANEL else None
    site = room.floor.site if room else Site.objects.filter(code=request.POST.get("site", "")).first()
    if site is None:
        raise NotPossible(_("Choose a site."))
    name = name or (room.name or room.code if room else "")
    devices.create_device(kind=kind, site=site, space=room, name=name, by=request.user, now=now)
    messages.success(request, _("The device is there. Enter its code on the tablet within 15 minutes."))
    return redirect("devices")


@answering(instead="")
def new_code(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST."""
    devices.renew_code(device=get_object_or_404(Device, pk=pk), by=request.user, now=now)
    return redirect("devices")


@answering(instead="")
def revoke(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST."""
    device = get_object_or_404(Device, pk=pk)
    devices.revoke(device=device, by=request.user, now=now)
    messages.success(request, _("%(name)s shows nothing any more.") % {"name": device.name})
    return redirect("devices")


def _sites(viewer: Employee) -> list[Site]:
    """Those that somebody runs."""
    granted = RoleGrant.objects.filter(employee=viewer, role__in=MANAGES)
    if granted.filter(site=None).exists():
        return list(Site.objects.order_by("name"))
    return list(Site.objects.filter(Q(pk__in=granted.values("site"))).order_by("name"))


def _shown(device: Device, now: datetime) -> Shown:
    zone, valid = device.site.zone_info, device.pairing_until is not None and device.pairing_until > now
    seen = _("never paired") if device.paired_at is None else ""
    if device.paired_at is not None and device.last_seen_at is not None:
        last = device.last_seen_at.astimezone(zone)
        day = "" if last.date() == now.astimezone(zone).date() else day_and_month(last.date(), this_year=now.year)
        seen = ", ".join(filter(None, [day, last.strftime("%H:%M")]))
    code = (device.pairing_code or "") if valid else ""
    return Shown(
        device=device,
        kind=device.get_kind_display(),
        where=str(device.space or device.site),
        code=f"{code[:4]} {code[4:]}".strip(),
        until=device.pairing_until.astimezone(zone).strftime("%H:%M") if valid and device.pairing_until else "",
        seen=seen,
    )


def _room(text: str) -> Space | None:
    key = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    return Space.objects.select_related("floor__site").filter(pk=key, kind=Space.Kind.ROOM).first()
