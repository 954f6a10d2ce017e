"""Icons, toasts, fields and the navigation, as templates use them."""

import re

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.template.loader import render_to_string
from lucide import IconDoesNotExist

from booking.templatetags.icon import PATHS, icon
from booking.templatetags.poster import poster
from booking.templatetags.toast import sign, undo, undoing


def test_an_icon_is_silent_unless_it_has_words():
    assert 'aria-hidden="true"' in icon("home")
    assert 'role="img" aria-label="Closed &amp; locked"' in icon("lock", label="Closed & locked")


def test_an_icon_nobody_drew_comes_from_lucide():
    svg = icon("accessibility", size=20)

    assert 'class="icon is-lucide"' in svg
    assert 'width="20"' in svg
    with pytest.raises(IconDoesNotExist):
        icon("no-such-icon")


def test_no_drawing_carries_a_style():
    drawings = [icon(name) for name in PATHS] + [icon("accessibility"), poster()]

    assert not [drawing for drawing in drawings if "style" in drawing]


def test_an_undo_travels_with_its_message():
    message = Message(constants.SUCCESS, "Done.", extra_tags=undoing("/bookings/", space=314, date="2026-07-23"))

    assert undo(message).url == "/bookings/"
    assert undo(message).fields == [("space", "314"), ("date", "2026-07-23")]
    assert sign(message) == "check"
    assert undo(Message(constants.INFO, "Only so you know.")) is None


def test_a_toast_with_an_undo_is_a_form():
    messages = [Message(constants.SUCCESS, "3.14 is yours.", extra_tags=undoing("/attendances/7/cancellation/"))]
    page = render_to_string("parts/toasts.html", {"messages": messages, "csrf_token": "token"})

    assert 'role="status" aria-live="polite"' in page
    assert '<form method="post" action="/attendances/7/cancellation/">' in page
    assert 'name="csrfmiddlewaretoken"' in page


class OneField(forms.Form):
    days = forms.IntegerField(label="Booking opens", help_text="In days.", min_value=1)


def test_a_field_ties_label_hint_and_error_to_its_control():
    form = OneField({"days": "0"})
    form.fields["days"].widget.attrs["placeholder"] = "Days"
    page = Template("{% load field %}{% field form.days %}").render(Context({"form": form}))

    assert '<label for="id_days">Booking opens</label>' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_days_helptext"' in page
    assert 'id="id_days_error"' in page
    described = re.search(r'aria-describedby="([^"]+)"', page)[1]
    assert described == "id_days_helptext id_days_error"
    assert "placeholder" not in page


def test_a_field_without_its_hint_points_at_nothing():
    page = Template("{% load field %}{% field form.days hint=False %}").render(Context({"form": OneField()}))

    assert "helptext" not in page
