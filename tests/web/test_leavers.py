"""Whoever has left, or is deactivated, is out: at sign-in, and in the middle of a session."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", [{"left_on": timezone.now().date()}, {"is_active": False}])
def test_a_leavers_session_ends_at_once(client, change):
    ann = office().ann
    client.force_login(ann)
    assert client.get("/").status_code == 200
    for field, value in change.items():
        setattr(ann, field, value)
    ann.save()
    assert client.get("/").status_code == 302


def test_a_leaver_cannot_sign_in_and_whoever_leaves_tomorrow_can(client):
    ann = office().ann
    ann.set_password("a-long-password")
    ann.left_on = timezone.now().date()
    ann.save()
    given = {"login": ann.email, "password": "a-long-password"}
    client.post("/accounts/login/", given)
    assert "_auth_user_id" not in client.session
    ann.left_on += timedelta(days=1)
    ann.save()
    client.post("/accounts/login/", given)
    assert client.session["_auth_user_id"] == str(ann.pk)
