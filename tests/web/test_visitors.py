"""The page of a host: invite, be refused and offered other days, change, cancel, undo."""

import pytest
import time_machine

from booking.models import Attendance, Message, Refusal, Visit, Visitor
from tests.cast import MONDAY, NOW, TUESDAY, WEDNESDAY, grant, office
from tests.visits import VERA, guest, invite
from tests.web.visitor import client_of, fields_of, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    return office()


FORM = {
    "name": "Vera Visitor", "email": "vera@acme.example", "organisation": "Acme", "language": "nl", "site": "brussels",
    "date": "2026-03-03", "starts": "10:00", "ends": "11:30", "note": "Parking", "next": "/visitors/",
}  # fmt: skip


def send(client, **more):
    return client.post("/visits/", FORM | more)


def page_of(client) -> str:
    response = client.get("/visitors/")
    assert response.status_code == 200
    return response.content.decode()


def test_somebody_is_invited_shown_and_taken_back_with_undo(brussels):
    client = client_of(brussels.ann)
    assert "Nobody is coming to see you" in text_of(page_of(client))
    assert send(client)["Location"] == "/visitors/"
    visitor = Visitor.objects.get()
    assert (visitor.language, visitor.organisation, visitor.host) == ("nl", "Acme", brussels.ann)
    page = page_of(client)
    assert "Vera Visitor is invited for Tuesday 3 March, 10:00–11:30." in text_of(page)
    assert "Tuesday 3 March 10:00–11:30 Vera Visitor Acme, Brussels Parking Expected" in text_of(page)
    assert press(client, page, "Undo").status_code == 303
    page = page_of(client)
    assert "The visit of Vera Visitor on Tuesday 3 March is cancelled." in text_of(page)
    assert press(client, page, "Undo").status_code == 303
    assert "Vera Visitor is invited again" in text_of(page_of(client))
    assert Attendance.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("email", "bob@brussels.example", "Bob Test works here and cannot be a visitor"),
        ("email", "BOB@brussels.EXAMPLE", "Bob Test works here and cannot be a visitor"),
        ("email", "", "This field is required."),
        ("ends", "09:00", "Give a time after the beginning."),
        ("date", "soon", "Enter a valid date."),
        ("date", "1999-01-04", "Give a date such as 2026-03-17."),
        ("site", "nowhere", "Select a valid choice"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(brussels, field, given, said):
    answer = send(client_of(brussels.ann), **{field: given})
    assert answer.status_code == 422
    assert said in text_of(answer.content.decode())
    assert not Visit.objects.exists()


def test_a_refusal_names_the_visitor_and_offers_other_days_with_all_that_was_entered(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 1, "guests": True})
    invite(brussels, brussels.bob, guest(1))
    client = client_of(brussels.ann)
    answer = send(client)
    page = answer.content.decode()
    assert (answer.status_code, answer["HX-Push-Url"]) == (409, "false")
    assert "Tuesday 3 March is full" in text_of(page)
    assert "The request for Vera Visitor (10:00–11:30) was not booked." in text_of(page)
    assert Refusal.objects.get().requested_by == brussels.ann
    assert fields_of(page, "Invite for this day")["date"] == "2026-03-04"
    assert press(client, page, "Invite for this day").status_code == 303
    visit = Visit.objects.get(attendance__date=WEDNESDAY)
    assert (visit.attendance.visitor.name, visit.note) == ("Vera Visitor", "Parking")


def test_a_visit_is_changed_and_undone(brussels):
    visit = invite(brussels, brussels.ann, note="Parking")
    client = client_of(brussels.ann)
    page = client.get(f"/visits/{visit.pk}/").content.decode()
    assert 'value="10:00"' in page
    assert 'value="2026-03-03"' in page
    sent = {"date": "2026-03-04", "starts": "14:00", "ends": "15:00", "note": "Train", "next": "/visitors/"}
    assert client.post(f"/visits/{visit.pk}/move/", sent).status_code == 303
    page = page_of(client)
    assert "Vera Visitor comes on Wednesday 4 March, 14:00–15:00." in text_of(page)
    press(client, page, "Undo")
    visit.refresh_from_db()
    assert (visit.attendance.date, visit.note) == (TUESDAY, "Parking")


def test_a_change_that_is_refused_offers_days_for_the_same_visit(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 1, "guests": True})
    visit = invite(brussels, brussels.ann)
    invite(brussels, brussels.bob, guest(1), day=WEDNESDAY)
    client = client_of(brussels.ann)
    sent = {"date": "2026-03-04", "starts": "10:00", "ends": "11:00", "next": "/visitors/"}
    answer = client.post(f"/visits/{visit.pk}/move/", sent)
    assert answer.status_code == 409
    assert press(client, answer.content.decode(), "Move to this day").status_code == 303
    visit.refresh_from_db()
    assert visit.attendance.date not in (TUESDAY, WEDNESDAY)


@pytest.mark.parametrize("who", ["bob", "cas"])
def test_a_visit_of_somebody_else_is_theirs(brussels, who):
    visit = invite(brussels, brussels.ann)
    grant(brussels.cas, "receptionist", brussels.site)
    client = client_of(brussels.people[who.title()])
    assert client.get(f"/visits/{visit.pk}/").status_code == 404
    sent = {"date": "2026-03-04", "starts": "14:00", "ends": "15:00"}
    for noun in ("move", "cancellation", "restoration"):
        assert client.post(f"/visits/{visit.pk}/{noun}/", sent).status_code == 403
    assert "Vera" not in page_of(client)
    assert client.post("/visits/99/cancellation/").status_code == 404


def test_the_list_is_polled_and_unchanged_it_is_a_304_after_one_query(brussels, django_assert_num_queries):
    invite(brussels, brussels.ann, day=MONDAY)
    client = client_of(brussels.ann)
    first = client.get("/visitors/coming/")
    assert "Vera Visitor" in text_of(first.content.decode())
    with django_assert_num_queries(2):  # who asks, and the stamp
        assert client.get("/visitors/coming/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    invite(brussels, brussels.bob, guest(1), day=MONDAY)
    assert client.get("/visitors/coming/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    invite(brussels, brussels.ann, guest(2), day=MONDAY)
    assert client.get("/visitors/coming/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_page_costs_the_same_for_any_number_of_visitors(brussels, django_assert_num_queries):
    client = client_of(brussels.ann)
    for n in range(2):
        for m in range(4):
            invite(brussels, brussels.ann, guest(4 * n + m))
        with django_assert_num_queries(4):
            page_of(client)


def test_nobody_is_asked_twice_by_the_same_mail(brussels):
    client = client_of(brussels.ann)
    send(client)
    assert send(client).status_code == 409  # pressed twice
    assert Message.objects.filter(kind="visit_invited").count() == 1
    assert VERA.name == Visitor.objects.get().name
