"""Who may act for one: those whom one names, and those who may because of what they do."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.actions.own_choices import dismiss_assistant, name_assistant
from booking.models import Employee, Team
from booking.web.answering import answering
from booking.web.booking_form import number_asked
from booking.web.me.section import Section, back_to
from booking.web.people_search import FEWEST_LETTERS, person_at, visible_people


@answering(instead="")
def add(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST person: a key."""
    assistant_id = number_asked(request.POST, "person")
    name_assistant(employee=request.user, assistant_id=assistant_id, now=now)
    name = Employee.objects.get(pk=assistant_id).get_full_name()
    messages.success(request, _("%(name)s may now book, change and cancel for you.") % {"name": name})
    return back_to(SECTION.anchor)


@answering(instead="")
def remove(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST. Whoever was none stays none."""
    dismiss_assistant(employee=request.user, assistant_id=pk)
    messages.success(request, _("This person acts for you no longer. What they booked stays."))
    return back_to(SECTION.anchor)


def _context(request: HttpRequest, now: datetime) -> dict[str, object]:
    employee, text = request.user, request.GET.get("q", "").strip()[:80]
    assistants = list(Employee.objects.filter(assists__employee=employee).order_by("sort_key", "pk"))
    known = {employee.pk, *(one.pk for one in assistants)}
    lead = Team.objects.filter(pk=employee.team_id).exclude(lead=employee).values_list("lead", flat=True)
    return {
        "assistants": assistants,
        "lead": Employee.objects.filter(pk__in=lead).first(),
        "helped": list(Employee.objects.filter(delegations__assistant=employee).order_by("sort_key", "pk")),
        "q": text,
        "is_searched": len("".join(text.split())) >= FEWEST_LETTERS,
        "found": visible_people(text, viewer=employee, on=now.date(), without=known)
        or person_at(text, on=now.date(), without=known),
    }


SECTION = Section("assistants", gettext_lazy("Who may act for me"), "booking/me/assistants.html", _context)
