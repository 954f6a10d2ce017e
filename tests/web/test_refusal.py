"""The refusal page: every reason with its numbers, and what would work instead with one tap."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import Range

from booking.actions.reservation import reserve
from booking.models import Absence, Attendance, Booking, Refusal, RoleGrant
from booking.models.refusal import code_of
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, Office, grant, office
from tests.web.visitor import client_of, fields_of, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)

REFUSAL, KEPT = 33, 28  # queries


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    cast = office(people=8)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK, name="20 % from 9 June")
    cast.base(telework=15)
    return cast


def book(cast: Office, who, day=TUESDAY, **request):
    return reserve(ask=cast.ask(who, day, **request), by=who, now=NOW, door="test")


def fill(cast: Office, day=WEDNESDAY) -> None:
    for i, name in enumerate(("Bob", "Cas", "Dia")):
        book(cast, cast.people[name], day, desk=i)


def refused(cast: Office, who, day=WEDNESDAY, desk: int = 9, **fields):
    sent = {"date": day.isoformat(), "space": cast.desks[desk].pk, "site": cast.site.pk, "next": "/", **fields}
    answer = client_of(who).post("/attendances/", sent)
    assert answer.status_code == 409
    return answer


def test_every_reason_with_its_numbers_and_the_days_that_would_work(brussels):
    fill(brussels)
    book(brussels, brussels.ann, THURSDAY)
    page = refused(brussels, brussels.ann).content.decode()
    said = text_of(page)
    assert "<h1>Wednesday 4 March is full</h1>" in page
    assert "Your request (3.10, all day) was not booked. There are 2 reasons." in said
    assert "Cap reached 3 of 3. The limit is 20 % of the 15 able to telework, rounded down." in said
    assert "Your office day is used 1 of 1 this week: Thursday 5 March." in said
    assert "0 of 3 places left" in said
    assert "Rule ‘20 % from 9 June’" in said
    code = code_of(Refusal.objects.get().pk)
    assert f"refusal {code}" in said
    offered = fields_of(page, "Book 3.10")
    assert (offered["date"], offered["part"], offered["space"]) == ("2026-03-09", "day", str(brussels.desks[9].pk))
    assert "Monday 9 March 3 of 3 places left, 3.10 is free, too" in said
    assert page.count("button is-primary") == 1


def test_an_offer_is_taken_with_one_tap(brussels):
    fill(brussels)
    answer = press(client_of(brussels.ann), refused(brussels, brussels.ann).content.decode(), "Book 3.10")
    assert (answer.status_code, answer["Location"]) == (303, "/#day-2026-03-05")
    assert Attendance.objects.standing().get(employee=brussels.ann).date == THURSDAY


def test_a_taken_desk_offers_others_on_the_day(brussels):
    book(brussels, brussels.bob, desk=9)
    page = refused(brussels, brussels.ann, TUESDAY).content.decode()
    said = text_of(page)
    assert "3.10 is not free on Tuesday 3 March" in said
    assert "3.10 is taken all day." in said
    assert "on the same day Floor 3, Zone" in said
    offered = fields_of(page, "Book 3.")
    assert offered["date"] == "2026-03-03"
    assert offered["space"] != str(brussels.desks[9].pk)
    assert offered["next"] == "/"


def test_a_refused_move_offers_moves(brussels):
    fill(brussels)
    reserved = book(brussels, brussels.ann, THURSDAY, desk=9)
    client = client_of(brussels.ann)
    answer = client.post(f"/attendances/{reserved.attendance_id}/move/", {"date": "2026-03-04", "next": "/"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert fields_of(page, "Move to this day")["action"] == f"/attendances/{reserved.attendance_id}/move/"
    assert press(client, page, "Move to this day").status_code == 303
    assert Attendance.objects.standing().get(employee=brussels.ann).date not in (WEDNESDAY, THURSDAY)
    assert Booking.objects.standing().get(attendance__employee=brussels.ann).space == brussels.desks[9]


def test_a_desk_that_is_taken_is_moved_past(brussels):
    book(brussels, brussels.bob, desk=9)
    reserved = book(brussels, brussels.ann, desk=0)
    client = client_of(brussels.ann)
    address = f"/attendances/{reserved.attendance_id}/move/"
    page = client.post(address, {"space": brussels.desks[9].pk, "next": "/"}).content.decode()
    assert press(client, page, "Move to 3.").status_code == 303
    assert Booking.objects.standing().filter(attendance__employee=brussels.ann).count() == 1


def test_for_somebody_else_it_says_for_whom(brussels):
    fill(brussels)
    blue = brussels.teams["Blue"]
    blue.lead = brussels.hal
    blue.save()
    page = refused(brussels, brussels.hal, person=brussels.ann.email).content.decode()
    assert "The request for Ann Test (3.10, all day) was not booked." in text_of(page)
    assert fields_of(page, "Book 3.10")["person"] == "ann@brussels.example"


def test_it_is_kept_under_its_code_for_those_it_concerns(brussels):
    fill(brussels)
    blue = brussels.teams["Blue"]
    blue.lead = brussels.hal
    blue.save()
    refused(brussels, brussels.hal, person=brussels.ann.email)
    address = f"/refusals/{code_of(Refusal.objects.get().pk)}/"
    grant(brussels.eve, RoleGrant.Role.FACILITY_MANAGER, brussels.site)
    grant(brussels.fay, RoleGrant.Role.FACILITY_MANAGER, office("antwerp", people=0).site)
    answers = {
        name: client_of(brussels.people[name]).get(address).status_code for name in ("Ann", "Hal", "Eve", "Fay", "Gus")
    }
    assert answers == {"Ann": 200, "Hal": 200, "Eve": 200, "Fay": 404, "Gus": 404}
    assert client_of(brussels.ann).get("/refusals/000000/").status_code == 404
    assert client_of(brussels.ann).get("/refusals/U-U/").status_code == 404
    assert client_of(brussels.ann).get(address.lower()).status_code == 404


def test_a_refusal_of_nobody_any_more_is_only_a_number(brussels):
    fill(brussels)
    refused(brussels, brussels.ann)
    Refusal.objects.update(employee=None)
    grant(brussels.eve, RoleGrant.Role.FACILITY_MANAGER, brussels.site)
    assert client_of(brussels.eve).get(f"/refusals/{code_of(Refusal.objects.get().pk)}/").status_code == 404


def test_a_kept_refusal_tells_what_was_and_books_what_works_by_now(brussels):
    fill(brussels)
    refused(brussels, brussels.ann)
    Attendance.objects.filter(employee=brussels.bob).update(state="cancelled")
    client = client_of(brussels.ann)
    page = client.get(f"/refusals/{code_of(Refusal.objects.get().pk)}/").content.decode()
    assert "Cap reached 3 of 3." in text_of(page)
    assert "It would work by now." in text_of(page)
    assert press(client, page, "Book it now").status_code == 303
    assert Booking.objects.standing().get(attendance__employee=brussels.ann).space == brussels.desks[9]


def test_a_kept_refusal_of_a_day_gone_by_offers_nothing(brussels, clock):
    fill(brussels)
    refused(brussels, brussels.ann)
    clock.shift(7 * 24 * 3600)
    page = client_of(brussels.ann).get(f"/refusals/{code_of(Refusal.objects.get().pk)}/").content.decode()
    assert "What would work" not in text_of(page)
    assert "Cap reached 3 of 3." in text_of(page)


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({"date": "2026-03-01"}, "Sunday 1 March is over"),
        ({"date": "2026-03-08"}, "Closed on Sunday 8 March"),
    ],
)
def test_the_heading_names_the_weightiest_reason(brussels, fields, heading):
    page = refused(brussels, brussels.ann, **fields).content.decode()
    assert f"<h1>{heading}</h1>" in page


def test_within_a_page_the_address_becomes_that_of_the_refusal(brussels):
    fill(brussels)
    sent = {"date": "2026-03-04", "space": brussels.desks[9].pk, "site": brussels.site.pk}
    answer = client_of(brussels.ann).post("/attendances/", sent, headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == f"/refusals/{code_of(Refusal.objects.get().pk)}/"


def test_it_speaks_the_readers_language(brussels):
    fill(brussels)
    brussels.ann.language = "nl"
    brussels.ann.save()
    page = refused(brussels, brussels.ann).content.decode()
    assert '<html lang="nl"' in page
    assert "woensdag" in page.lower()


def test_hours_are_asked_for_again_as_hours(brussels):
    book(brussels, brussels.bob, desk=9)
    refused(brussels, brussels.ann, TUESDAY, **{"from": "09:00", "until": "11:30"})
    page = client_of(brussels.ann).get(f"/refusals/{code_of(Refusal.objects.get().pk)}/").content.decode()
    assert "Your request (3.10, 09:00–11:30) was not booked." in text_of(page)
    sent = fields_of(page, "Book 3.")
    assert (sent["from"], sent["until"]) == ("09:00", "11:30")


def test_a_refused_change_is_told_later_and_not_offered_as_a_booking(brussels):
    fill(brussels)
    reserved = book(brussels, brussels.ann, THURSDAY)
    client = client_of(brussels.ann)
    client.post(f"/attendances/{reserved.attendance_id}/move/", {"date": "2026-03-04"})
    page = client.get(f"/refusals/{code_of(Refusal.objects.get().pk)}/").content.decode()
    assert "Cap reached 3 of 3." in text_of(page)
    assert "What would work" not in text_of(page)


def test_for_somebody_else_the_heading_does_not_say_you(brussels):
    Absence.objects.create(employee=brussels.ann, period=Range(TUESDAY, THURSDAY))
    grant(brussels.hal, RoleGrant.Role.FACILITY_MANAGER, brussels.site)
    page = refused(brussels, brussels.hal, TUESDAY, person=brussels.ann.email).content.decode()
    assert "<h1>Ann Test is away on Tuesday 3 March</h1>" in page


@pytest.mark.parametrize("desks", [12, 200])
def test_a_refusal_costs_as_many_queries_whatever_is_free(desks):
    cast = office(people=2, desks=desks)
    cast.publish(ONE_DESK)
    book(cast, cast.bob, desk=9)
    client = client_of(cast.ann)
    sent = {"date": TUESDAY.isoformat(), "space": cast.desks[9].pk, "site": cast.site.pk}
    assert client.post("/attendances/", sent).status_code == 409
    with CaptureQueriesContext(connection) as captured:
        assert client.post("/attendances/", sent).status_code == 409
    assert len(captured) == REFUSAL, [query["sql"] for query in captured]
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/refusals/{code_of(Refusal.objects.get().pk)}/").status_code == 200
    assert len(captured) == KEPT, [query["sql"] for query in captured]
