"""What the mails about meetings say, and when nothing is left to say."""

from collections import defaultdict
from datetime import timedelta

import pytest

from booking.actions.participation import respond
from booking.actions.room_approval import approve
from booking.actions.room_booking import book_room, cancel_room, change_room
from booking.actions.room_series import book_series, cancel_following
from booking.models import Booking, Message, Space
from booking.notifications.messages import CONFIRMATION_GRACE
from tests.cast import NOW, WEDNESDAY, Office, grant, office
from tests.meetings import at, room_ask
from tests.notifications.test_messages import run, text_of

pytestmark = pytest.mark.django_db(transaction=True)

SOON = NOW + timedelta(seconds=20)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def brussels() -> Office:
    cast = office()
    cast.site.address = "Zennestraat 1, 1000 Brussel"
    cast.site.save()
    return cast


def book(cast: Office, **request) -> Booking:
    booked = book_room(
        ask=room_ask(cast, cast.ann, title="Budget"), by=cast.ann, now=NOW, door="test",
        participants=[("employee", cast.bob.pk)], **request,
    )  # fmt: skip
    return Booking.objects.get(pk=booked.booking_id)


def mails(post_office) -> dict[str, str]:
    """Texts by who reads them."""
    found: dict[str, str] = defaultdict(str)
    for mail in post_office.accepted:
        found[mail["To"].split()[0]] += f"{mail['Subject']}\n{text_of(mail)}\n"
    post_office.accepted.clear()
    return found


def test_the_organiser_and_those_invited_read_where_and_when(brussels, post_office):
    book(brussels)
    run(NOW + CONFIRMATION_GRACE)
    said = mails(post_office)
    assert "Booked: room Zenne on Tuesday 3 March, 10:00–11:00" in said["Ann"]
    assert "You come in person" in said["Ann"]
    assert "Invited: Bob Test" in said["Ann"]
    assert "Invitation: Budget, Tuesday 3 March, 10:00–11:00" in said["Bob"]
    assert "Hello Bob, Ann Test invites you to Budget." in said["Bob"]
    assert "Room: Zenne, Floor 3" in said["Bob"]


def test_cancelled_within_the_minute_nobody_hears_of_it(brussels, post_office):
    meeting = book(brussels)
    cancel_room(booking=meeting, by=brussels.ann, now=SOON)
    run(SOON + CONFIRMATION_GRACE)
    assert mails(post_office) == {}


def test_cancelled_later_all_hear_what_became_of_their_day(brussels, post_office):
    meeting = book(brussels)
    bob = meeting.participants.get(employee=brussels.bob)
    respond(participant=bob, response="in_person", by=brussels.bob, now=SOON, door="test")
    run(LATER)
    mails(post_office)
    cancel_room(booking=meeting, by=brussels.ann, now=LATER, reason="The budget is done.")
    run(LATER + CONFIRMATION_GRACE)
    said = mails(post_office)
    assert "Budget is cancelled, as you asked" in said["Ann"]
    assert "Ann Test has cancelled Budget." in said["Bob"]
    assert "The reason given: The budget is done." in said["Bob"]
    assert "your day at the site, so it is cancelled, too" in said["Bob"]


def test_a_change_is_told_with_the_new_time_and_a_place_that_fell_back_with_the_reason(brussels, post_office):
    brussels.publish({"kind": "occupancy_cap", "number": 1, "population": "team", "team": brussels.teams["Red"]})
    meeting = book(brussels)
    for who, day in ((brussels.bob, None), (brussels.dia, WEDNESDAY)):
        if day is None:
            part = meeting.participants.get(employee=who)
            respond(participant=part, response="in_person", by=who, now=NOW, door="test")
        else:
            other = room_ask(brussels, who, "08:00", "09:00", day=day)
            book_room(ask=other, by=who, now=NOW, door="test")
    run(LATER)
    mails(post_office)
    moved = at(brussels, "11:00", "12:00", WEDNESDAY)
    change_room(booking=meeting, by=brussels.ann, now=LATER, door="test", period=moved)
    run(LATER + CONFIRMATION_GRACE)
    said = mails(post_office)
    assert "Changed: Budget, Wednesday 4 March, 11:00–12:00" in said["Ann"]
    assert "Your place fell back: Budget, Wednesday 4 March, 11:00–12:00" in said["Bob"]
    assert "Cap reached. 1 of 1." in said["Bob"]


def test_a_series_is_one_mail_when_booked_and_one_when_cancelled(brussels, post_office):
    book_series(
        ask=room_ask(brussels, brussels.ann), recurrence="FREQ=WEEKLY;COUNT=3", by=brussels.ann, now=NOW, door="test"
    )
    run(LATER)
    said = mails(post_office)
    assert "Tuesday 3 March, 10:00–11:00 and 2 more dates" in said["Ann"]
    assert "Days: Tuesday 3 March, Tuesday 10 March, Tuesday 17 March" in said["Ann"]
    cancel_following(booking=Booking.objects.first(), by=brussels.ann, now=LATER)
    assert Message.objects.filter(kind="room_cancelled").count() == 1
    run(LATER + CONFIRMATION_GRACE)
    assert "and 2 more dates" in mails(post_office)["Ann"]


def test_approval_is_asked_of_the_manager_and_answered_to_the_organiser(brussels, post_office):
    Space.objects.filter(pk=brussels.room.pk).update(needs_approval=True)
    grant(brussels.dia, "facility_manager", brussels.site)
    meeting = book(brussels)
    run(LATER)
    said = mails(post_office)
    assert "To approve: room Zenne, Tuesday 3 March, 10:00–11:00" in said["Dia"]
    assert "kept for you until a manager has said yes or no" in said["Ann"]
    approve(booking=meeting, by=brussels.dia, now=LATER)
    run(LATER + CONFIRMATION_GRACE)
    assert "room Zenne is yours" in mails(post_office)["Ann"]
