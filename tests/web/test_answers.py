"""What else a request that books is answered: what cannot be read, why not, busy, signed out; and what it costs."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from booking.actions import reservation
from booking.actions.locking import Busy
from booking.actions.reservation import reserve
from booking.models import Attendance, Booking, Override, Policy, Refusal, RoleGrant, Rule
from tests.cast import CAP_20, MONDAY, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, Office, grant, office
from tests.web.visitor import client_of, day_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    cast = office(people=6)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK)
    cast.base(telework=15)  # three people at once
    return cast


def post(client: Client, cast: Office, day=TUESDAY, desk: int | None = 3, **fields):
    space = "" if desk is None else cast.desks[desk].pk
    return client.post("/attendances/", {"date": day.isoformat(), "space": space, "site": cast.site.pk, **fields})


def standing(who) -> Attendance:
    return Attendance.objects.standing().get(employee=who)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date": "tomorrow"}, "date: “tomorrow” Give a date such as 2026-03-17."),
        ({"date": ""}, "date is missing"),
        ({"date": "9999-12-31"}, "Give a date such as"),
        ({"part": "evening"}, "part: “evening” Give day, morning or afternoon."),
        ({"from": "9"}, "from: “9” Give a time such as 09:30."),
        ({"from": "12:00", "until": "09:00"}, "Give a time after the beginning."),
        ({"space": "999999"}, "There is no such place at Brussels."),
        ({"space": "mine"}, "space: “mine”"),
        ({"space": "9" * 40}, "Give the number that the page sent"),
        ({"site": "atlantis", "space": ""}, "Name a site."),
        ({"person": "nobody@example.com"}, "Nobody here has this e-mail address."),
        ({"person": "²"}, "Nobody here has this e-mail address."),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_give(brussels, fields, said):
    sent = {"date": "2026-03-03", "space": str(brussels.desks[0].pk), "site": "brussels"} | fields
    answer = client_of(brussels.ann).post("/attendances/", sent)
    assert answer.status_code == 400
    assert said in text_of(answer.content.decode())
    assert not Attendance.objects.exists()


def test_what_was_cancelled_in_another_window_is_said(brussels):
    client = client_of(brussels.ann)
    post(client, brussels)
    address = f"/attendances/{standing(brussels.ann).pk}/cancellation/"
    client.post(address)
    answer = client.post(address, {"next": "/?week=2026-W11"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "This day has been cancelled already." in text_of(page)
    assert 'href="/?week=2026-W11"' in page


def test_checking_in_early_is_not_possible(brussels):
    client = client_of(brussels.ann)
    post(client, brussels)
    answer = client.post(f"/attendances/{standing(brussels.ann).pk}/check-in/")
    assert answer.status_code == 409
    assert "You can check in on the day itself." in text_of(answer.content.decode())


def test_a_strangers_day_is_left_alone(brussels):
    reserve(ask=brussels.ask(brussels.ann, desk=0), by=brussels.ann, now=NOW, door="test")
    day = standing(brussels.ann)
    for noun in ("cancellation", "move", "parts", "check-in"):
        answer = client_of(brussels.bob).post(f"/attendances/{day.pk}/{noun}/", {"part": "morning"})
        assert answer.status_code == 403, noun
        assert "You may not do that" in answer.content.decode()
    assert standing(brussels.ann).changed_at == day.changed_at
    assert post(client_of(brussels.bob), brussels, person=brussels.ann.email).status_code == 403
    assert client_of(brussels.bob).post("/attendances/999999/cancellation/").status_code == 404


def test_a_lead_books_for_the_team_and_is_told_for_whom(brussels):
    blue = brussels.teams["Blue"]
    blue.lead = brussels.bob
    blue.save()
    client = client_of(brussels.bob)
    post(client, brussels, person="ANN@brussels.example")
    assert "3.04 is booked for Ann Test on Tuesday 3 March, all day." in text_of(client.get("/").content.decode())
    assert standing(brussels.ann).requested_by == brussels.bob


def test_a_warning_asks_for_a_reason_and_forgets_nothing(brussels):
    brussels.site.policies.all().delete()
    brussels.publish({**ONE_DAY, "strength": "warn"})
    client = client_of(brussels.ann)
    post(client, brussels, MONDAY, part="morning")
    answer = post(client, brussels, part="afternoon", next="/?week=2026-W10")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Your office day is used" in text_of(page)
    for sent in ('name="part" value="afternoon"', 'name="next" value="/?week=2026-W10"', 'name="date"', 'name="space"'):
        assert sent in page
    assert Attendance.objects.standing().count() == 1
    assert not Refusal.objects.exists()
    again = post(client, brussels, part="afternoon", reason="Handover")
    assert again.status_code == 303
    assert Override.objects.get().reason == "Handover"


def test_an_empty_reason_is_asked_for_again(brussels):
    brussels.site.policies.all().delete()
    brussels.publish({**ONE_DAY, "strength": "warn"})
    client = client_of(brussels.ann)
    post(client, brussels, MONDAY)
    assert "Give a reason." in text_of(post(client, brussels, reason="  ").content.decode())


def test_a_usual_desk_is_had_with_a_reason_too(brussels):
    brussels.site.policies.all().delete()
    brussels.publish({**ONE_DAY, "strength": "warn"}, ONE_DESK)
    client = client_of(brussels.ann)
    post(client, brussels, MONDAY)
    sent = {"date": "2026-03-03", "space": "usual"}
    assert client.post("/attendances/", sent).status_code == 422
    assert client.post("/attendances/", {**sent, "reason": "Handover"}).status_code == 303
    assert Booking.objects.filter(date=TUESDAY).exists()


def test_a_facility_manager_may_set_the_rule_aside(brussels):
    grant(brussels.ann, RoleGrant.Role.FACILITY_MANAGER, brussels.site)
    client = client_of(brussels.ann)
    post(client, brussels, THURSDAY)
    refused = post(client, brussels)
    assert "Set the rule aside" in text_of(refused.content.decode())
    assert post(client, brussels, override_reason="Fire drill").status_code == 303
    assert Override.objects.get().reason == "Fire drill"
    assert "Set the rule aside" not in text_of(post(client_of(brussels.bob), brussels).content.decode())


def test_on_a_refused_day_of_the_week_and_on_the_floor_the_rule_is_set_aside_where_one_stands(brussels):
    grant(brussels.ann, RoleGrant.Role.FACILITY_MANAGER, brussels.site)
    reserve(ask=brussels.ask(brussels.bob, TUESDAY, desk=3), by=brussels.bob, now=NOW, door="test")
    Rule.objects.filter(kind="occupancy_cap").delete()
    Rule.objects.create(policy=Policy.objects.get(), kind="occupancy_cap", parameters={"number": 1}, position=9)
    client = client_of(brussels.ann)
    week = day_of(client.get("/").content.decode(), TUESDAY)
    floor = client.get(f"/floors/brussels/3/?date={TUESDAY}&space={brussels.desks[5].pk}").content.decode()
    for html, space in ((week, "usual"), (floor, str(brussels.desks[5].pk))):
        (form,) = re.findall(r'<form class="form".*?</form>', html, re.S)
        hidden = dict(re.findall(r'<input type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)">', form))
        assert (hidden["date"], hidden["space"]) == (TUESDAY.isoformat(), space)
        assert client.post("/attendances/", hidden | {"override_reason": "Fire drill"}).status_code == 303
        Attendance.objects.filter(employee=brussels.ann).update(state="cancelled")
        Booking.objects.filter(attendance__employee=brussels.ann).update(state="cancelled")
    grant(brussels.cas, RoleGrant.Role.HR)
    for who in (brussels.cas, brussels.dia):
        for address in ("/", f"/floors/brussels/3/?date={TUESDAY}&space={brussels.desks[5].pk}"):
            assert "Set the rule aside" not in client_of(who).get(address).content.decode()


def test_busy_changes_nothing_and_offers_the_same_again(brussels, monkeypatch):
    def busy(**_request):
        raise Busy

    monkeypatch.setattr(reservation, "reserve", busy)
    answer = post(client_of(brussels.ann), brussels, part="morning")
    assert (answer.status_code, answer["Retry-After"], answer["HX-Push-Url"]) == (503, "2", "false")
    page = answer.content.decode()
    assert "Nothing was changed; try again." in text_of(page)
    assert 'action="/attendances/"' in page
    assert 'name="part" value="morning"' in page


def test_signed_out_in_mid_action_is_said_and_leads_back(brussels, client):
    answer = post(client, brussels, next="/?week=2026-W11")
    assert answer.status_code == 401
    page = answer.content.decode()
    assert "You have been signed out" in text_of(page)
    assert "/accounts/login/?next=/%3Fweek%3D2026-W11" in page


def test_signed_out_within_a_page_opens_the_sign_in_as_a_whole_page(brussels, client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/?week=2026-W11"}
    answer = client.post("/attendances/", {"date": "2026-03-03"}, headers=headers)
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2F%3Fweek%3D2026-W11"
    assert "nothing was saved" in text_of(client.get(answer["HX-Redirect"]).content.decode())


def test_a_request_that_is_read_leads_to_the_week(brussels):
    answer = client_of(brussels.ann).get("/attendances/")
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_every_form_needs_its_token(brussels):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(brussels.ann)
    assert post(strict, brussels).status_code == 403
    assert not Attendance.objects.exists()


def test_a_booking_costs_few_queries(brussels):
    client = client_of(brussels.ann)
    client.get("/")  # the book of the site is at hand from now on
    with CaptureQueriesContext(connection) as captured:
        assert post(client, brussels, WEDNESDAY).status_code == 303
    asked = [query["sql"] for query in captured if query["sql"] not in ("BEGIN", "COMMIT")]
    # One of them is who has signed in; the session itself comes from Redis.
    assert len(asked) == 6, "\n".join(sql[:100] for sql in asked)


def test_a_booking_costs_the_same_with_a_history(brussels):
    def cost(day) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert post(client, brussels, day).status_code == 303
        return len(captured)

    client = client_of(brussels.ann)
    client.get("/")
    first = cost(WEDNESDAY)
    for n in range(1, 30):
        Attendance.objects.create(
            employee=brussels.ann, site=brussels.site, date=MONDAY - timedelta(days=n), morning=True, afternoon=True,
            created_at=NOW, changed_at=NOW,
        )  # fmt: skip
    assert cost(WEDNESDAY + timedelta(days=7)) == first
