"""My choices: who sees me, my desk, my assistants, my language."""

import pytest
import time_machine
from django.urls import reverse

from booking.models import Delegation, Employee
from tests.cast import NOW, WEDNESDAY, Office
from tests.web.visitor import client_of, press, text_of, week_page
from tests.web.weekly import book, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def brussels() -> Office:
    return weekly_office()


def page_of(who: Employee, query: str = "") -> str:
    response = client_of(who).get(f"/me/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_menu_of_the_person_leads_to_it(brussels):
    assert 'href="/me/"' in week_page(brussels.ann)


def test_who_sees_me_is_chosen_and_holds_at_once(brussels):
    book(brussels, brussels.ann, WEDNESDAY, desk=0)
    assert "Ann Test" in week_page(brussels.cas)
    client = client_of(brussels.ann)
    assert 'value="everyone" checked' in client.get("/me/").content.decode()
    answer = client.post(reverse("my_visibility"), {"visibility": "nobody"})
    assert answer["Location"] == "/me/#visibility"
    page = client.get("/me/").content.decode()
    assert "Nobody sees when you are in; you only count in the numbers." in text_of(page)
    assert 'value="nobody" checked' in page
    assert "Ann Test" not in week_page(brussels.cas)
    assert client.post(reverse("my_visibility"), {"visibility": "x"}).status_code == 409


def test_the_usual_desk_is_named_by_its_number_and_can_be_let_go(brussels):
    client = client_of(brussels.ann)
    assert client.post(reverse("my_desk"), {"desk": "3.R1"}).status_code == 400
    client.post(reverse("my_desk"), {"desk": "3.02"})
    assert "Book 3.02" in week_page(brussels.ann)
    page = client.get("/me/").content.decode()
    assert "3.02 is your usual desk now." in text_of(page)
    press(client, page, "Have no usual desk")
    brussels.ann.refresh_from_db()
    assert brussels.ann.favourite_desk is None


def test_a_desk_that_one_uses_becomes_the_usual_one(brussels):
    book(brussels, brussels.bob, NOW.date(), desk=4)
    with time_machine.travel(NOW.replace(day=4), tick=False):
        press(client_of(brussels.bob), page_of(brussels.bob), "Make it usual")
    brussels.bob.refresh_from_db()
    assert brussels.bob.favourite_desk == brussels.desks[4]


def test_an_assistant_is_found_named_and_removed(brussels):
    client = client_of(brussels.ann)
    press(client, client.get("/me/?q=bob").content.decode(), "Add")
    assert Delegation.objects.get().assistant == brussels.bob
    page = client.get("/me/").content.decode()
    assert "Bob Test may now book, change and cancel for you." in text_of(page)
    assert "You may act for Ann Test" in " ".join(text_of(page_of(brussels.bob)).replace("AT", "").split())
    press(client, page, "Remove")
    assert not Delegation.objects.exists()


def test_who_does_not_show_is_found_by_the_whole_address_only(brussels):
    Employee.objects.filter(pk=brussels.bob.pk).update(visibility="nobody")
    assert "Bob Test" not in page_of(brussels.ann, "?q=bob")
    assert "Bob Test" in page_of(brussels.ann, f"?q={brussels.bob.email}")


def test_nobody_dismisses_somebody_else_s_assistant(brussels):
    Delegation.objects.create(employee=brussels.ann, assistant=brussels.bob, created_at=NOW)
    client_of(brussels.cas).post(reverse("my_assistant_removal", args=[brussels.bob.pk]))
    assert Delegation.objects.exists()


def test_the_lead_is_named_among_those_who_may_act(brussels):
    brussels.teams["Blue"].lead = brussels.eve
    brussels.teams["Blue"].save()
    assert "Eve Test, the lead of your team, and those who run the building" in text_of(page_of(brussels.ann))


def test_the_page_costs_seven_queries(brussels, django_assert_num_queries):
    client = client_of(brussels.ann)
    client.get("/me/")
    with django_assert_num_queries(7):
        client.get("/me/")
