"""A meeting in the browser: seen, answered, changed, cancelled, approved; and whose it is."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions.participation import invite
from booking.actions.reservation import reserve
from booking.models import Booking, Employee, Message, Participant, Space
from tests.cast import NEXT_MONDAY, NOW, TODAY, WEDNESDAY, Office, grant, office
from tests.meetings import at, coming
from tests.web.meeting_pages import book, page_of, sent
from tests.web.visitor import client_of, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    return office()


class TestItsPage:
    def test_who_takes_part_sees_who_comes_and_how(self, brussels):
        meeting = book(
            brussels, brussels.ann, title="Budget", in_person=True, participants=[("employee", brussels.bob.pk)]
        )
        page = text_of(page_of(brussels.bob, meeting))
        assert "In person 1 Ann Test" in page
        assert "Not answered yet 1 Bob Test" in page
        assert "Change or cancel" not in page

    def test_others_see_what_the_timeline_shows_and_no_more(self, brussels):
        meeting = book(brussels, brussels.ann, title="Budget", participants=[("employee", brussels.bob.pk)])
        page = text_of(page_of(brussels.dia, meeting))
        assert "Budget" in page
        assert "Bob Test" not in page
        Employee.objects.filter(pk=brussels.ann.pk).update(visibility="nobody")
        page = page_of(brussels.dia, meeting)
        assert "Budget" not in page
        assert "Ann Test" not in page

    def test_shorter_and_longer_by_a_tap_and_undone(self, brussels):
        meeting = book(brussels, brussels.ann)
        client = client_of(brussels.ann)
        press(client, page_of(brussels.ann, meeting), "Until 10:30")
        meeting.refresh_from_db()
        assert meeting.period.upper == at(brussels, "10:00", "10:30").end
        page = client.get(f"/meetings/{meeting.pk}/").content.decode()
        assert "The meeting is now on Tuesday 3 March, 10:00–10:30, in Zenne." in text_of(page)
        press(client, page, "Undo")
        meeting.refresh_from_db()
        assert meeting.period.upper == at(brussels, "10:00", "11:00").end

    def test_moved_to_another_day_room_and_title(self, brussels):
        leie = Space.objects.create(floor=brussels.floor, kind="room", code="3.R2", name="Leie", seats=4)
        meeting = book(brussels, brussels.ann)
        asked = sent(brussels, "14:00", "15:00", WEDNESDAY, space=leie.pk, title="Plan")
        assert client_of(brussels.ann).post(f"/meetings/{meeting.pk}/change/", asked).status_code == 303
        meeting.refresh_from_db()
        assert (meeting.date, meeting.space, meeting.title) == (WEDNESDAY, leie, "Plan")

    def test_a_change_that_is_refused_offers_what_would_work(self, brussels):
        book(brussels, brussels.bob, "11:00", "12:00")
        meeting = book(brussels, brussels.ann)
        client = client_of(brussels.ann)
        answer = press(client, page_of(brussels.ann, meeting), "Until 11:30")
        assert answer.status_code == 409
        assert press(client, answer.content.decode(), "Take 09:30–11:00").status_code == 303
        meeting.refresh_from_db()
        assert tuple(at(brussels, "09:30", "11:00")) == (meeting.period.lower, meeting.period.upper)

    def test_ended_early_while_it_goes_on(self, brussels, clock):
        meeting = book(brussels, brussels.ann, day=TODAY)
        assert "End it now" not in page_of(brussels.ann, meeting)
        clock.move_to(NOW + timedelta(hours=2, minutes=20))
        press(client_of(brussels.ann), page_of(brussels.ann, meeting), "End it now")
        meeting.refresh_from_db()
        assert meeting.period.upper == NOW + timedelta(hours=2, minutes=20)

    def test_cancelled_alone_it_can_be_undone(self, brussels):
        meeting = book(brussels, brussels.ann, title="Budget")
        client = client_of(brussels.ann)
        answer = client.post(f"/meetings/{meeting.pk}/cancellation/")
        assert answer["Location"] == "/rooms/?site=brussels&date=2026-03-03"
        page = client.get(answer["Location"]).content.decode()
        assert "Zenne is free again on Tuesday 3 March, 10:00–11:00." in text_of(page)
        press(client, page, "Undo")
        again = Booking.objects.standing().get()
        assert (again.title, again.participants.get().response) == ("Budget", "remote")

    def test_cancelled_with_others_they_are_told_why_and_nothing_is_undone(self, brussels):
        meeting = book(brussels, brussels.ann, participants=[("employee", brussels.bob.pk)])
        client = client_of(brussels.ann)
        answer = client.post(f"/meetings/{meeting.pk}/cancellation/", {"reason": "Strike"})
        told = Message.objects.get(kind="room_cancelled", employee=brussels.bob)
        assert told.payload["reason"] == "Strike"
        assert "Undo" not in text_of(client.get(answer["Location"]).content.decode())
        assert "This meeting has been cancelled." in text_of(page_of(brussels.ann, meeting))

    def test_this_and_all_that_follow_are_cancelled_or_changed(self, brussels):
        client = client_of(brussels.ann)
        client.post("/meetings/", sent(brussels, repeat="weekly", repeat_until="2026-03-24"))
        _first, second, third, last = Booking.objects.order_by("date")
        client.post(f"/meetings/{third.pk}/change/", {"until": "10:30", "following": "1"})
        last.refresh_from_db()
        second.refresh_from_db()
        assert (last.period.upper.minute, second.period.upper.minute) == (30, 0)
        client.post(f"/meetings/{second.pk}/cancellation/", {"following": "1"})
        assert Booking.objects.standing().count() == 1

    def test_colleagues_are_invited_later(self, brussels):
        meeting = book(brussels, brussels.ann)
        page = page_of(brussels.ann, meeting, colleague="bob")
        assert "Bob Test" in page
        client = client_of(brussels.ann)
        client.post(f"/meetings/{meeting.pk}/participants/", {"participant": [brussels.bob.pk]})
        assert Participant.objects.get(employee=brussels.bob).response == "invited"

    def test_a_day_that_is_over_is_history(self, brussels, clock):
        meeting = book(brussels, brussels.ann)
        clock.move_to(NOW + timedelta(days=3))
        page = text_of(page_of(brussels.ann, meeting))
        assert "This meeting is over." in page
        assert "Change or cancel" not in page
        answer = client_of(brussels.ann).post(f"/meetings/{meeting.pk}/cancellation/")
        assert answer.status_code == 409

    def test_queries_do_not_grow_with_people(self, brussels, django_assert_num_queries):
        meeting = book(brussels, brussels.ann)
        client = client_of(brussels.ann)
        client.get(f"/meetings/{meeting.pk}/")
        for invited in ([], [brussels.bob, brussels.cas, brussels.dia]):
            people = [("employee", one.pk) for one in invited]
            invite(booking=meeting, people=people, by=brussels.ann, now=NOW)
            with django_assert_num_queries(3):
                client.get(f"/meetings/{meeting.pk}/")


class TestAnswering:
    def test_in_person_remotely_or_not_and_undone(self, brussels):
        meeting = book(brussels, brussels.ann, participants=[("employee", brussels.bob.pk)])
        client = client_of(brussels.bob)
        press(client, page_of(brussels.bob, meeting), "Come in person")
        assert coming(meeting) == ["Bob"]
        press(client, page_of(brussels.bob, meeting), "Join remotely")
        page = client.get(f"/meetings/{meeting.pk}/").content.decode()
        assert "You join remotely" in text_of(page)
        press(client, page, "Undo")
        assert coming(meeting) == ["Bob"]
        press(client, page_of(brussels.bob, meeting), "Decline")
        assert Participant.objects.get(employee=brussels.bob).response == "declined"

    def test_a_full_day_offers_to_join_remotely(self, brussels):
        brussels.publish({"kind": "occupancy_cap", "number": 1})
        reserve(ask=brussels.ask(brussels.cas), by=brussels.cas, now=NOW, door="test")
        meeting = book(brussels, brussels.ann, participants=[("employee", brussels.bob.pk)])
        client = client_of(brussels.bob)
        answer = press(client, page_of(brussels.bob, meeting), "Come in person")
        assert answer.status_code == 409
        press(client, answer.content.decode(), "Join remotely")
        assert Participant.objects.get(employee=brussels.bob).response == "remote"


class TestApproval:
    @pytest.fixture
    def asked(self, brussels) -> Booking:
        Space.objects.filter(pk=brussels.room.pk).update(needs_approval=True)
        grant(brussels.bob, "facility_manager", brussels.site)
        return book(brussels, brussels.ann, title="Board")

    def test_a_manager_finds_the_request_and_says_yes(self, brussels, asked):
        client = client_of(brussels.bob)
        page = client.get("/meetings/requests/").content.decode()
        assert "Zenne , Tuesday 3 March, 10:00–11:00" in text_of(page)
        assert client.post(f"/meetings/{asked.pk}/approval/", {"answer": "yes"}).status_code == 303
        asked.refresh_from_db()
        assert not asked.awaits_approval
        assert "No request waits" in text_of(client.get("/meetings/requests/").content.decode())

    def test_or_no_with_a_reason(self, brussels, asked):
        client_of(brussels.bob).post(f"/meetings/{asked.pk}/approval/", {"answer": "no", "reason": "Painting"})
        asked.refresh_from_db()
        assert asked.state == "cancelled"
        assert Message.objects.get(kind="approval_answered").payload["reason"] == "Painting"

    def test_managers_of_another_site_and_everybody_else_may_not(self, brussels, asked):
        antwerp = office("antwerp", first=4)
        grant(antwerp.eve, "facility_manager", antwerp.site)
        assert "Zenne" not in text_of(client_of(antwerp.eve).get("/meetings/requests/").content.decode())
        assert client_of(brussels.ann).get("/meetings/requests/").status_code == 403
        for who in (brussels.ann, antwerp.eve):
            assert client_of(who).post(f"/meetings/{asked.pk}/approval/", {"answer": "yes"}).status_code == 403
        asked.refresh_from_db()
        assert asked.awaits_approval


@pytest.mark.parametrize("noun", ["change", "cancellation", "end", "participants", "approval"])
def test_somebody_elses_meeting_is_theirs(brussels, noun):
    meeting = book(brussels, brussels.ann, day=NEXT_MONDAY)
    asked = {"date": NEXT_MONDAY, "from": "10:00", "until": "10:30", "participant": [brussels.cas.pk], "answer": "yes"}
    assert client_of(brussels.dia).post(f"/meetings/{meeting.pk}/{noun}/", asked).status_code == 403
    assert client_of(brussels.dia).post(f"/meetings/{meeting.pk + 1}/{noun}/", asked).status_code == 404
    before = meeting.period
    meeting.refresh_from_db()
    assert (meeting.state, meeting.period) == ("booked", before)


def test_nobody_answers_for_another(brussels):
    meeting = book(brussels, brussels.ann, participants=[("employee", brussels.bob.pk)])
    invited = Participant.objects.get(booking=meeting, employee=brussels.bob)
    address = f"/participations/{invited.pk}/response/"
    assert client_of(brussels.cas).post(address, {"response": "declined"}).status_code == 403
    assert client_of(brussels.cas).post("/participations/999999/response/", {"response": "declined"}).status_code == 404
    invited.refresh_from_db()
    assert invited.response == "invited"


def test_a_desks_booking_is_no_meeting(brussels):
    reserved = reserve(ask=brussels.ask(brussels.ann, desk=0), by=brussels.ann, now=NOW, door="test")
    client = client_of(brussels.ann)
    assert client.get(f"/meetings/{reserved.booking_id}/").status_code == 404
    assert client.post(f"/meetings/{reserved.booking_id}/cancellation/").status_code == 404


@pytest.mark.parametrize("noun", ["", "7/change/", "7/cancellation/", "7/end/", "7/participants/", "7/approval/"])
def test_an_address_that_only_takes_requests_changes_nothing_when_read(brussels, noun):
    assert client_of(brussels.ann).get(f"/meetings/{noun}").status_code == 302
