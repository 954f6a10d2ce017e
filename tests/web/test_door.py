"""What a scanned code opens: at a desk, a room, an entrance; and the sheet of codes."""

from dataclasses import replace

import pytest
import time_machine

from booking.actions.reservation import reserve
from booking.actions.room_booking import book_room
from booking.models import Attendance, Booking
from booking.web.door.code import ENTRANCE, Place
from tests.cast import CAP_20, NOW, ONE_DESK, TODAY, grant, office
from tests.meetings import at, room_ask
from tests.web.door_code import code
from tests.web.visitor import client_of, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    cast = office(people=8)
    cast.publish(CAP_20, ONE_DESK)
    cast.base(telework=15)  # three people at once
    return cast


def book(cast, who, desk: int | None, **ask):
    return reserve(ask=replace(cast.ask(who, TODAY, desk=desk), **ask), by=who, now=NOW, door="test")


def opened(who, address: str) -> str:
    response = client_of(who).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_at_ones_own_desk_one_tap_checks_in(brussels):
    book(brussels, brussels.ann, 0)
    client, page = client_of(brussels.ann), opened(brussels.ann, code(brussels.desks[0]))
    assert "Your desk It is yours for the rest of the day." in text_of(page)
    assert Attendance.objects.get().state == "planned"  # a look changes nothing
    assert press(client, page, "Check in")["Location"] == code(brussels.desks[0])
    assert (Attendance.objects.get().state, Booking.objects.get().state) == ("present", "checked_in")
    assert "You have checked in" in opened(brussels.ann, code(brussels.desks[0]))


def test_signing_in_leads_back_to_the_code(brussels, client):
    address = code(brussels.desks[0])
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/at/space.")
    assert client.get("/at/space.1:forged/").status_code == 302
    assert client_of(brussels.ann).get("/at/space.1:forged/").status_code == 404


def test_a_free_desk_is_taken_and_checked_in_until_the_next_comes(brussels):
    book(brussels, brussels.bob, 0, period=at(brussels, "14:00", "16:00", TODAY))
    client, page = client_of(brussels.ann), opened(brussels.ann, code(brussels.desks[0]))
    assert "3.01 is free Until 14:00." in text_of(page)
    assert press(client, page, "Take 3.01 and check in").status_code == 303
    mine = Booking.objects.get(attendance__employee=brussels.ann)
    assert (mine.state, (mine.period.lower, mine.period.upper)) == (
        "checked_in", (NOW, at(brussels, "14:00", "15:00", TODAY).start),
    )  # fmt: skip
    assert mine.attendance.state == "present"


def test_whoever_has_another_desk_moves_and_keeps_what_was_used(brussels, clock):
    day = Attendance.objects.get(pk=book(brussels, brussels.ann, 5).attendance_id)
    client = client_of(brussels.ann)
    press(client, opened(brussels.ann, code(brussels.desks[5])), "Check in")
    later = at(brussels, "10:00", "11:00", TODAY).start
    clock.move_to(later)
    press(client, opened(brussels.ann, code(brussels.desks[0])), "Move to 3.01 and check in")
    found = [(b.space.code, b.state, b.period.lower, b.period.upper) for b in day.bookings.select_related("space")]
    assert [(c, s) for c, s, _from, _until in found] == [("3.06", "checked_in"), ("3.01", "checked_in")]
    assert found[0][3] == found[1][2] == later


def test_somebody_elses_desk_says_until_when_and_offers_the_nearest(brussels):
    book(brussels, brussels.bob, 0)
    page = opened(brussels.ann, code(brussels.desks[0]))
    said = text_of(page)
    assert "3.01 is taken for the rest of the day A desk nearby is free." in said
    assert "Bob" not in said
    assert "Free nearby 2 m away, Zone A Take 3.11 2 m away, Zone B Take 3.02" in said
    press(client_of(brussels.ann), page, "Take 3.02")
    assert Booking.objects.get(attendance__employee=brussels.ann).space == brussels.desks[1]


def test_a_full_building_is_said_with_its_numbers(brussels):
    for n, who in enumerate((brussels.bob, brussels.cas, brussels.dia)):
        book(brussels, who, n)
    page = opened(brussels.ann, code(brussels.desks[5]))
    assert "You cannot have 3.06 now" in text_of(page)
    assert "3 of 3" in text_of(page)
    answer = client_of(brussels.ann).post(f"{code(brussels.desks[5])}walk-in/")
    assert answer.status_code == 409
    assert not Attendance.objects.filter(employee=brussels.ann).exists()


def test_the_entrance_checks_in_the_day_or_offers_one(brussels):
    entrance = Place(ENTRANCE, brussels.site.pk).address
    client, page = client_of(brussels.ann), opened(brussels.ann, entrance)
    assert "You have no day here today" in text_of(page)
    press(client, page, "Book a desk for today")
    page = opened(brussels.ann, entrance)
    assert "Welcome, Ann Your desk is 3.01." in text_of(page)
    press(client, page, "Check in")
    assert Attendance.objects.get().state == "present"
    assert "Checked in at 08:00" in text_of(opened(brussels.ann, entrance))


def test_a_free_room_is_taken_for_half_an_hour_and_a_meeting_checked_in(brussels):
    client, page = client_of(brussels.ann), opened(brussels.ann, code(brussels.room))
    assert press(client, page, "Take it for 30 minutes").status_code == 303
    taken = Booking.objects.get(space=brussels.room)
    assert (taken.organiser, taken.state) == (brussels.ann, "checked_in")
    assert "Zenne is taken until 08:30" in text_of(opened(brussels.bob, code(brussels.room)))
    book_room(ask=room_ask(brussels, brussels.bob, "08:30", "09:00", day=TODAY), by=brussels.bob, now=NOW, door="test")
    page = opened(brussels.bob, code(brussels.room))
    press(client_of(brussels.bob), page, "Check in")
    assert Booking.objects.get(organiser=brussels.bob).state == "checked_in"
    assert Attendance.objects.get(employee=brussels.bob).state == "present"


def test_a_meeting_of_others_is_not_checked_in(brussels):
    booked = book_room(
        ask=room_ask(brussels, brussels.bob, "08:30", "09:00", day=TODAY), by=brussels.bob, now=NOW, door="test"
    )
    assert client_of(brussels.ann).post(f"/meetings/{booked.booking_id}/check-in/").status_code == 403
    assert client_of(brussels.ann).post("/meetings/999999/check-in/").status_code == 404


def test_whoever_runs_the_building_prints_the_codes(brussels, settings):
    settings.SITE_URL = "https://headroom.example.com"
    assert client_of(brussels.ann).get("/floors/brussels/3/codes/").status_code == 403
    grant(brussels.ann, "facility_manager", brussels.site)
    page = opened(brussels.ann, "/floors/brussels/3/codes/")
    assert page.count('class="qr"') == 14  # the entrance, twelve desks, a room
    assert client_of(brussels.ann).get("/floors/antwerp/3/codes/").status_code == 404


def test_a_scan_costs_the_same_on_a_large_floor(brussels, django_assert_num_queries):
    client = client_of(brussels.ann)
    client.get(code(brussels.desks[0]))
    with django_assert_num_queries(10):
        client.get(code(brussels.desks[0]))
