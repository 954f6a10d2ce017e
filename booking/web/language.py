"""The signed-in person's language decides; before one has signed in, the cookie does, or the browser."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_POST

from booking.actions.own_choices import choose_language
from booking.web.way_back import way_back

YEAR = 365 * 24 * 3600


class PersonsLanguage:
    """Middleware, after authentication and after LocaleMiddleware, whose choice it overrules."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language with the person; the cookie serves the pages before the next sign-in."""
    response = HttpResponseRedirect(way_back(request), status=303)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated and request.user.language != language:
        choose_language(employee=request.user, language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
