"""The page: every section in order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.web.me import assistants, language, usual_desk, visibility
from booking.web.signed_in import signed_in

SECTIONS = [
    visibility.SECTION,
    usual_desk.SECTION,
    assistants.SECTION,
    language.SECTION,
]


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """GET; ``q`` looks for an assistant by name."""
    now = timezone.now()
    sections = [
        {"anchor": one.anchor, "title": one.title, "template": one.template, "of": one.context(request, now)}
        for one in SECTIONS
    ]
    return render(request, "booking/me.html", {"sections": sections, "section": "me"})
