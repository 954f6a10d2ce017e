"""The page of a reception, for those who work there and nobody else."""

from datetime import timedelta

import pytest
import time_machine

from booking.models import Attendance, Visit
from tests.cast import MONDAY, NOW, grant, office
from tests.visits import guest, invite
from tests.web.visitor import client_of, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/reception/brussels/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    """Dia sits at the reception."""
    cast = office()
    grant(cast.dia, "receptionist", cast.site)
    return cast


def today(cast, *args, **more) -> Attendance:
    return invite(cast, cast.ann, *args, day=MONDAY, **more).attendance


def page_of(client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 403), ("hr", 403), ("safety_warden", 403), ("first_aider", 403), ("receptionist", 200),
        ("facility_manager", 200), ("administrator", 200),
    ],
)  # fmt: skip
def test_each_role(brussels, role, status):
    day = today(brussels)
    if role:
        grant(brussels.bob, role, brussels.site)
    client = client_of(brussels.bob)
    for address in (PAGE, f"{PAGE}arrivals/", f"{PAGE}hosts/?host=an", f"{PAGE}visitors/{day.pk}/badge/"):
        assert client.get(address).status_code == status, address
    assert client.get("/reception/").status_code == (302 if status == 200 else 403)
    in_bar = 'href="/reception/"' in client.get("/").content.decode()
    assert in_bar == (status == 200)
    answers = {client.post(f"{PAGE}visitors/{day.pk}/{noun}/").status_code for noun in ("arrival", "departure")}
    assert answers == ({303} if status == 200 else {403})


def test_the_reception_of_another_site_sees_and_does_nothing_here(brussels):
    antwerp = office("antwerp", people=1, first=6)
    grant(antwerp.gus, "receptionist", antwerp.site)
    day = today(brussels)
    client = client_of(antwerp.gus)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}visitors/{day.pk}/arrival/").status_code == 403
    assert client.post(f"/reception/antwerp/visitors/{day.pk}/arrival/").status_code == 404
    assert client.get(f"/reception/antwerp/visitors/{day.pk}/badge/").status_code == 404
    assert client.post(f"{PAGE}walk-ins/", WALK_IN).status_code == 403
    assert client.get("/reception/nowhere/").status_code == 404
    assert client.get("/reception/")["Location"] == "/reception/antwerp/"
    assert Attendance.objects.get().state == "planned"


def test_a_visitor_arrives_has_a_badge_leaves_and_is_back(brussels):
    today(brussels, note="Wheelchair")
    client = client_of(brussels.dia)
    page = text_of(page_of(client))
    assert "0 visitors in the building 1 more is expected" in page
    assert "10:00–11:00 Vera Visitor Acme to see Ann Test Wheelchair Expected Has arrived" in page
    assert press(client, page_of(client), "Has arrived").status_code == 303
    page = page_of(client)
    assert "Vera Visitor has badge 1; Ann Test is told." in text_of(page)
    assert "1 visitor in the building 0 more are expected" in text_of(page)
    assert "badge 1 Arrived at 08:00 Badge" in text_of(page)
    press(client, page, "Leaves")
    page = page_of(client)
    assert "Vera Visitor has left." in text_of(page)
    assert "Left at 08:00 Is back" in text_of(page)
    press(client, page, "Is back")
    assert Visit.objects.get().left_at is None


def test_the_wrong_one_is_taken_back(brussels):
    day = today(brussels)
    client = client_of(brussels.dia)
    press(client, page_of(client), "Has arrived")
    assert press(client, page_of(client), "Undo").status_code == 303
    day.refresh_from_db()
    assert day.state == "planned"


def test_by_time_and_found_by_name_organisation_or_host(brussels, clock):
    today(brussels, guest(1), "14:00", "15:00")
    today(brussels)
    client = client_of(brussels.dia)
    page = text_of(page_of(client))
    assert page.index("Vera Visitor") < page.index("Guest 1")
    for query in ("vera", "acm", "ann vera"):
        found = text_of(page_of(client, f"?q={query}"))
        assert ("Vera Visitor" in found, "Guest 1" in found) == (True, False), query
    assert "Nobody of this name today" in text_of(page_of(client, "?q=zoe"))
    clock.shift(timedelta(hours=3))
    assert "Not here yet" in text_of(page_of(client))


def test_who_was_moved_cancelled_or_comes_tomorrow_is_not_there(brussels):
    invite(brussels, brussels.ann)
    assert "No visitors today" in text_of(page_of(client_of(brussels.dia)))


WALK_IN = {"name": "Walt", "host": "Bob Test", "ends": "11:30", "organisation": "", "email": "", "note": ""}


def test_whom_nobody_announced_is_here_in_one_go(brussels):
    client = client_of(brussels.dia)
    assert client.post(f"{PAGE}walk-ins/", WALK_IN).status_code == 303
    page = text_of(page_of(client))
    assert "Walt has badge 1; Bob Test is told." in page
    assert "08:00–11:30 Walt to see Bob Test badge 1 Arrived at 08:00" in page


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("host", "Zoe", "Nobody here has this name or address."),
        ("host", "Ann", "Nobody here has this name or address."),
        ("ends", "07:00", "Give a time that is still to come."),
        ("email", "cas@brussels.example", "Cas Test works here and cannot be a visitor"),
        ("name", "", "This field is required."),
    ],
)
def test_what_cannot_be_at_the_door_is_said_beside_the_field(brussels, field, given, said):
    answer = client_of(brussels.dia).post(f"{PAGE}walk-ins/", WALK_IN | {field: given})
    assert answer.status_code == 422
    assert said in text_of(answer.content.decode())
    assert not Visit.objects.exists()


def test_the_rules_hold_at_the_door_and_a_manager_may_set_them_aside(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 0, "guests": True})
    answer = client_of(brussels.dia).post(f"{PAGE}walk-ins/", WALK_IN)
    assert answer.status_code == 409
    assert "The request for Walt (08:00–11:30) was not booked." in text_of(answer.content.decode())
    assert "Set the rule aside" not in text_of(answer.content.decode())
    grant(brussels.cas, "facility_manager", brussels.site)
    answer = client_of(brussels.cas).post(f"{PAGE}walk-ins/", WALK_IN | {"override_reason": "The minister"})
    assert answer.status_code == 303


def test_hosts_are_suggested_by_the_beginning_of_their_names(brussels):
    client = client_of(brussels.dia)
    found = client.get(f"{PAGE}hosts/?host=an").content.decode()
    assert 'value="Ann Test (ann@brussels.example)"' in found
    assert "bob" not in found
    answer = client.post(f"{PAGE}walk-ins/", WALK_IN | {"host": "Ann Test (ann@brussels.example)"})
    assert answer.status_code == 303


def test_a_badge_names_visitor_host_and_day(brussels):
    day = today(brussels)
    client = client_of(brussels.dia)
    press(client, page_of(client), "Has arrived")
    said = text_of(client.get(f"{PAGE}visitors/{day.pk}/badge/").content.decode())
    assert "Visitor 1 Vera Visitor Acme to see Ann Test Brussels, Monday 2 March" in said


def test_unchanged_the_list_is_a_304_and_the_page_costs_the_same_for_many(brussels, django_assert_num_queries):
    today(brussels)
    client = client_of(brussels.dia)
    first = client.get(f"{PAGE}arrivals/")
    with django_assert_num_queries(5):  # who asks, the site, the duty and its sites, and the stamp
        assert client.get(f"{PAGE}arrivals/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    for n in range(5):
        today(brussels, guest(n))
    assert client.get(f"{PAGE}arrivals/", headers={"If-None-Match": first["ETag"]}).status_code == 200
    with django_assert_num_queries(6):
        page_of(client)
