"""What those who waited are told: a place is kept, is theirs, is no longer kept, or is not for them and why."""

from datetime import timedelta

import pytest

from booking.actions.cancellation import cancel
from booking.actions.promotion import promote
from booking.actions.room_booking import book_room, cancel_room
from booking.actions.room_waitlist import join_room
from booking.actions.waitlist import accept, join
from booking.models import Attendance, Booking, Message, WaitlistEntry
from tests.cast import NOW, ONE_DAY, THURSDAY, TUESDAY
from tests.meetings import room_ask
from tests.notifications.test_delivery import run
from tests.notifications.test_messages import text_of

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def waiting(brussels, book, post_office):
    """Ann had the one place of Tuesday; Bob waits for it. Everything told until then has been sent."""
    brussels.publish({"kind": "occupancy_cap", "number": 1}, ONE_DAY)
    book(brussels.ann)

    def waiting(**more) -> WaitlistEntry:
        entry = join(ask=brussels.ask(brussels.bob, TUESDAY), by=brussels.bob, now=NOW, door="test", **more)
        cancel(attendance=Attendance.objects.get(employee=brussels.ann), by=brussels.ann, now=NOW)
        Message.objects.all().update(state="dropped")
        return entry

    return waiting


def test_an_offer_names_the_time_at_the_site(brussels, waiting, post_office):
    waiting()
    promote(now=NOW)
    assert run(NOW) == {"sent": 1}
    (mail,) = post_office.to(brussels.bob.email)
    assert mail["Subject"] == "A place for you on Tuesday 3 March: take it by Monday 2 March, 10:00"
    assert "Hello Bob, you waited for a place at Brussels, and one is free now." in text_of(mail)
    assert "Kept until: Monday 2 March, 10:00" in text_of(mail)


def test_an_offer_that_was_answered_is_told_no_more_and_the_booking_is(brussels, waiting, post_office):
    entry = waiting()
    promote(now=NOW)
    accept(entry=entry, by=brussels.bob, now=NOW)
    assert run(NOW + timedelta(minutes=2)) == {"dropped": 1, "sent": 1}
    (mail,) = post_office.to(brussels.bob.email)
    assert mail["Subject"].startswith("Booked: desk 3.01 on Tuesday 3 March")


def test_booked_at_once_is_one_mail(brussels, waiting, post_office):
    waiting(accept_at_once=True)
    promote(now=NOW)
    assert run(LATER) == {"sent": 1}
    (mail,) = post_office.to(brussels.bob.email)
    assert mail["Subject"] == "You are in: desk 3.01 on Tuesday 3 March"


def test_an_offer_that_ran_out_is_told_instead_of_a_cancellation(brussels, waiting, post_office):
    waiting()
    promote(now=NOW)
    assert run(NOW) == {"sent": 1}
    promote(now=LATER)
    assert run(LATER + timedelta(minutes=5)) == {"sent": 1}
    assert post_office.to(brussels.bob.email)[-1]["Subject"] == "No longer kept for you: Tuesday 3 March"


def test_who_cannot_take_the_place_reads_why(brussels, book, waiting, post_office):
    waiting()
    book(brussels.bob, day=THURSDAY)
    promote(now=NOW)
    run(NOW)
    (mail,) = post_office.to(brussels.bob.email)
    assert mail["Subject"] == "No place for you on Tuesday 3 March"
    assert "Your office day is used: 1 of 1 this week: Thursday 5 March." in text_of(mail)


@pytest.fixture
def room_waiting(brussels, post_office):
    """Ann had the room on Tuesday from 10 to 11; Bob waited, and it is free. What was told before is gone."""

    def room_waiting(**more) -> None:
        book_room(ask=room_ask(brussels, brussels.ann), by=brussels.ann, now=NOW, door="test", in_person=False)
        join_room(ask=room_ask(brussels, brussels.bob), by=brussels.bob, now=NOW, door="test", **more)
        cancel_room(booking=Booking.objects.get(organiser=brussels.ann), by=brussels.ann, now=NOW)
        Message.objects.all().update(state="dropped")
        promote(now=NOW)

    return room_waiting


def test_a_room_is_kept_and_then_no_longer(brussels, room_waiting, post_office):
    room_waiting()
    assert run(NOW) == {"sent": 1}
    promote(now=LATER)
    assert run(LATER + timedelta(minutes=5)) == {"sent": 1}
    offer, expiry = post_office.to(brussels.bob.email)
    assert "Tuesday 3 March, 10:00–11:00: take it by Monday 2 March, 10:00" in offer["Subject"].replace("\n", "")
    assert "Kept until: Monday 2 March, 10:00" in text_of(offer)
    assert expiry["Subject"].strip().startswith("No longer kept for you:")


def test_a_room_that_is_booked_at_once_comes_with_its_event(brussels, room_waiting, post_office):
    room_waiting(accept_at_once=True)
    assert run(LATER) == {"sent": 1}
    (mail,) = post_office.to(brussels.bob.email)
    assert mail["Subject"].strip().startswith("The room is yours:")
    assert "METHOD:REQUEST" in next(p for p in mail.walk() if p.get_content_type() == "text/calendar").get_content()
