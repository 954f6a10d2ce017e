"""What calendar programs find in a mail, read with another parser than the one that wrote it."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject

from booking.actions.cancellation import cancel
from booking.actions.participation import respond
from booking.actions.reservation import reserve
from booking.actions.room_approval import approve, decline
from booking.actions.room_booking import book_room, cancel_room, change_room
from booking.actions.room_series import book_series, cancel_following
from booking.feeds.person import events_of_person
from booking.models import Attendance, Booking, Employee, Participant, Space
from booking.notifications.messages import CONFIRMATION_GRACE
from booking.rules.proposal import MORNING
from tests.cast import NOW, TODAY, TUESDAY, WEDNESDAY, Office, grant, office
from tests.meetings import at, room_ask
from tests.notifications.test_delivery import run

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def brussels() -> Office:
    return office()


def book(cast: Office, day=TUESDAY, now=NOW, **request) -> Attendance:
    reserved = reserve(ask=cast.ask(cast.ann, day, **request), by=cast.ann, now=now, door="test")
    return Attendance.objects.get(pk=reserved.attendance_id)


def meet(cast: Office, *invited: Employee, **request) -> Booking:
    booked = book_room(
        ask=room_ask(cast, cast.ann, title="Budget"), by=cast.ann, now=NOW, door="test", in_person=False,
        participants=[("employee", who.pk) for who in invited], **request,
    )  # fmt: skip
    return Booking.objects.get(pk=booked.booking_id)


def read(post_office, to: str = "Ann"):
    """The calendar of the one mail to somebody since the last look; it is the same in both of its places."""
    [mail] = [mail for mail in post_office.accepted if mail["To"].startswith(to)]
    post_office.accepted.clear()
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    [file] = mail.iter_attachments()
    calendar = vobject.readOne(part.get_content())
    assert part.get_param("method") == calendar.method.value
    assert (file.get_filename(), file.get_content_type()) == ("headroom.ics", "application/ics")
    assert file.get_content().decode().splitlines() == part.get_content().splitlines()
    return calendar


def test_a_booked_day_asks_to_be_kept_and_is_the_one_of_the_feed(brussels, post_office):
    book(brussels, desk=0, parts=MORNING)
    run(NOW + CONFIRMATION_GRACE)
    calendar = read(post_office)
    assert calendar.method.value == "REQUEST"
    event = calendar.vevent
    [in_feed] = events_of_person(brussels.ann, since=TODAY)
    assert (event.uid.value, int(event.sequence.value)) == (in_feed.uid, in_feed.sequence)
    assert event.dtstart.value == datetime(2026, 3, 3, 6, tzinfo=UTC)
    assert event.dtstamp.value == NOW + CONFIRMATION_GRACE
    assert event.organizer.value == "mailto:headroom@example.com"
    assert event.attendee.value == "mailto:ann@brussels.example"
    assert event.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert event.attendee.params["RSVP"] == ["FALSE"]


def test_a_change_and_a_cancellation_are_told_of_the_same_event(brussels, post_office):
    day = book(brussels, desk=0)
    run(NOW + CONFIRMATION_GRACE)
    first = read(post_office).vevent
    assert first.dtstart.value == TUESDAY
    cancel(attendance=day, by=brussels.ann, now=LATER)
    run(LATER + CONFIRMATION_GRACE)
    calendar = read(post_office)
    assert (calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert calendar.vevent.uid.value == first.uid.value
    assert int(calendar.vevent.sequence.value) > int(first.sequence.value)
    again = LATER + timedelta(hours=1)
    book(brussels, desk=1, now=again)
    run(again + CONFIRMATION_GRACE)
    third = read(post_office)
    assert (third.method.value, third.vevent.uid.value) == ("REQUEST", first.uid.value)
    assert int(third.vevent.sequence.value) > int(calendar.vevent.sequence.value)


def test_an_invitation_waits_for_its_answer_and_follows_the_meeting(brussels, post_office):
    meeting = meet(brussels, brussels.bob)
    run(NOW + CONFIRMATION_GRACE)
    first = read(post_office, "Bob").vevent
    assert first.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert (first.organizer.params["CN"], first.sequence.value) == (["Ann Test"], "0")
    assert "Bob" not in first.description.value
    part = Participant.objects.get(employee=brussels.bob)
    respond(participant=part, response="remote", by=brussels.bob, now=NOW, door="test")
    moved = at(brussels, "14:00", "15:00", WEDNESDAY)
    change_room(booking=meeting, by=brussels.ann, now=LATER, door="test", period=moved)
    run(LATER + CONFIRMATION_GRACE)
    second = read(post_office, "Bob").vevent
    assert (second.uid.value, second.sequence.value) == (first.uid.value, "1")
    assert second.dtstart.value == datetime(2026, 3, 4, 13, tzinfo=UTC)
    assert second.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    cancel_room(booking=Booking.objects.get(), by=brussels.ann, now=LATER)
    run(LATER + 2 * CONFIRMATION_GRACE)
    third = read(post_office, "Bob")
    assert (third.method.value, third.vevent.uid.value, third.vevent.sequence.value) == ("CANCEL", first.uid.value, "2")


def test_a_day_that_is_only_for_a_meeting_has_no_event_of_its_own(brussels, post_office):
    meet(brussels, brussels.bob)
    part = Participant.objects.get(employee=brussels.bob)
    respond(participant=part, response="in_person", by=brussels.bob, now=NOW, door="test")
    run(NOW + CONFIRMATION_GRACE)
    [mail] = [mail for mail in post_office.accepted if mail["To"].startswith("Bob")]
    assert mail["Subject"] == "Booked: Brussels on Tuesday 3 March"
    assert [part.get_content_type() for part in mail.walk() if "calendar" in part.get_content_type()] == []


def test_a_request_for_a_room_is_tentative_until_its_answer(brussels, post_office):
    Space.objects.filter(pk=brussels.room.pk).update(needs_approval=True)
    grant(brussels.dia, "facility_manager", brussels.site)
    meeting = meet(brussels)
    run(NOW + CONFIRMATION_GRACE)
    asked = read(post_office).vevent
    assert asked.status.value == "TENTATIVE"
    approve(booking=meeting, by=brussels.dia, now=LATER)
    run(LATER + CONFIRMATION_GRACE)
    answered = read(post_office).vevent
    assert (answered.status.value, answered.uid.value, answered.sequence.value) == ("CONFIRMED", asked.uid.value, "1")


def test_a_declined_request_leaves_the_calendar(brussels, post_office):
    Space.objects.filter(pk=brussels.room.pk).update(needs_approval=True)
    grant(brussels.dia, "facility_manager", brussels.site)
    meeting = meet(brussels)
    run(NOW + CONFIRMATION_GRACE)
    post_office.accepted.clear()
    decline(booking=meeting, by=brussels.dia, now=LATER, reason="Painters")
    run(LATER + CONFIRMATION_GRACE)
    assert read(post_office).method.value == "CANCEL"


def test_several_dates_are_a_file_that_is_published(brussels, post_office):
    ask = room_ask(brussels, brussels.ann, title="Stand-up")
    book_series(ask=ask, recurrence="FREQ=WEEKLY;COUNT=3", by=brussels.ann, now=NOW, door="test")
    run(LATER)
    [mail] = post_office.accepted
    post_office.accepted.clear()
    assert "text/calendar" not in [part.get_content_type() for part in mail.walk()]
    [file] = mail.iter_attachments()
    calendar = vobject.readOne(file.get_content().decode())
    assert calendar.method.value == "PUBLISH"
    assert [event.dtstart.value.date().day for event in calendar.vevent_list] == [3, 10, 17]
    assert len({event.uid.value for event in calendar.vevent_list}) == 3
    cancel_following(booking=Booking.objects.first(), by=brussels.ann, now=LATER)
    run(LATER + CONFIRMATION_GRACE)
    [file] = post_office.accepted[0].iter_attachments()
    cancelled = vobject.readOne(file.get_content().decode()).vevent_list
    assert {(event.status.value, event.sequence.value) for event in cancelled} == {("CANCELLED", "1")}


def test_a_calendar_is_in_its_readers_language_and_survives_any_name(brussels, post_office):
    Employee.objects.filter(pk=brussels.ann.pk).update(language="nl", given_name='Ann "the; great", €')
    book(brussels, desk=0)
    run(NOW + CONFIRMATION_GRACE)
    mail = post_office.accepted[0]
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    event = vobject.readOne(part.get_content()).vevent
    assert "Werkplek: 3.01" in event.description.value
    assert event.attendee.params["CN"] == ["Ann the; great, €"]
