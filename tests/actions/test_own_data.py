"""What somebody deletes is gone, and only theirs; what figures and proofs need stays without them."""

from datetime import timedelta

import pytest

from booking.actions.own_data import forget_favourites, forget_messages, forget_refusals, forget_wishes
from booking.models import Companion, Message, Refusal, StandingWish
from tests.cast import NOW, TODAY, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def brussels():
    return office()


def test_old_messages_are_emptied_and_stay_as_proof(brussels):
    for n, (who, days, state) in enumerate(
        [(brussels.ann, 31, "sent"), (brussels.ann, 31, "due"), (brussels.ann, 29, "sent"), (brussels.bob, 31, "sent")]
    ):
        at = NOW - timedelta(days=days)
        Message.objects.create(
            key=str(n), kind="booked", employee=who, payload={"attendance": n}, state=state, due_at=at, created_at=at
        )
    assert forget_messages(employee=brussels.ann, now=NOW) == 1
    assert [m.payload for m in Message.objects.order_by("key")] == [
        {}, {"attendance": 1}, {"attendance": 2}, {"attendance": 3}
    ]  # fmt: skip
    assert forget_messages(employee=brussels.ann, now=NOW) == 0


def test_past_refusals_are_nobodys_and_still_counted(brussels):
    for n, (who, by, date) in enumerate(
        [
            (brussels.ann, brussels.ann, TODAY - timedelta(days=1)),
            (brussels.ann, brussels.ann, TODAY),
            (brussels.bob, brussels.ann, TODAY - timedelta(days=1)),
        ]
    ):
        Refusal.objects.create(
            employee=who, requested_by=by, site=brussels.site, date=date, morning=True, afternoon=True, verb="reserve",
            door="web", objections=[], fingerprint=str(n), first_at=NOW, last_at=NOW,
        )  # fmt: skip
    assert forget_refusals(employee=brussels.ann, now=NOW) == 1
    found = [(r.employee, r.requested_by) for r in Refusal.objects.order_by("fingerprint")]
    assert found == [(None, None), (brussels.ann, brussels.ann), (brussels.bob, None)]


def test_favourites_and_wishes_go_and_those_of_others_stay(brussels):
    for who, colleague in ((brussels.ann, brussels.bob), (brussels.bob, brussels.ann)):
        Companion.objects.create(employee=who, colleague=colleague)
        StandingWish.objects.create(employee=who, site=brussels.site, weekdays=[1], created_at=NOW, changed_at=NOW)
    brussels.ann.favourite_desk = brussels.desks[0]
    brussels.ann.save()
    assert forget_favourites(employee=brussels.ann, now=NOW) == 2
    assert forget_wishes(employee=brussels.ann, now=NOW) == 1
    brussels.ann.refresh_from_db()
    assert brussels.ann.favourite_desk is None
    assert Companion.objects.get().employee == StandingWish.objects.get().employee == brussels.bob
