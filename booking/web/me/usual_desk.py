"""The desk that one tap on a day books where it is free."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.actions.own_choices import choose_usual_desk
from booking.actions.usual_desk import liked_desks
from booking.models import Employee, Space
from booking.web.answering import answering
from booking.web.booking_form import BadInput
from booking.web.me.section import Section, back_to


@dataclass(frozen=True, slots=True)
class Desk:
    code: str
    where: str


@answering(instead="")
def choose(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST desk: its number at one's site; empty for none."""
    code = request.POST.get("desk", "").strip()
    desk = _desk_called(code, request.user) if code else None
    choose_usual_desk(employee=request.user, desk_id=desk.pk if desk else None)
    if desk:
        messages.success(request, _("%(desk)s is your usual desk now.") % {"desk": desk.code})
    else:
        messages.success(request, _("You have no usual desk now; the one you use most comes first."))
    return back_to(SECTION.anchor)


def _desk_called(code: str, employee: Employee) -> Space:
    """Raises BadInput. A number belongs to one floor; where two floors have it, the lower one is meant."""
    desks = Space.objects.filter(kind=Space.Kind.DESK, code__iexact=code, retired_on=None)
    found = desks.filter(floor__site=employee.home_site_id).order_by("floor__level", "pk").first()
    if found is None:
        raise BadInput("desk", code, _("Give the number of a desk at your site, as it stands on the desk."))
    return found


def _context(request: HttpRequest, now: datetime) -> dict[str, object]:
    employee = request.user
    liked = liked_desks(employee.pk, before=now.date())
    wanted = {*liked, employee.favourite_desk_id} - {None}
    spaces = Space.objects.filter(pk__in=wanted, retired_on=None).select_related("floor", "zone").in_bulk()
    chosen = spaces.get(employee.favourite_desk_id)
    return {
        "site": employee.home_site_id,
        "chosen": _desk(chosen) if chosen else None,
        "used": [
            _desk(spaces[pk])
            for pk in liked
            if pk in spaces and pk != employee.favourite_desk_id and spaces[pk].floor.site_id == employee.home_site_id
        ],
    }


def _desk(space: Space) -> Desk:
    zone = [space.zone.name or space.zone.code] if space.zone else []
    return Desk(space.code, ", ".join([space.floor.name or space.floor.code, *zone]))


SECTION = Section("desk", gettext_lazy("Usual desk"), "booking/me/usual_desk.html", _context)
