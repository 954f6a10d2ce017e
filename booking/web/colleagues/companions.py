"""Choosing one's favourite colleagues."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from booking.actions.companions import add_companion, remove_companion
from booking.models import Employee
from booking.web.answering import answering
from booking.web.booking_form import number_asked
from booking.web.way_back import way_back


@answering(instead="")
def add(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST person: a key."""
    colleague_id = number_asked(request.POST, "person")
    add_companion(employee=request.user, colleague_id=colleague_id)
    name = Employee.objects.get(pk=colleague_id).get_full_name()
    messages.success(request, _("%(name)s is now a favourite. Nobody but you knows.") % {"name": name})
    return HttpResponseRedirect(way_back(request), status=303)


@answering(instead="")
def remove(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST."""
    remove_companion(employee=request.user, colleague_id=pk)
    return HttpResponseRedirect(way_back(request), status=303)
