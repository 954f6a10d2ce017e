"""Pages for people who have signed in; and what happens to those who no longer are."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from booking.web.way_back import way_back


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send whoever is not signed in to the sign-in page, and from there back to where they were."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return _to_sign_in(request)

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    reading = request.method in ("GET", "HEAD")
    if request.htmx:
        # A whole page: the sign-in form inside a day of the week would help nobody.
        if not reading:
            messages.info(request, _("You had been signed out, and nothing was saved. Sign in and repeat it."))
        here = request.htmx.current_url_abs_path or way_back(request)
        return HttpResponseClientRedirect(f"{reverse('account_login')}?{urlencode({'next': here})}")
    if reading:
        return redirect_to_login(request.get_full_path(), login_url=reverse("account_login"))
    return render(request, "booking/signed_out.html", {"next": way_back(request)}, status=401)
