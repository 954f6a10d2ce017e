"""The page: what is kept, where each day is explained, the files, and what may be deleted."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.actions.permissions import sites_answered_by
from booking.web.my_data.deletion import deletions_of
from booking.web.my_data.kept import kept_about
from booking.web.signed_in import signed_in


@require_safe
@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """GET."""
    return render(request, "booking/my_data.html", {"of": context(request, timezone.now()), "section": "me"})


def context(request: HttpRequest, now: datetime) -> dict[str, object]:
    """What booking/me/data.html shows."""
    return {
        "kept": kept_about(request.user),
        "deletions": deletions_of(request.user, now=now),
        "answers": sites_answered_by(request.user).exists(),
    }
