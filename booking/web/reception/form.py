"""Whoever is at the door unannounced, as a form; and the colleague whom they want to see, as typed."""

import re
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from booking.actions.visitors import Guest
from booking.models import Employee
from booking.web.visitors.form import TimeInput

_ADDRESS = re.compile(r"[^\s<>()]+@[^\s<>()]+")


class WalkInForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    organisation = forms.CharField(
        label=_("Organisation"), max_length=120, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput({"autocomplete": "off"})
    )
    host = forms.CharField(
        label=_("Wants to see"),
        help_text=_("The name or e-mail address of a colleague."),
        widget=forms.TextInput({"autocomplete": "off", "list": "hosts"}),
    )
    ends = forms.TimeField(label=_("Until"), widget=TimeInput(), input_formats=["%H:%M"])
    note = forms.CharField(label=_("Note for the reception"), max_length=200, required=False)

    def __init__(self, *args, now: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_host(self) -> Employee:
        """The one whom the words name, by address or by full name."""
        words = " ".join(self.cleaned_data["host"].split())
        people = Employee.objects.employed_on(self.now.date())
        if address := _ADDRESS.search(words):
            found = list(people.filter(email__iexact=address[0]))
        else:
            named = people.annotate(full_name=Concat("given_name", Value(" "), "family_name"))
            found = list(named.filter(full_name__iexact=words)[:2])
        if not found:
            raise ValidationError(_("Nobody here has this name or address."))
        if len(found) > 1:
            raise ValidationError(_("Several people have this name; give the e-mail address."))
        return found[0]

    @property
    def guest(self) -> Guest:
        given = {name: self.cleaned_data[name] for name in ("name", "email", "organisation")}
        return Guest(**given, language=self.cleaned_data["host"].language)


def named_host(employee: Employee) -> str:
    """As a suggestion, which ``clean_host`` reads back: names alone repeat."""
    return f"{employee.get_full_name()} ({employee.email})"
