"""Whom to invite and when, as a form; and the hours alone, of a visit that changes."""

from datetime import time

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from booking.actions.visitors import Guest
from booking.models import Site
from booking.rules.proposal import Period
from booking.web.booking_form import YEARS


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WhenForm(forms.Form):
    """A date, hours by the clock of the site, and a note."""

    date = forms.DateField(label=_("Day"), widget=DateInput(), input_formats=["%Y-%m-%d"])
    starts = forms.TimeField(label=_("From"), widget=TimeInput(), initial=time(10), input_formats=["%H:%M"])
    ends = forms.TimeField(label=_("Until"), widget=TimeInput(), initial=time(11), input_formats=["%H:%M"])
    note = forms.CharField(
        label=_("Note for the reception"),
        max_length=200,
        required=False,
        help_text=_("Such as a parking space or a wheelchair. The visitor does not see it."),
    )

    def clean_date(self) -> date:
        day = self.cleaned_data["date"]
        if day.year not in YEARS:
            raise ValidationError(_("Give a date such as 2026-03-17."))
        return day

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["starts"] >= cleaned["ends"]:
            self.add_error("ends", _("Give a time after the beginning."))
        return cleaned

    def period(self, site: Site) -> Period:
        day = self.cleaned_data["date"]
        return Period(site.instant(day, self.cleaned_data["starts"]), site.instant(day, self.cleaned_data["ends"]))


class InviteForm(WhenForm):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=_("The invitation goes there. The address of a colleague is refused: their day is booked as usual."),
    )
    organisation = forms.CharField(label=_("Organisation"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the invitation"))
    site = forms.ChoiceField(label=_("Site"))

    field_order = ["name", "email", "organisation", "language", "site", "date", "starts", "ends", "note"]

    def __init__(self, *args, sites: dict[str, Site], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.sites = sites
        self.fields["site"].choices = [(code, site.name) for code, site in sites.items()]  # type: ignore[attr-defined]
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]

    @property
    def chosen_site(self) -> Site:
        return self.sites[self.cleaned_data["site"]]

    @property
    def guest(self) -> Guest:
        return Guest(**{name: self.cleaned_data[name] for name in ("name", "email", "organisation", "language")})
