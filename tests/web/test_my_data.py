"""What somebody reads, takes along and deletes of their own data; nobody else's is there."""

import csv
import io
import json
from datetime import timedelta

import pytest
import time_machine

from booking.actions.asking import Refused
from booking.actions.calendar_feeds import open_own_feed
from booking.actions.cancellation import cancel
from booking.actions.reservation import reserve
from booking.actions.room_booking import book_room
from booking.models import Attendance, Companion, Dispute, Employee
from booking.web.my_data.records import COLUMNS
from tests.cast import NOW, ONE_DAY, TODAY, TUESDAY, WEDNESDAY, Office, grant, office
from tests.meetings import room_ask
from tests.web.visitor import client_of, fields_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    cast = office()
    cast.publish(
        {"kind": "occupancy_cap", "percent": 20, "population": "telework"}, {**ONE_DAY, "population": "everyone"}
    )
    cast.base(telework=248, everyone=300)
    return cast


def book(cast: Office, who: Employee, day=TUESDAY, **request) -> Attendance:
    reserved = reserve(ask=cast.ask(who, day, **request), by=who, now=NOW, door="test")
    return Attendance.objects.get(pk=reserved.attendance_id)


def past(cast: Office, who: Employee, days: int = 1, **fields) -> Attendance:
    values = {"state": "present", "morning": True, "afternoon": True, "checked_in_at": NOW - timedelta(days=days)}
    return Attendance.objects.create(
        employee=who, site=cast.site, date=TODAY - timedelta(days=days), created_at=NOW, changed_at=NOW,
        **values | fields,
    )  # fmt: skip


def page(who: Employee, address: str) -> str:
    response = client_of(who).get(address)
    assert response.status_code == 200
    return response.content.decode()


def records(who: Employee) -> list[dict]:
    response = client_of(who).get("/me/data/export.json")
    assert response["Content-Disposition"] == 'attachment; filename="headroom-2026-03-02.json"'
    return json.loads(response.getvalue())["records"]


def test_every_kind_of_record_is_named_counted_and_explained(brussels):
    book(brussels, brussels.ann, desk=0)
    book(brussels, brussels.bob, desk=1)
    said = text_of(page(brussels.ann, "/me/data/"))
    assert "Days at a site 1 To count people under the limits" in said
    assert "Desks and rooms booked 1 " in said
    assert "Messages to you 1 " in said
    assert "Absences, without a medical reason 0 " in said


class TestWhyADayCounts:
    def days(self, who: Employee, query: str = "") -> str:
        return text_of(page(who, f"/me/data/days/{query}"))

    def test_under_which_cap_and_maximum_with_their_numbers(self, brussels):
        book(brussels, brussels.ann, desk=0)
        book(brussels, brussels.bob, desk=1)
        said = self.days(brussels.ann)
        assert "Tuesday 3 March Planned Brussels, 3.01, all day Not checked in" in said
        assert (
            "Counted in the cap of “20 %”: 2 of 49 people. "
            "The limit is 20 % of the 248 able to telework, rounded down." in said
        )
        assert "Counted among your office days by “20 %”: 1 of 1 this week." in said

    def test_whom_the_cap_is_not_about_reads_that(self, brussels):
        day = book(brussels, brussels.ann)
        Attendance.objects.filter(pk=day.pk).update(telework_able=False)
        said = self.days(brussels.ann)
        assert "Not counted in the cap of “20 %”: it is about those able to telework." in said
        assert "1 of 1 this week" in said

    def test_a_cancelled_and_a_missed_day_do_not_count(self, brussels):
        cancel(attendance=book(brussels, brussels.ann), by=brussels.ann, now=NOW)
        past(brussels, brussels.ann, state="absent", checked_in_at=None)
        assert "you cancelled it on Monday 2 March, 08:00." in self.days(brussels.ann)
        assert "Absent" in self.days(brussels.ann)
        assert "you did not come" in self.days(brussels.ann)

    def test_a_day_gone_by_says_when_one_checked_in(self, brussels):
        past(brussels, brussels.ann)
        assert "Present Brussels, all day Checked in at 08:00" in self.days(brussels.ann)

    def test_what_was_set_aside_is_told_with_its_reason(self, brussels):
        grant(brussels.ann, "facility_manager")
        book(brussels, brussels.ann, desk=0)
        ask = brussels.ask(brussels.ann, WEDNESDAY)
        reserve(ask=ask, by=brussels.ann, now=NOW, door="test", override_reason="Server move")
        assert "Granted against a limit (Your office day is used), for this reason: Server move" in self.days(
            brussels.ann
        )

    def test_without_a_policy_no_limit_counts_it(self, brussels):
        ghent = office("ghent", people=1, first=5)
        book(ghent, ghent.fay)
        assert "No limit on people or days was in force." in self.days(ghent.fay)

    @pytest.mark.parametrize("query", ["?month=2026-04", "?month=2025-13", "?month=9999-12", "?month=x"])
    def test_other_months_and_nonsense(self, brussels, query):
        assert client_of(brussels.ann).get(f"/me/data/days/{query}").status_code == 200

    def test_a_full_month_costs_as_many_queries_as_one_day(self, brussels, django_assert_num_queries):
        client = client_of(brussels.ann)
        for days in range(1, 20):
            past(brussels, brussels.ann, days)
        client.get("/me/data/days/?month=2026-02")
        with django_assert_num_queries(7):
            client.get("/me/data/days/?month=2026-02")


class TestTheFiles:
    def test_all_of_mine_and_nothing_of_others(self, brussels):
        for who, desk in ((brussels.ann, 0), (brussels.bob, 1)):
            book(brussels, who, desk=desk)
            open_own_feed(employee=who, now=NOW)
        with pytest.raises(Refused):
            reserve(ask=brussels.ask(brussels.ann, WEDNESDAY), by=brussels.ann, now=NOW, door="test")
        cancel(attendance=Attendance.objects.get(employee=brussels.ann), by=brussels.ann, now=NOW)
        found = records(brussels.ann)
        kinds = [one["record"] for one in found]
        assert {"person", "day", "booking", "refusal", "message", "calendar", "history"} <= set(kinds)
        assert all(tuple(one) == COLUMNS for one in found)
        [day] = [one for one in found if one["record"] == "day"]
        assert (day["date"], day["site"], day["state"], day["part"]) == ("2026-03-03", "brussels", "cancelled", "day")
        text = json.dumps(found)
        assert "Bob" not in text
        assert "bob@" not in text
        assert "password" not in text
        assert "token" not in text

    def test_colleagues_only_as_they_show_themselves(self, brussels):
        Companion.objects.create(employee=brussels.ann, colleague=brussels.bob)
        Companion.objects.create(employee=brussels.ann, colleague=brussels.cas)
        invited = [("employee", brussels.ann.pk)]
        book_room(ask=room_ask(brussels, brussels.bob), by=brussels.bob, now=NOW, door="test", participants=invited)
        Employee.objects.filter(pk=brussels.bob.pk).update(visibility="nobody")
        found = records(brussels.ann)
        assert [one["text"] for one in found if one["record"] == "favourite"] == ["", "Cas Test"]
        [meeting] = [one for one in found if one["record"] == "meeting"]
        assert meeting["details"]["organiser"] == ""
        assert "Bob" not in json.dumps([one for one in found if one["record"] != "history"])

    def test_a_spreadsheet_finds_no_formula_and_the_same_rows(self, brussels):
        day = past(brussels, brussels.ann)
        Dispute.objects.create(attendance=day, employee=brussels.ann, text='=HYPERLINK("evil")', at=NOW)
        response = client_of(brussels.ann).get("/me/data/export.csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
        assert tuple(rows[0]) == COLUMNS
        [dispute] = [row for row in rows if row["record"] == "dispute"]
        assert dispute["text"] == '\'=HYPERLINK("evil")'
        assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]
        assert len(rows) == len(records(brussels.ann))

    def test_a_long_life_costs_as_many_queries_as_a_short_one(self, brussels, django_assert_num_queries):
        client = client_of(brussels.ann)
        for days in range(1, 40):
            past(brussels, brussels.ann, days)
        client.get("/me/data/export.json").getvalue()
        with django_assert_num_queries(27):
            client.get("/me/data/export.json").getvalue()


class TestDisputes:
    def test_from_my_day_to_hr_and_back(self, brussels):
        grant(brussels.dia, "hr", brussels.site)
        day = past(brussels, brussels.ann, state="absent", checked_in_at=None)
        client = client_of(brussels.ann)
        assert f"/me/data/days/{day.pk}/dispute/new/" in page(brussels.ann, "/me/data/days/")
        form = page(brussels.ann, f"/me/data/days/{day.pk}/dispute/new/")
        sent = fields_of(form, "What should the record say?")
        answer = client.post(sent.pop("action"), sent | {"text": "I was there <b>"})
        assert (answer.status_code, answer["Location"]) == (303, "/me/data/days/?month=2026-03")
        to_answer = page(brussels.dia, "/disputes/")
        assert "Ann Test Sunday 1 March Brussels, all day Recorded as: Absent I was there <b>" in text_of(to_answer)
        sent = fields_of(to_answer, "Answer to Ann Test, Sunday 1 March")
        client_of(brussels.dia).post(sent.pop("action"), sent | {"outcome": "present", "answer": "Sorry."})
        assert "Nobody disputes the record of a day." in text_of(page(brussels.dia, "/disputes/"))
        said = text_of(page(brussels.ann, "/me/data/days/"))
        assert "Present" in said
        assert "You disputed this; it was corrected. I was there <b> The answer: Sorry." in said

    def test_another_persons_day_is_not_found_and_not_disputed(self, brussels):
        day = past(brussels, brussels.bob)
        client = client_of(brussels.ann)
        assert client.get(f"/me/data/days/{day.pk}/dispute/new/").status_code == 404
        assert client.post(f"/me/data/days/{day.pk}/dispute/", {"text": "No."}).status_code == 403
        assert not Dispute.objects.exists()

    def test_only_who_answers_reads_and_answers(self, brussels):
        day = past(brussels, brussels.bob)
        dispute = Dispute.objects.create(attendance=day, employee=brussels.bob, text="No.", at=NOW)
        client = client_of(brussels.ann)
        assert client.get("/disputes/").status_code == 403
        answer = client.post(f"/disputes/{dispute.pk}/answer/", {"outcome": "absent"})
        assert answer.status_code == 403
        ghent = office("ghent", people=1, first=5)
        grant(ghent.fay, "hr", ghent.site)
        assert "Bob" not in page(ghent.fay, "/disputes/")
        assert client_of(ghent.fay).post(f"/disputes/{dispute.pk}/answer/", {"outcome": "absent"}).status_code == 403
        assert Dispute.objects.get().state == "open"


class TestDeletion:
    def test_it_is_explained_confirmed_and_done(self, brussels):
        Companion.objects.create(employee=brussels.ann, colleague=brussels.bob)
        asked = page(brussels.ann, "/me/data/deletions/favourites/")
        assert "1 record is concerned. This cannot be undone." in text_of(asked)
        assert Companion.objects.exists()
        client = client_of(brussels.ann)
        sent = fields_of(asked, "Delete for good")
        assert client.post(sent.pop("action"), sent)["Location"] == "/me/data/"
        assert not Companion.objects.exists()
        assert "There is nothing to delete." in text_of(page(brussels.ann, "/me/data/deletions/favourites/"))

    def test_an_unknown_thing_is_not_found(self, brussels):
        assert client_of(brussels.ann).get("/me/data/deletions/days/").status_code == 404
        assert client_of(brussels.ann).post("/me/data/deletions/days/done/").status_code == 404


class TestTheCalendarPage:
    def test_created_shown_once_and_revoked(self, brussels, settings):
        settings.SITE_URL = "https://headroom.example.com"
        client = client_of(brussels.ann)
        sent = fields_of(page(brussels.ann, "/me/calendar/"), "Create a private address")
        made = client.post(sent.pop("action"), sent)
        assert made["Cache-Control"] == "no-store"
        address = made.content.decode().split('value="https://headroom.example.com')[1].split('"')[0]
        assert client.get(address).status_code == 200
        again = page(brussels.ann, "/me/calendar/")
        assert address not in again
        assert "Last read by a program: Monday 2 March, 08:00." in text_of(again)
        assert client.post("/me/calendar/addresses/").status_code == 409
        sent = fields_of(again, "Revoke")
        assert client.post(sent.pop("action"), sent)["Location"] == "/me/calendar/"
        assert client.get(address).status_code == 404
        assert "Create a private address" in page(brussels.ann, "/me/calendar/")

    def test_rooms_are_for_those_who_manage_them(self, brussels):
        grant(brussels.dia, "facility_manager", brussels.site)
        assert client_of(brussels.ann).get("/me/calendar/rooms/").status_code == 403
        assert "Calendars of rooms" not in page(brussels.ann, "/me/calendar/")
        assert "Calendars of rooms" in page(brussels.dia, "/me/calendar/")
        rooms = page(brussels.dia, "/me/calendar/rooms/")
        sent = fields_of(rooms, "Create an address 3.R1")
        sent.pop("next")
        assert client_of(brussels.ann).post(sent["action"], sent).status_code == 403
        assert client_of(brussels.dia).post(sent["action"], sent).status_code == 200
        assert "No program has read it yet." in text_of(page(brussels.dia, "/me/calendar/rooms/"))

    @pytest.mark.parametrize("verb", ["renewal", "revocation"])
    def test_anothers_address_is_theirs(self, brussels, verb):
        open_own_feed(employee=brussels.bob, now=NOW)
        feed = brussels.bob.calendar_feeds.get()
        assert client_of(brussels.ann).post(f"/me/calendar/addresses/{feed.pk}/{verb}/").status_code == 403
        assert client_of(brussels.ann).post(f"/me/calendar/addresses/{feed.pk + 1}/{verb}/").status_code == 404
        assert brussels.bob.calendar_feeds.get().revoked_at is None


def test_the_pages_cost_a_fixed_number_of_queries(brussels, django_assert_num_queries):
    grant(brussels.ann, "facility_manager", brussels.site)
    client = client_of(brussels.ann)
    for address in ("/me/data/", "/me/calendar/", "/me/calendar/rooms/", "/disputes/"):
        client.get(address)
    for days in range(1, 6):
        day = past(brussels, brussels.bob, days)
        Dispute.objects.create(attendance=day, employee=brussels.bob, text="No.", at=NOW)
    for address, queries in (("/me/data/", 8), ("/me/calendar/", 5), ("/me/calendar/rooms/", 5), ("/disputes/", 4)):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
