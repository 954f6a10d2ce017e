"""The codes of a floor on paper: for whoever runs the building to print, cut and stick."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.actions.permissions import manages
from booking.models import Floor
from booking.rules.loading import rulebook
from booking.web.door.code import ENTRANCE, SPACE, Place, drawing
from booking.web.signed_in import signed_in


@dataclass(frozen=True)
class Label:
    number: str
    where: str
    code: SafeString


@require_safe
@signed_in
def sheet(request: HttpRequest, *, site: str, floor: str) -> HttpResponse:
    """The entrance of the site, then every desk and room of the floor that is in use."""
    found = get_object_or_404(Floor.objects.select_related("site"), site__code=site, code=floor)
    if not manages(request.user, found.site_id):
        return render(request, "booking/not_allowed.html", {"next": "/"}, status=403)
    book = rulebook(found.site_id)
    spaces = sorted(
        (s for s in book.spaces.values() if s.floor_id == found.pk and s.retired_on is None), key=lambda s: s.code
    )
    zones = {zone.id: zone.name or zone.code for zone in book.zones.values()}
    labels = [Label(s.name or s.code, zones.get(s.zone_id or 0, ""), drawing(Place(SPACE, s.id))) for s in spaces]
    entrance = Label(found.site.name, _("Entrance"), drawing(Place(ENTRANCE, found.site_id)))
    context = {"floor": found, "labels": [entrance, *labels], "section": "floors"}
    return render(request, "booking/door/sheet.html", context)
