"""What I may delete: each thing explained on a page of its own, and done once confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from booking.actions import own_data
from booking.models import Companion, Employee, StandingWish
from booking.web.answering import answering
from booking.web.signed_in import signed_in


@dataclass(frozen=True, slots=True)
class Deletion:
    """``number`` counts what would go; texts are translated late."""

    title: Any
    explanation: Any
    delete: Callable[..., int]
    number: Callable[[Employee, datetime], int]


DELETIONS = {
    "messages": Deletion(
        gettext_lazy("Old messages"),
        gettext_lazy(
            "What messages older than 30 days were about is emptied. That one was sent, and when, stays: it proves "
            "that you were told."
        ),
        own_data.forget_messages,
        lambda employee, now: own_data.old_messages(employee, now=now).count(),
    ),
    "refusals": Deletion(
        gettext_lazy("My name on past refusals"),
        gettext_lazy(
            "Refusals of days gone by no longer lead to you; you cannot read them again either. They stay as numbers, "
            "since they show where a limit is too tight."
        ),
        own_data.forget_refusals,
        lambda employee, now: own_data.old_refusals(employee, now=now).count(),
    ),
    "favourites": Deletion(
        gettext_lazy("Favourites"),
        gettext_lazy("Your favourite colleagues and your favourite desk. Nobody but you knows of them."),
        own_data.forget_favourites,
        lambda employee, now: (
            Companion.objects.filter(employee=employee).count() + (employee.favourite_desk_id is not None)
        ),
    ),
    "wishes": Deletion(
        gettext_lazy("Standing wishes"),
        gettext_lazy("No day is booked for you by itself any more. What is booked stays booked."),
        own_data.forget_wishes,
        lambda employee, now: StandingWish.objects.filter(employee=employee).count(),
    ),
}


def deletions_of(employee: Employee, *, now: datetime) -> list[dict[str, object]]:
    """Everything that may be deleted, with how much there is of it."""
    return [
        {"title": one.title, "number": one.number(employee, now), "url": reverse("my_deletion", args=[name])}
        for name, one in DELETIONS.items()
    ]


@require_safe
@signed_in
def confirm(request: HttpRequest, what: str) -> HttpResponse:
    """GET: what would be deleted, what stays, and a button."""
    one = _deletion(what)
    number = one.number(request.user, timezone.now())
    shown = {"title": one.title, "explanation": one.explanation, "number": number, "what": what, "section": "me"}
    return render(request, "booking/my_deletion.html", shown)


@answering(instead="")
def delete(request: HttpRequest, *, what: str, now: datetime) -> HttpResponse:
    """POST."""
    _deletion(what).delete(employee=request.user, now=now)
    messages.success(request, _("It is deleted."))
    return HttpResponseRedirect(reverse("my_data"), status=303)


def _deletion(what: str) -> Deletion:
    if what not in DELETIONS:
        raise Http404(what)
    return DELETIONS[what]
