"""Many windows at once: one address, and one answer to a dispute."""

from datetime import timedelta

import pytest

from booking.actions.calendar_feeds import open_own_feed, renew_feed
from booking.actions.disputes import correct, raise_dispute, reject
from booking.models import Attendance, CalendarFeed, Dispute, Message
from tests.cast import NOW, TODAY, grant, office

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_many_windows_create_one_address_and_renew_it_once(crowd):
    cast = office(people=1)
    created = crowd.together([lambda: open_own_feed(employee=cast.ann, now=NOW)] * 8)
    assert (len(created.results), len(created.not_possible), created.errors) == (1, 7, [])
    feed = CalendarFeed.objects.get()
    renewed = crowd.together([lambda: renew_feed(feed=feed, by=cast.ann, now=NOW)] * 8)
    assert (len(renewed.results), len(renewed.not_possible), renewed.errors) == (1, 7, [])
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1


def test_two_who_answer_at_once_give_one_answer(crowd):
    cast = office()
    for who in (cast.bob, cast.cas):
        grant(who, "hr", cast.site)
    day = Attendance.objects.create(
        employee=cast.ann, site=cast.site, date=TODAY - timedelta(days=1), state="absent", morning=True,
        afternoon=True, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    dispute = raise_dispute(attendance=day, by=cast.ann, text="I was there.", now=NOW)
    outcomes = crowd.together(
        [lambda: correct(dispute=dispute, state="present", by=cast.bob, now=NOW)] * 3
        + [lambda: reject(dispute=dispute, answer="No.", by=cast.cas, now=NOW)] * 3
    )
    assert (len(outcomes.results), len(outcomes.not_possible), outcomes.errors) == (1, 5, [])
    state = Attendance.objects.get().state
    assert (Dispute.objects.get().state, state) in [("corrected", "present"), ("rejected", "absent")]
    assert Message.objects.filter(kind="dispute_answered").count() == 1
