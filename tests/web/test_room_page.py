"""The page of a room, which answers what is filled in, and the request that books it."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions.reservation import reserve
from booking.models import Attendance, Booking, Employee, Participant, Refusal, Space
from tests.cast import NOW, TODAY, TUESDAY, Office, office
from tests.meetings import coming
from tests.web.meeting_pages import book, sent
from tests.web.visitor import client_of, fields_of, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    return office()


class TestThePage:
    ADDRESS = "/rooms/brussels/3/3.R1/"

    def see(self, who: Employee, **query) -> str:
        asked = {"date": TUESDAY, "from": "10:00", "until": "11:00"} | query
        response = client_of(who).get(self.ADDRESS, asked)
        assert response.status_code == 200
        return response.content.decode()

    def test_it_says_what_it_holds_and_that_it_is_free(self, brussels):
        Space.objects.filter(pk=brussels.room.pk).update(air_flow=200)
        page = text_of(self.see(brussels.ann))
        assert "Holds 5 people : 200 m³/h of outdoor air, 40 per person." in page
        assert "Free, and within all rules." in page

    def test_every_reason_is_given_and_when_it_is_free(self, brussels):
        book(brussels, brussels.bob)
        page = text_of(self.see(brussels.ann, people="9"))
        assert "Zenne is taken from 10:00 to 11:00." in page
        assert "Zenne holds 6: it has 6 seats. There would be 9 people." in page
        page = text_of(self.see(brussels.ann))
        assert "09:00–10:00 , 11:00–12:00" in page

    def test_a_full_day_is_said_of_who_would_come_and_not_of_the_room(self, brussels):
        brussels.publish({"kind": "occupancy_cap", "number": 1})
        reserve(ask=brussels.ask(brussels.bob), by=brussels.bob, now=NOW, door="test")
        assert "The room is free, but you may not come on that day:" in text_of(self.see(brussels.ann))
        assert "Free, and within all rules." in text_of(self.see(brussels.ann, presence="remote"))

    def test_each_date_of_a_series_is_answered(self, brussels):
        book(brussels, brussels.bob, day=TUESDAY + timedelta(days=7))
        page = text_of(self.see(brussels.ann, repeat="weekly", repeat_until="2026-03-17"))
        assert "2 of 3 dates can be booked." in page
        assert "Tuesday 10 March Already taken. Zenne is taken from 10:00 to 11:00." in page
        assert "Book 2 dates" in page

    def test_a_series_without_end_or_too_long_says_so(self, brussels):
        page = text_of(self.see(brussels.ann, repeat="daily", repeat_until="2029-01-01"))
        assert "A series has at most 104 dates" in page

    def test_colleagues_are_found_by_any_part_of_their_name_if_they_show_themselves(self, brussels):
        Employee.objects.filter(pk=brussels.bob.pk).update(given_name="Zoé", visibility="everyone")
        brussels.bob.refresh_from_db()
        brussels.bob.save()
        assert "Zoé Test" in self.see(brussels.ann, colleague="zoe")
        Employee.objects.filter(pk=brussels.bob.pk).update(visibility="team")
        assert "Zoé Test" not in self.see(brussels.ann, colleague="zoe")
        assert "Zoé Test" in self.see(brussels.dia, colleague="zoe")

    def test_who_is_ticked_stays_ticked(self, brussels):
        page = self.see(brussels.ann, participant=[brussels.bob.pk, brussels.cas.pk], colleague="dia")
        assert page.count('name="participant"') == 3
        assert page.count("checked><label") == 2

    def test_a_token_is_only_sent_where_something_is_changed(self, brussels):
        page = self.see(brussels.ann)
        form = page[page.index('id="meeting-form"') : page.index("</form>", page.index('id="meeting-form"'))]
        assert 'type="hidden" name="csrfmiddlewaretoken"' not in form
        assert 'formmethod="post"' in form

    def test_queries_do_not_grow_with_the_dates_of_a_series(self, brussels, django_assert_num_queries):
        client = client_of(brussels.ann)
        asked = {"date": TUESDAY, "from": "10:00", "until": "11:00", "repeat": "daily", "repeat_until": "2026-06-01"}
        client.get(self.ADDRESS, asked)
        for until in ("2026-03-06", "2026-06-01"):
            with django_assert_num_queries(13):
                client.get(self.ADDRESS, asked | {"repeat_until": until})

    @pytest.mark.parametrize("address", ["antwerp/3/3.R1", "brussels/4/3.R1", "brussels/3/3.01", "brussels/3/nowhere"])
    def test_what_is_no_room_is_not_found(self, brussels, address):
        assert client_of(brussels.ann).get(f"/rooms/{address}/").status_code == 404


class TestBooking:
    def test_with_title_people_and_colleagues_and_undone(self, brussels):
        client = client_of(brussels.ann)
        asked = sent(brussels, title="Budget", people=4, participant=[brussels.bob.pk], presence="in_person")
        answer = client.post("/meetings/", asked)
        meeting = Booking.objects.get()
        assert answer["Location"] == f"/meetings/{meeting.pk}/"
        assert (meeting.title, meeting.people, coming(meeting)) == ("Budget", 4, ["Ann"])
        assert Participant.objects.get(employee=brussels.bob).response == "invited"
        page = client.get(answer["Location"]).content.decode()
        assert "Zenne is booked on Tuesday 3 March, 10:00–11:00." in text_of(page)
        press(client, page, "Undo")
        assert not Booking.objects.standing().exists()
        assert not Attendance.objects.standing().exists()

    def test_a_taken_room_offers_other_rooms_and_times_that_go_with_one_tap(self, brussels):
        leie = Space.objects.create(floor=brussels.floor, kind="room", code="3.R2", name="Leie", seats=4)
        book(brussels, brussels.bob)
        client = client_of(brussels.ann)
        answer = client.post("/meetings/", sent(brussels, title="Budget"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Zenne is not free on Tuesday 3 March" in text_of(page)
        assert page.count("button is-primary") == 1
        assert fields_of(page, "Take 09:00–10:00")["from"] == "09:00"
        assert press(client, page, "Take Leie").status_code == 303
        mine = Booking.objects.get(organiser=brussels.ann)
        assert (mine.space, mine.title) == (leie, "Budget")
        kept = client.get(f"/refusals/{Refusal.objects.get().code}/").content.decode()
        assert "Join the queue" not in text_of(kept)

    def test_who_may_not_come_books_and_joins_remotely(self, brussels):
        brussels.publish({"kind": "occupancy_cap", "number": 1})
        reserve(ask=brussels.ask(brussels.bob), by=brussels.bob, now=NOW, door="test")
        client = client_of(brussels.ann)
        page = client.post("/meetings/", sent(brussels, presence="in_person")).content.decode()
        assert "Tuesday 3 March is full" in text_of(page)
        assert press(client, page, "Book, and join remotely").status_code == 303
        assert Participant.objects.get(employee=brussels.ann).response == "remote"

    def test_the_same_request_twice_is_one_meeting(self, brussels):
        client = client_of(brussels.ann)
        first, second = (client.post("/meetings/", sent(brussels)) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert Booking.objects.count() == 1

    def test_a_series_leads_to_its_first_date(self, brussels):
        client = client_of(brussels.ann)
        asked = sent(brussels, repeat="fortnightly", repeat_until="2026-04-01")
        answer = client.post("/meetings/", asked)
        dates = list(Booking.objects.order_by("date").values_list("date", flat=True))
        assert dates == [TUESDAY, TUESDAY + timedelta(days=14), TUESDAY + timedelta(days=28)]
        page = text_of(client.get(answer["Location"]).content.decode())
        assert "Zenne is booked on 3 dates." in page
        assert "Cancel this and all that follow (3 dates)" in page

    def test_a_series_in_part_says_which_dates_and_why_not(self, brussels):
        book(brussels, brussels.bob, day=TUESDAY + timedelta(days=7))
        answer = client_of(brussels.ann).post(
            "/meetings/", sent(brussels, repeat="weekly", repeat_until="2026-03-17")
        )  # fmt: skip
        page = text_of(answer.content.decode())
        assert "2 of 3 dates are booked" in page
        assert "Tuesday 10 March Zenne is taken from 10:00 to 11:00." in page

    def test_every_month_is_on_the_same_weekday(self, brussels):
        asked = sent(brussels, repeat="monthly", repeat_until="2026-05-30")
        client_of(brussels.ann).post("/meetings/", asked)
        # The first Tuesdays of March, April and May.
        assert [d.day for d in Booking.objects.order_by("date").values_list("date", flat=True)] == [3, 7, 5]

    def test_nobody_books_in_somebody_elses_name(self, brussels):
        answer = client_of(brussels.ann).post("/meetings/", sent(brussels, person=brussels.bob.pk))
        assert answer.status_code == 403
        assert not Booking.objects.exists()

    @pytest.mark.parametrize("bad", [
        {"space": ""}, {"space": "x"}, {"until": "09:00"}, {"from": ""}, {"people": "0"}, {"people": "many"},
        {"participant": "0"}, {"participant": "x"}, {"repeat": "hourly"}, {"title": "x" * 121},
        {"repeat": "weekly", "repeat_until": "2026-03-02"}, {"repeat": "weekly", "repeat_until": ""},
        {"from": "now", "until": "07:00", "date": TODAY},
    ])  # fmt: skip
    def test_what_cannot_be_read_is_said(self, brussels, bad):
        answer = client_of(brussels.ann).post("/meetings/", sent(brussels) | bad)
        assert answer.status_code == 400
        assert not Booking.objects.exists()

    def test_a_desk_is_no_room(self, brussels):
        assert client_of(brussels.ann).post("/meetings/", sent(brussels, space=brussels.desks[0].pk)).status_code == 409
