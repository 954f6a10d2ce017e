"""Who sees when one is in, each choice with what follows from it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.actions.own_choices import choose_visibility
from booking.models import Employee
from booking.web.answering import answering
from booking.web.me.section import Section, back_to


@answering(instead="")
def choose(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST visibility: everyone, team or nobody."""
    choose_visibility(employee=request.user, visibility=request.POST.get("visibility", ""))
    messages.success(request, _said(request.user.visibility))
    return back_to(SECTION.anchor)


def _said(visibility: str) -> str:
    return {
        Employee.Visibility.EVERYONE: _("Everyone sees when you are in."),
        Employee.Visibility.TEAM: _("Only your team sees when you are in."),
        Employee.Visibility.NOBODY: _("Nobody sees when you are in; you only count in the numbers."),
    }[Employee.Visibility(visibility)]


def _context(request: HttpRequest, now: datetime) -> dict[str, object]:
    choices = [
        (
            Employee.Visibility.EVERYONE,
            _("Everyone"),
            _("Colleagues find you by name, see on the plan where you sit, and on which coming days you are in."),
        ),
        (
            Employee.Visibility.TEAM,
            _("My team"),
            _("The same, but for the people of your team only. To others your desk is taken, without a name."),
        ),
        (
            Employee.Visibility.NOBODY,
            _("Nobody"),
            _("You only count in the numbers. Your team cannot plan to meet you, and is offered no desk near yours."),
        ),
    ]
    return {
        "choices": [
            {"value": value, "title": title, "sentence": sentence, "is_on": request.user.visibility == value}
            for value, title, sentence in choices
        ]
    }


SECTION = Section("visibility", gettext_lazy("Who sees when I am in"), "booking/me/visibility.html", _context)
