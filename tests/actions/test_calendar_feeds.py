"""Who makes, renews and revokes the private address of a calendar; never two at once."""

import pytest

from booking.actions.asking import NotPossible
from booking.actions.calendar_feeds import hash_of, open_own_feed, open_room_feed, renew_feed, revoke_feed
from booking.actions.permissions import NotAllowed
from booking.models import CalendarFeed
from tests.cast import NOW, grant, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    return office()


def test_the_secret_is_kept_as_a_hash_and_there_is_one(brussels):
    token = open_own_feed(employee=brussels.ann, now=NOW)
    feed = CalendarFeed.objects.get()
    assert (feed.employee, feed.token_hash, feed.created_by) == (brussels.ann, hash_of(token), brussels.ann)
    with pytest.raises(NotPossible):
        open_own_feed(employee=brussels.ann, now=NOW)


def test_renewed_the_old_one_ends(brussels):
    open_own_feed(employee=brussels.ann, now=NOW)
    feed = CalendarFeed.objects.get()
    token = renew_feed(feed=feed, by=brussels.ann, now=NOW)
    assert CalendarFeed.objects.get(revoked_at=None).token_hash == hash_of(token)
    with pytest.raises(NotPossible):
        renew_feed(feed=feed, by=brussels.ann, now=NOW)
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1


def test_nobody_touches_anothers_not_even_a_manager_or_a_lead(brussels):
    grant(brussels.bob, "facility_manager", brussels.site)
    team = brussels.teams["Blue"]
    team.lead = brussels.cas
    team.save()
    open_own_feed(employee=brussels.ann, now=NOW)
    feed = CalendarFeed.objects.get()
    for who in (brussels.bob, brussels.cas):
        for change in (renew_feed, revoke_feed):
            with pytest.raises(NotAllowed):
                change(feed=feed, by=who, now=NOW)
    assert CalendarFeed.objects.get().revoked_at is None


def test_a_room_is_for_its_managers(brussels):
    elsewhere = office("ghent", people=1, first=5)
    grant(elsewhere.fay, "facility_manager", elsewhere.site)
    grant(brussels.dia, "facility_manager", brussels.site)
    for who in (brussels.ann, elsewhere.fay):
        with pytest.raises(NotAllowed):
            open_room_feed(space=brussels.room, by=who, now=NOW)
    with pytest.raises(NotAllowed):
        open_room_feed(space=brussels.desks[0], by=brussels.dia, now=NOW)
    open_room_feed(space=brussels.room, by=brussels.dia, now=NOW)
    feed = CalendarFeed.objects.get()
    with pytest.raises(NotAllowed):
        revoke_feed(feed=feed, by=elsewhere.fay, now=NOW)
    revoke_feed(feed=feed, by=brussels.dia, now=NOW)
    open_room_feed(space=brussels.room, by=brussels.dia, now=NOW)
