"""The tablet's first page: a code is entered once, and a cookie says from then on which tablet it is."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.devices import device_of, pair
from booking.web.attempts import TooManyAttempts, count_attempt

COOKIE = "headroom_device"
KEPT = 400 * 24 * 3600  # seconds; browsers keep nothing longer, and each visit begins anew
PATH = "/devices/"
ATTEMPTS, WITHIN = 10, 600


def pairing(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST code: this is that tablet."""
    error, status = "", 200
    if request.method == "POST":
        try:
            count_attempt("pair", request.META.get("REMOTE_ADDR"), most=ATTEMPTS, seconds=WITHIN)
            return remember(redirect("screen"), pair(code=request.POST.get("code", "")[:40], now=timezone.now()))
        except TooManyAttempts:
            error, status = _("Too many codes were tried here. Wait ten minutes."), 429
        except NotPossible as impossible:
            error, status = str(impossible), 422
    return render(request, "booking/devices/pair.html", {"error": error}, status=status)


def remember(response: HttpResponse, secret: str) -> HttpResponse:
    response.set_cookie(
        COOKIE, secret, max_age=KEPT, path=PATH, httponly=True, samesite="Strict", secure=settings.HTTPS
    )
    return response


def on_device(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view that gets ``device`` and ``now``; what is no tablet, or no longer one, is sent to be paired."""

    @wraps(view)
    def paired(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        now = timezone.now()
        device = device_of(request.COOKIES.get(COOKIE, ""), now=now)
        if device is None:
            return redirect("device_pairing")
        return view(request, *args, device=device, now=now, **kwargs)

    return paired
