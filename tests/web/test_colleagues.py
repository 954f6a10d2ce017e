"""With whom: one's team and favourites, when they are in, and the best day to meet them."""

import pytest
import time_machine
from django.urls import reverse

from booking.actions.companions import add_companion
from booking.models import Attendance, Booking, Companion, Employee
from booking.rules.proposal import MORNING
from tests.cast import FRIDAY, MONDAY, NOW, ONE_DAY, THURSDAY, TUESDAY, WEDNESDAY, Office, office
from tests.web.visitor import client_of, press, text_of
from tests.web.weekly import book, fill, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    """Ann is in Blue with Cas, Eve and Gus; Bob, a Red, is her favourite."""
    cast = weekly_office()
    Companion.objects.create(employee=cast.ann, colleague=cast.bob)
    return cast


def page_of(who: Employee, query: str = "") -> str:
    response = client_of(who).get(f"{reverse('colleagues')}{query}")
    assert response.status_code == 200
    return response.content.decode()


def best_of(page: str) -> str:
    return page.partition('<ol class="best">')[2].partition("</ol>")[0]


def test_the_day_on_which_most_are_in_is_the_best_and_one_button_books_next_to_them(brussels):
    book(brussels, brussels.bob, THURSDAY, desk=6)
    book(brussels, brussels.cas, THURSDAY, desk=7)
    book(brussels, brussels.eve, WEDNESDAY, desk=0)
    page = page_of(brussels.ann)
    first, second = best_of(page).split("</article>")[:2]
    assert "Thursday 5 March 2 of 4 are in 1 of 3 places left" in text_of(first)
    assert "Wednesday 4 March 1 of 4 is in , 1 more could come 2 of 3 places left" in text_of(second)

    press(client_of(brussels.ann), first, "Book next to them")
    booked = Booking.objects.get(attendance__employee=brussels.ann)
    assert booked.date == THURSDAY
    assert booked.space.code == "3.17"  # behind Bob at 3.07; her favourite, 3.14, is farther away


def test_where_nobody_sits_yet_the_usual_desk_is_booked(brussels):
    press(client_of(brussels.ann), best_of(page_of(brussels.ann)), "Book a desk")
    assert Booking.objects.get().space == brussels.desks[13]


def test_a_day_on_which_one_cannot_come_is_no_day_to_meet(brussels):
    fill(brussels, THURSDAY)  # Bob, Cas and Dia: the cap is reached
    assert "Thursday" not in text_of(best_of(page_of(brussels.ann)))
    assert "Thursday 5 March 2 of 4 are in" in text_of(page_of(brussels.ann))


def test_who_shows_nobody_is_neither_named_nor_counted(brussels):
    Employee.objects.filter(pk__in=[brussels.bob.pk, brussels.cas.pk]).update(visibility="nobody")
    for who in ("bob", "cas", "eve"):
        book(brussels, getattr(brussels, who), THURSDAY)
    text = text_of(page_of(brussels.ann))
    assert "1 of 2 is in" in text
    assert "Cas Test" not in text
    assert "1 person of your team shows nobody when they are in." in text
    assert "Bob Test Does not show when they are in." in text  # a favourite can be removed all the same


def test_what_is_for_the_team_is_not_for_a_favourite_of_another_team_nor_for_a_lead(brussels):
    Employee.objects.filter(pk=brussels.bob.pk).update(visibility="team")
    brussels.teams["Red"].lead = brussels.ann
    brussels.teams["Red"].save()
    book(brussels, brussels.bob, THURSDAY)
    assert "1 of" not in text_of(best_of(page_of(brussels.ann)))
    assert "1 of 3 is in" in text_of(best_of(page_of(brussels.dia)))  # of Red, too


def test_favourites_are_known_to_nobody_else(brussels):
    Employee.objects.filter(pk=brussels.ann.pk).update(team=None)
    text = text_of(page_of(brussels.bob))
    assert "Ann Test" not in text


def test_a_half_day_is_told_and_a_held_day_is_not_in(brussels):
    book(brussels, brussels.cas, THURSDAY, parts=MORNING)
    book(brussels, brussels.eve, THURSDAY)
    Attendance.objects.filter(employee=brussels.eve).update(state="held", held_until=NOW)
    page = page_of(brussels.ann)
    row = page.partition("Cas Test</th>")[2].partition("</tr>")[0]
    assert text_of(row).startswith("not in not in not in in the morning not in")
    assert "Thursday 5 March 1 of 4 is in" in text_of(page)


def test_days_that_are_over_name_nobody(brussels, clock):
    book(brussels, brussels.cas, MONDAY)
    clock.move_to(NOW.replace(day=3))
    assert "Monday 2 March" not in page_of(brussels.ann)
    assert "Nobody of them is in yet" in text_of(page_of(brussels.ann))


def test_only_who_shows_is_found_and_becomes_a_favourite(brussels):
    Employee.objects.filter(pk=brussels.dia.pk).update(visibility="nobody")
    client, here = client_of(brussels.ann), reverse("colleagues")
    assert "Dia Test" not in text_of(client.get(here, {"q": "dia"}).content.decode())
    assert client.post(reverse("companions"), {"person": brussels.dia.pk}).status_code == 403
    assert client.post(reverse("companions"), {"person": brussels.ann.pk}).status_code == 403
    assert client.post(reverse("companions"), {"person": "x"}).status_code == 400

    press(client, client.get(here, {"q": "fay te"}).content.decode(), "Add")
    assert "Fay Test is now a favourite. Nobody but you knows." in text_of(client.get(here).content.decode())
    assert set(Companion.objects.filter(employee=brussels.ann).values_list("colleague", flat=True)) == {
        brussels.bob.pk,
        brussels.fay.pk,
    }
    client.post(reverse("companion_removal", args=[brussels.fay.pk]))
    assert Companion.objects.get().colleague == brussels.bob


def test_nobody_removes_somebody_else_s_favourite(brussels):
    client_of(brussels.cas).post(reverse("companion_removal", args=[brussels.bob.pk]))
    assert Companion.objects.filter(employee=brussels.ann).exists()


def test_without_company_the_page_says_what_to_do():
    cast = office(people=1)
    cast.base(telework=20)
    cast.publish(ONE_DAY)
    assert "Nobody to meet yet" in text_of(page_of(cast.ann))


@pytest.mark.parametrize("favourites", [1, 30])
def test_a_page_costs_nine_queries_however_many_people(favourites, django_assert_num_queries):
    cast = office(people=40, desks=30)
    cast.base(telework=200)
    cast.publish(ONE_DAY)
    for colleague in list(cast.people.values())[1 : 1 + favourites]:
        add_companion(employee=cast.ann, colleague_id=colleague.pk)
        book(cast, colleague, FRIDAY if colleague.pk % 2 else TUESDAY)
    client = client_of(cast.ann)
    client.get(reverse("colleagues"))
    with django_assert_num_queries(9):
        client.get(reverse("colleagues"))
