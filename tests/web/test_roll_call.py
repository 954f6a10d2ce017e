"""The roll call: everybody in the building by place, for those with that duty and nobody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from structlog.testing import capture_logs

from booking.actions.check_in import check_in
from booking.actions.participation import respond
from booking.actions.reception import arrive, leave
from booking.actions.reservation import reserve
from booking.actions.room_booking import book_room
from booking.models import Attendance, Participant
from tests.cast import MONDAY, NOW, grant, office
from tests.meetings import room_ask
from tests.visits import guest, invite
from tests.web.visitor import client_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/safety/brussels/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    """Ann is a safety warden, Dia sits at the reception."""
    cast = office(people=6)
    grant(cast.ann, "safety_warden", cast.site)
    grant(cast.dia, "receptionist", cast.site)
    return cast


def come(cast, who, **request) -> Attendance:
    """Planned and checked in, today."""
    day = plan(cast, who, **request)
    check_in(attendance=day, by=who, now=NOW)
    return day


def plan(cast, who, **request) -> Attendance:
    ask = cast.ask(who, MONDAY, **request)
    return Attendance.objects.get(pk=reserve(ask=ask, by=who, now=NOW, door="test").attendance_id)


def page_of(client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def section(page: str, title: str) -> str:
    """The words of the section with this heading."""
    for found in re.findall(r"<section.*?</section>", page, re.S):
        if f">{title}</h2>" in found:
            return text_of(found)
    raise AssertionError(f"no section “{title}” in {text_of(page)}")


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 403), ("hr", 403), ("receptionist", 403), ("facility_manager", 403), ("administrator", 403),
        ("safety_warden", 200), ("first_aider", 200),
    ],
)  # fmt: skip
def test_each_role(brussels, role, status):
    if role:
        grant(brussels.bob, role, brussels.site)
    client = client_of(brussels.bob)
    assert client.get(PAGE).status_code == status
    assert client.get("/safety/").status_code == (302 if status == 200 else 403)
    assert ('href="/safety/"' in client.get("/").content.decode()) == (status == 200)


def test_a_warden_of_another_site_sees_nobody_here(brussels):
    antwerp = office("antwerp", people=1, first=6)
    grant(antwerp.gus, "safety_warden", antwerp.site)
    client = client_of(antwerp.gus)
    assert client.get(PAGE).status_code == 403
    assert client.get("/safety/antwerp/").status_code == 200
    grant(antwerp.gus, "first_aider")  # everywhere
    assert client.get(PAGE).status_code == 200


def test_everybody_is_listed_by_place_whatever_they_chose_to_show(brussels):
    brussels.bob.visibility = "nobody"
    brussels.bob.save()
    come(brussels, brussels.bob, desk=0)
    come(brussels, brussels.cas)
    come(brussels, brussels.ann, desk=1)
    plan(brussels, brussels.eve, desk=2)
    page = page_of(client_of(brussels.ann))
    assert "3 people in the building" in text_of(page)
    assert section(page, "Floor 3, Zone A") == "Floor 3, Zone A 1 Bob Test 3.01"
    assert section(page, "No place booked") == "No place booked 1 Cas Test"
    assert "Eve Test all day 3.03" in section(page, "Expected, but not checked in")
    assert "Ann Test safety warden 3.02" in section(page, "Wardens and first-aiders in the building")
    assert "Fay" not in page


def test_without_a_warden_the_page_says_so(brussels):
    assert "None of them has checked in today." in text_of(page_of(client_of(brussels.ann)))


def test_visitors_are_listed_with_their_host_until_they_leave(brussels):
    come(brussels, brussels.bob, desk=0)
    day = invite(brussels, brussels.bob, day=MONDAY).attendance
    client = client_of(brussels.ann)
    expected = section(page_of(client), "Expected, but not checked in")
    assert "Vera Visitor visitor of Bob Test, from 10:00" in expected
    arrive(attendance=day, by=brussels.dia, now=NOW, door="test")
    assert "Vera Visitor visitor of Bob Test 3.01" in section(page_of(client), "Floor 3, Zone A")
    leave(attendance=day, by=brussels.dia, now=NOW)
    assert "Vera" not in page_of(client)


def test_somebody_in_a_meeting_is_sought_in_its_room(brussels, clock):
    booked = book_room(
        ask=room_ask(brussels, brussels.bob, "09:00", "10:00", day=MONDAY, people=2), by=brussels.bob, now=NOW,
        door="test", participants=[("employee", brussels.cas.pk)],
    )  # fmt: skip
    come(brussels, brussels.cas, desk=3)
    respond(
        participant=Participant.objects.get(booking=booked.booking_id, employee=brussels.cas), response="in_person",
        by=brussels.cas, now=NOW, door="test",
    )  # fmt: skip
    client = client_of(brussels.ann)
    assert "Cas Test 3.04" in text_of(page_of(client))  # at eight
    clock.shift(timedelta(hours=1, minutes=30))
    assert "Cas Test Zenne" in text_of(page_of(client))


def test_who_opened_it_is_logged_and_nothing_is_kept_by_the_browser(brussels):
    with capture_logs() as logs:
        response = client_of(brussels.ann).get(PAGE)
    assert response["Cache-Control"] == "no-store"
    assert {"event": "roll call opened", "site": "brussels", "by": brussels.ann.pk, "log_level": "info"} in logs


def test_yesterday_cancelled_and_absent_are_not_there(brussels):
    for state, date in (("cancelled", MONDAY), ("absent", MONDAY), ("present", MONDAY - timedelta(days=3))):
        Attendance.objects.create(
            employee=brussels.fay, site=brussels.site, date=date, morning=True, afternoon=True, state=state,
            created_at=NOW, changed_at=NOW,
        )  # fmt: skip
    assert "Fay" not in page_of(client_of(brussels.ann))


def test_a_page_costs_the_same_for_many(brussels, django_assert_num_queries):
    client = client_of(brussels.ann)
    for i, name in enumerate(("bob", "cas", "eve")):
        come(brussels, getattr(brussels, name), desk=i)
        invite(brussels, brussels.ann, guest(i), day=MONDAY)
        with django_assert_num_queries(8):
            page_of(client)
