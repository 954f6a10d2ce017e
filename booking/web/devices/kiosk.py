"""A kiosk: whoever has no phone checks in by employee number, or finds themselves among those expected today."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from booking.actions import check_in as checking_in
from booking.actions.asking import NotPossible
from booking.actions.locking import Busy
from booking.models import Attendance, Device, Employee
from booking.web.attempts import TooManyAttempts, count_attempt
from booking.web.devices.pairing import on_device

SALT = "booking.kiosk"
TAPPED_WITHIN = 120  # seconds after the search
LEAST, MOST = 3, 6  # letters to search by, and people shown
TRIES, WITHIN = 30, 60


@dataclass(frozen=True)
class Expected:
    name: str
    token: str


def kiosk(request: HttpRequest, *, device: Device, now: datetime) -> HttpResponse:
    """GET, perhaps with ``email``: the beginning of an address, or all of it."""
    wanted = request.GET.get("email", "").strip().lower()
    found: list[Expected] = []
    error, status = "", 200
    if wanted:
        try:
            count_attempt("kiosk", device.pk, most=TRIES, seconds=WITHIN)
            found = _expected(wanted, device, now) if len(wanted) >= LEAST else []
            error = "" if found else _("Nobody is found who is still expected today. Give your whole address.")
        except TooManyAttempts:
            error, status = _slow_down(), 429
    context = {"device": device, "wanted": wanted, "found": found, "error": error}
    response = render(request, "booking/devices/kiosk.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@on_device
def check_in(request: HttpRequest, *, device: Device, now: datetime) -> HttpResponse:
    """POST number (of an employee), or token (of somebody found)."""
    if device.kind != Device.Kind.KIOSK:
        return HttpResponse(status=400)
    welcome, desk, error, status = "", "", "", 200
    try:
        count_attempt("kiosk", device.pk, most=TRIES, seconds=WITHIN)
        attendance = _meant(request, device, now)
        checking_in.check_in(attendance=attendance, by=attendance.employee, now=now)
        welcome = attendance.employee.given_name
        coming = attendance.bookings.standing().filter(period__endswith__gt=now).order_by("period")
        desk = coming.values_list("space__code", flat=True).first() or ""
    except TooManyAttempts:
        error, status = _slow_down(), 429
    except (NotPossible, Busy) as impossible:
        error, status = str(impossible) or _("Many people are checking in. Try again."), 409
    context = {"device": device, "welcome": welcome, "desk": desk, "error": error}
    return render(request, "booking/devices/kiosk.html", context, status=status)


def _meant(request: HttpRequest, device: Device, now: datetime) -> Attendance:
    """Raises NotPossible, in the same words whether nobody has the number or they are not expected."""
    today = _today(device, now)
    if token := request.POST.get("token"):
        try:
            found = today.filter(pk=signing.loads(token, salt=SALT, max_age=TAPPED_WITHIN)).first()
        except signing.BadSignature:
            raise NotPossible(_("That took too long. Search again.")) from None
    else:
        number = request.POST.get("number", "").strip()[:40]
        found = today.filter(employee__number__iexact=number).first() if number else None
    if found is None:
        raise NotPossible(_("Nobody with this number is expected here today."))
    return found


def _expected(wanted: str, device: Device, now: datetime) -> list[Expected]:
    """By the beginning of the address those who show themselves to everyone; by the whole of it, anybody."""
    shown = Q(employee__email__istartswith=wanted, employee__visibility=Employee.Visibility.EVERYONE)
    rows = _today(device, now).filter(shown | Q(employee__email__iexact=wanted), state=Attendance.State.PLANNED)
    return [
        Expected(row.employee.get_full_name(), signing.dumps(row.pk, salt=SALT))
        for row in rows.order_by("employee__sort_key")[:MOST]
    ]


def _today(device: Device, now: datetime):
    standing = Attendance.objects.standing().filter(site=device.site, date=device.site.local_date(now))
    return standing.filter(employee__isnull=False).select_related("employee", "site")


def _slow_down() -> str:
    return _("Too many tries in a minute. Wait a little.")
