"""The floor page: plan and list say the same, links work without a script, and a desk is had in two requests."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from booking.actions.reservation import reserve
from booking.models import Attendance, Booking, Employee
from booking.rules.proposal import MORNING
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast():
    return office(desks=4)


def client_of(who: Employee) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page(who: Employee, query: str = "", floor: str = "/floors/brussels/3/", **headers) -> str:
    response = client_of(who).get(f"{floor}?date={TUESDAY}{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def drawn(html: str) -> dict[str, str]:
    """By space, its kind on the plan."""
    return dict(re.findall(r'<a (?:aria-current="true" )?id="d(\d+)" class="(?:desk|room) is-(\w+)"', html))


def listed(html: str) -> dict[str, str]:
    """By space, its kind in the list."""
    return dict(re.findall(r'<tr (?:aria-current="true" )?id="r(\d+)" class="is-(\w+)"', html))


def test_the_list_holds_what_the_plan_shows(cast):
    reserve(ask=cast.ask(cast.ann, desk=0), by=cast.ann, now=NOW, door="test")
    html = page(cast.bob)

    assert drawn(html) == listed(html)
    assert len(drawn(html)) == 5
    assert 'aria-label="3.01, Ann Test"' in html
    assert 'aria-label="3.02, Free"' in html


def test_a_desk_is_had_in_two_requests_without_a_script(cast):
    desk = cast.desks[1]
    client = client_of(cast.bob)
    html = client.get(f"/floors/brussels/3/?date={TUESDAY}&part=morning&space={desk.pk}").content.decode()
    form = html[html.index('action="/attendances/"') :]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[: form.index("</form>")]))
    fields.pop("csrfmiddlewaretoken", None)
    answer = client.post("/attendances/", fields)

    assert "Book 3.02" in form
    assert answer.status_code == 303
    assert answer["Location"].startswith("/floors/brussels/3/?date=2026-03-03&")
    booking = Booking.objects.get()
    assert (booking.space, booking.date, booking.morning, booking.afternoon) == (desk, TUESDAY, True, False)


def test_a_desk_is_moved_to_and_the_old_one_named(cast):
    reserve(ask=cast.ask(cast.ann, desk=0), by=cast.ann, now=NOW, door="test")
    html = page(cast.ann, f"&space={cast.desks[3].pk}")
    attendance = Attendance.objects.get()

    assert f'action="/attendances/{attendance.pk}/move/"' in html
    assert "Move to 3.04" in html
    assert "Keep 3.01" in html


def test_another_day_moves_here_where_only_that_can_be(cast):
    cast.publish(ONE_DAY, ONE_DESK)
    reserve(ask=cast.ask(cast.ann, TUESDAY, desk=0), by=cast.ann, now=NOW, door="test")
    client = client_of(cast.ann)
    html = client.get(f"/floors/brussels/3/?date={THURSDAY}&space={cast.desks[1].pk}").content.decode()
    form = html[html.index("/move/") :]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[: form.index("</form>")]))
    fields.pop("csrfmiddlewaretoken", None)
    client.post(f"/attendances/{Attendance.objects.get().pk}/move/", fields)

    assert "Tuesday 3 March moves here" in html
    assert [(b.date, b.space) for b in Booking.objects.standing()] == [(THURSDAY, cast.desks[1])]


def test_a_full_day_says_so_and_what_works(cast):
    cast.base(telework=8)
    cast.publish(CAP_20 | {"small_base": {"below": 10, "limit": 1}}, name="One at a time")
    reserve(ask=cast.ask(cast.ann, desk=0), by=cast.ann, now=NOW, door="test")
    html = page(cast.bob, f"&space={cast.desks[1].pk}")

    assert "Tuesday 3 March is full" in html
    assert "What works" in html
    assert "date=2026-03-04" in html
    assert "Book 3.02" not in html
    assert set(drawn(html).values()) == {"colleague", "closed", "free"}  # the room stays free


def test_a_refused_desk_says_why_and_what_is_near(cast):
    reserve(ask=cast.ask(cast.ann, desk=0), by=cast.ann, now=NOW, door="test")
    html = page(cast.bob, f"&space={cast.desks[0].pk}")

    assert "3.01 is taken all day." in html
    assert "Near it" in html
    assert f"space={cast.desks[1].pk}" in html


def test_a_rule_that_warns_asks_for_a_reason(cast):
    cast.publish(
        {"kind": "team_days", "mode": "only", "weekdays": [4], "population": "team", "strength": "warn"}
        | {"team": cast.teams["Blue"]}
    )
    html = page(cast.ann, f"&space={cast.desks[0].pk}")

    assert "This day needs a reason" in html
    assert 'name="reason"' in html
    assert 'name="reason"' not in page(cast.bob, f"&space={cast.desks[0].pk}")


def test_half_a_day_is_offered_where_only_the_whole_is_too_much(cast):
    cast.publish({"kind": "occupancy_cap", "number": 1}, name="One at a time")
    reserve(ask=cast.ask(cast.ann, desk=0, parts=MORNING), by=cast.ann, now=NOW, door="test")
    html = page(cast.bob)

    assert "Only the afternoon" in html
    assert "Only the morning" not in html


def test_half_a_desk_counts_the_places_of_its_half(cast):
    cast.publish({"kind": "occupancy_cap", "number": 1}, name="One at a time")
    reserve(ask=cast.ask(cast.ann, desk=0, parts=MORNING), by=cast.ann, now=NOW, door="test")
    panel = page(cast.bob, f"&space={cast.desks[0].pk}").partition('id="confirm-title"')[2]

    assert "Book 3.01 in the afternoon" in panel
    assert "1 of 1 places left; you take one" in panel


def test_a_holiday_promises_no_booking(cast):
    cast.publish({"kind": "booking_window", "days_ahead": 2})
    html = client_of(cast.ann).get("/floors/brussels/3/?date=2026-04-06").content.decode()

    assert "Easter Monday" in html
    assert "Not open yet" not in html
    assert "desks free" not in html


def test_only_the_panel_comes_when_htmx_replaces_it(cast):
    html = page(cast.ann, f"&space={cast.desks[0].pk}", HX_Request="true", HX_Target="confirm")

    assert "Book 3.01" in html
    assert "<html" not in html


def test_filters_are_links_that_turn_one_filter(cast):
    type(cast.desks[0]).objects.filter(pk=cast.desks[0].pk).update(equipment=["two_screens"])
    html = page(cast.ann, "&has=two_screens&free=1")

    assert sorted(drawn(html).values()) == ["free", "free", "off", "off", "off"]
    assert 'href="?date=2026-03-03&amp;part=day&amp;free=1"' in html  # without the equipment
    assert 'href="?date=2026-03-03&amp;part=day&amp;has=two_screens"' in html  # without “free only”
    assert "1 of 4 desks shown" in html


def test_a_zone_can_be_looked_at_without_a_script(cast):
    for code, x in (("A", 0), ("B", 1500)):
        type(cast.zones[code]).objects.filter(pk=cast.zones[code].pk).update(x=x, y=0, width=1000, height=500)
    html = page(cast.ann, "&zone=B")

    assert 'viewBox="412 -8 296 156"' in html


@pytest.mark.parametrize("query", [
    "date=never", "date=2026-02-30&part=night", "date=0001-01-01", "space=99999999999999999999", "space=-1&zone=%00",
    "has=helicopter&zone=ZZZ", "space=²",
])  # fmt: skip
def test_what_cannot_be_read_is_left_out(cast, query):
    assert client_of(cast.ann).get(f"/floors/brussels/3/?{query}").status_code == 200


def test_without_a_date_it_opens_on_the_next_open_day(cast):
    client = client_of(cast.ann)
    assert "Monday 2 March" in client.get("/floors/brussels/3/").content.decode()
    with time_machine.travel(NOW + timedelta(days=4, hours=12)):  # Friday, at eight in the evening
        client.force_login(cast.ann)
        assert "Monday 9 March" in client.get("/floors/brussels/3/").content.decode()


def test_an_unknown_floor_and_a_stranger(cast):
    assert client_of(cast.ann).get("/floors/brussels/99/").status_code == 404
    assert Client().get("/floors/brussels/3/").status_code == 302


def test_home_is_the_floor_of_the_usual_desk_else_of_the_team(cast):
    floors = type(cast.floor).objects
    upper = floors.create(site=cast.site, code="7", name="Floor 7", level=7)
    desk = type(cast.desks[0]).objects.create(floor=upper, code="7.01")
    client = client_of(cast.ann)
    assert client.get("/floors/").headers["Location"] == "/floors/brussels/3/"

    Employee.objects.filter(pk=cast.ann.pk).update(favourite_desk=desk)
    assert client.get("/floors/?part=morning").headers["Location"] == "/floors/brussels/7/?part=morning"


def test_names_are_escaped(cast):
    Employee.objects.filter(pk=cast.ann.pk).update(given_name="<b>&\"'", family_name="?~")
    type(cast.zones["A"]).objects.filter(pk=cast.zones["A"].pk).update(name="<script>")
    reserve(ask=cast.ask(cast.ann, desk=0), by=cast.ann, now=NOW, door="test")
    html = page(cast.bob, f"&space={cast.desks[0].pk}")

    assert "<b>&" not in html
    assert "<script>" not in html


def test_the_page_speaks_the_reader_s_language(cast):
    Employee.objects.filter(pk=cast.ann.pk).update(language="nl")
    with time_machine.travel(NOW):
        assert '<html lang="nl"' in page(cast.ann)


@pytest.mark.parametrize("desks", [50, 1000])
def test_a_page_costs_six_queries_however_many_desks(desks, django_assert_num_queries):
    cast = office("antwerp", desks=desks)
    cast.base(telework=100)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK)
    reserve(ask=cast.ask(cast.bob, desk=1), by=cast.bob, now=NOW, door="test")
    client = client_of(cast.ann)
    address = f"{reverse('floor', args=['antwerp', '3'])}?date={TUESDAY}"
    client.get(address)  # the book, the session and the drawings are kept from here on
    with django_assert_num_queries(6):
        assert client.get(address).status_code == 200
    with django_assert_num_queries(5):  # the panel alone
        client.get(f"{address}&space={cast.desks[0].pk}", headers={"HX-Request": "true", "HX-Target": "confirm"})
