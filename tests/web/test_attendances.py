"""The requests that book: what they read, what they do, and how it is undone."""

from datetime import date, time

import pytest
import time_machine
from django.test import Client

from booking.models import Attendance, Booking, Policy, Refusal, Rule
from booking.rules.proposal import AFTERNOON, MORNING
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, TODAY, TUESDAY, WEDNESDAY, Office, office
from tests.web.visitor import client_of, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)

SPRING = date(2026, 3, 29)  # a Sunday on which the clocks go from 2:00 to 3:00


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


def test_a_booking_leads_back_to_its_day(brussels):
    answer = post(client_of(brussels.ann), brussels)
    assert (answer.status_code, answer["Location"]) == (303, "/?week=2026-W10#day-2026-03-03")
    booking = Booking.objects.get(attendance=standing(brussels.ann))
    assert booking.space == brussels.desks[3]


def test_it_leads_back_to_where_one_was_but_never_elsewhere(brussels):
    client = client_of(brussels.ann)
    home = "/floors/brussels/3/?date=2026-03-03"
    assert post(client, brussels, next=home)["Location"] == home
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        client.post(f"/attendances/{standing(brussels.ann).pk}/cancellation/", {"next": elsewhere})
        assert post(client, brussels, next=elsewhere)["Location"].startswith("/?week=")


def test_the_usual_desk_is_named_once_it_is_had(brussels):
    brussels.ann.favourite_desk = brussels.desks[7]
    brussels.ann.save()
    client = client_of(brussels.ann)
    client.post("/attendances/", {"date": "2026-03-03", "space": "usual"})
    assert Booking.objects.get().space == brussels.desks[7]
    assert "3.08 is yours on Tuesday 3 March, all day." in text_of(client.get("/").content.decode())


def test_a_place_in_the_building_without_a_desk_is_said_to_be_that(brussels):
    brussels.site.policies.all().delete()
    for desk in brussels.desks:
        Booking.objects.create(
            space=desk, date=TUESDAY, period=brussels.site.part_of_day(TUESDAY, morning=True, afternoon=True),
            morning=True, afternoon=True, created_at=NOW, changed_at=NOW,
        )  # fmt: skip
    client = client_of(brussels.ann)
    client.post("/attendances/", {"date": "2026-03-03", "space": "usual"})
    assert "No desk is free" in text_of(client.get("/").content.decode())
    assert standing(brussels.ann).bookings.count() == 0


def test_hours_are_by_the_clock_of_the_site(brussels):
    client = client_of(brussels.ann)
    answer = post(client, brussels, **{"from": "09:00", "until": "11:30"})
    assert answer.status_code == 303
    booking = Booking.objects.get()
    assert booking.period.lower == brussels.site.instant(TUESDAY, time(9))
    assert (booking.morning, booking.afternoon) == MORNING
    page = text_of(client.get("/").content.decode())
    assert "3.04 is yours on Tuesday 3 March, 09:00–11:30." in page
    assert "In, 09:00–11:30" in page


def test_the_same_press_twice_is_one_booking_and_no_refusal_page(brussels):
    client = client_of(brussels.ann)
    post(client, brussels)
    assert post(client, brussels).status_code == 303
    assert Booking.objects.count() == 1
    assert "3.04 is yours on Tuesday 3 March already." in text_of(client.get("/").content.decode())


def test_the_same_press_twice_is_no_refused_demand(brussels):
    client = client_of(brussels.ann)
    for _press in range(2):
        post(client, brussels)
        client.post("/attendances/", {"date": TUESDAY.isoformat(), "space": "usual"})
    assert not Refusal.objects.exists()


def test_undo_pressed_twice_books_once(brussels):
    client = client_of(brussels.ann)
    post(client, brussels)
    first = standing(brussels.ann).pk
    client.post(f"/attendances/{first}/cancellation/")
    for _press in range(2):
        assert client.post(f"/attendances/{first}/restoration/").status_code == 303
    assert Booking.objects.standing().count() == 1


def test_undoing_under_a_rule_that_warns_by_now_goes_through_with_a_reason(brussels):
    client = client_of(brussels.ann)
    post(client, brussels)
    first = standing(brussels.ann).pk
    client.post(f"/attendances/{first}/cancellation/")
    warns = {"kind": "team_days", "strength": "warn", "parameters": {"mode": "only", "weekdays": [5]}}
    Rule.objects.create(policy=Policy.objects.get(), position=9, **warns)
    assert client.post(f"/attendances/{first}/restoration/").status_code == 422
    assert client.post(f"/attendances/{first}/restoration/", {"reason": "Handover"}).status_code == 303
    assert standing(brussels.ann).date == TUESDAY


def test_giving_a_desk_back_says_what_still_stands(brussels):
    client = client_of(brussels.ann)
    post(client, brussels, desk=None)
    client.get("/")
    post(client, brussels, desk=4, next="/")
    press(client, client.get("/").content.decode(), "Undo")
    page = text_of(client.get("/").content.decode())
    assert "3.05 is given back. What still stands: Tuesday 3 March, all day." in page


def test_a_desk_says_by_itself_at_which_site_it_stands(brussels):
    antwerp = office("antwerp", people=0)
    answer = client_of(brussels.ann).post("/attendances/", {"date": "2026-03-03", "space": antwerp.desks[0].pk})
    assert answer.status_code == 303
    assert standing(brussels.ann).site == antwerp.site


def test_cancelling_can_be_undone_with_all_that_the_day_had(brussels):
    client = client_of(brussels.ann)
    post(client, brussels, desk=3, part="morning")
    post(client, brussels, desk=4, part="afternoon")
    client.get("/")
    client.post(f"/attendances/{standing(brussels.ann).pk}/cancellation/", {"next": "/"})
    assert not Attendance.objects.standing().exists()
    press(client, client.get("/").content.decode(), "Undo")
    again = standing(brussels.ann)
    assert (again.morning, again.afternoon) == (True, True)
    spaces = Booking.objects.standing().filter(attendance=again).order_by("period").values_list("space", flat=True)
    assert list(spaces) == [brussels.desks[3].pk, brussels.desks[4].pk]


def test_undoing_a_second_booking_leaves_the_first(brussels):
    client = client_of(brussels.ann)
    post(client, brussels, desk=3, part="morning")
    client.get("/")
    post(client, brussels, desk=4, part="afternoon", next="/")
    press(client, client.get("/").content.decode(), "Undo")
    day = standing(brussels.ann)
    assert (day.morning, day.afternoon) == MORNING
    assert Booking.objects.standing().get().space == brussels.desks[3]


def test_a_move_to_another_desk_and_back(brussels):
    client = client_of(brussels.ann)
    post(client, brussels, desk=3)
    client.get("/")
    client.post(f"/attendances/{standing(brussels.ann).pk}/move/", {"space": brussels.desks[5].pk, "next": "/"})
    assert Booking.objects.standing().get().space == brussels.desks[5]
    press(client, client.get("/").content.decode(), "Undo")
    assert Booking.objects.standing().get().space == brussels.desks[3]


def test_from_the_morning_to_the_afternoon(brussels):
    client = client_of(brussels.ann)
    post(client, brussels, part="morning")
    client.get("/")
    client.post(f"/attendances/{standing(brussels.ann).pk}/parts/", {"part": "afternoon", "next": "/"})
    day = standing(brussels.ann)
    assert (day.morning, day.afternoon) == AFTERNOON
    page = client.get("/").content.decode()
    assert "You come on Tuesday 3 March, in the afternoon." in text_of(page)
    press(client, page, "Undo")
    day.refresh_from_db()
    assert (day.morning, day.afternoon) == MORNING


def test_the_other_half_of_a_day_half_gone_is_not_had_by_halves(brussels, clock):
    client = client_of(brussels.ann)
    post(client, brussels, TODAY, part="morning")
    clock.move_to(brussels.site.instant(TODAY, time(14)))
    answer = client.post(f"/attendances/{standing(brussels.ann).pk}/parts/", {"part": "afternoon"})
    assert answer.status_code == 409
    day = standing(brussels.ann)
    assert (day.morning, day.afternoon) == MORNING


def test_the_usual_desk_pressed_twice_is_one_desk(brussels):
    client = client_of(brussels.ann)
    for _press in range(2):
        assert client.post("/attendances/", {"date": "2026-03-03", "space": "usual"}).status_code == 303
    page = text_of(client.get("/").content.decode())
    assert f"{Booking.objects.get().space.code} is yours on Tuesday 3 March already." in page
    assert not standing(brussels.ann).without_space_morning


def test_a_move_to_a_desk_that_does_not_exist_is_no_longer_possible(brussels):
    client = client_of(brussels.ann)
    post(client, brussels)
    answer = client.post(f"/attendances/{standing(brussels.ann).pk}/move/", {"space": "9" * 18})
    assert answer.status_code == 409


def test_hours_that_the_change_of_clocks_turns_round_are_answered(brussels):
    brussels.site.working_days = [7]
    brussels.site.save()
    assert post(client_of(brussels.ann), brussels, SPRING, **{"from": "02:30", "until": "03:15"}).status_code == 409


def test_what_joined_a_day_cannot_be_undone_with_it(brussels):
    Rule.objects.all().delete()
    client = client_of(brussels.ann)
    post(client, brussels, TUESDAY, part="morning")
    post(client, brussels, WEDNESDAY, desk=4, part="afternoon")
    client.get("/")
    tuesday = Attendance.objects.get(date=TUESDAY)
    client.post(f"/attendances/{tuesday.pk}/move/", {"date": WEDNESDAY.isoformat(), "next": "/"})
    page = client.get("/").content.decode()
    assert "Tuesday 3 March has moved to Wednesday 4 March" in text_of(page)
    assert "Undo" not in text_of(page)

    post(client, brussels, TUESDAY, part="morning")
    client.get("/")
    post(client, brussels, TUESDAY, desk=None, part="afternoon", next="/")
    assert "Undo" not in text_of(client.get("/").content.decode())
