"""The queue on the pages: joined from a refusal or a full day, left, offered, taken."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions.cancellation import cancel
from booking.actions.promotion import promote
from booking.actions.waitlist import join
from booking.models import Attendance, WaitlistEntry
from tests.cast import NOW, TUESDAY, WEDNESDAY
from tests.web.visitor import client_of, day_of, fields_of, press, text_of, week_page
from tests.web.weekly import book, fill, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels():
    """Wednesday is full: Bob, Cas and Dia have it."""
    cast = weekly_office()
    fill(cast)
    return cast


def wait(cast, who, day=WEDNESDAY, **more) -> WaitlistEntry:
    return join(ask=cast.ask(who, day), by=who, now=NOW, door="test", **more)


def give_back(who) -> None:
    cancel(attendance=Attendance.objects.standing().get(employee=who), by=who, now=NOW)


def test_a_refusal_offers_the_queue_with_place_and_odds(brussels):
    wait(brussels, brussels.eve)
    client = client_of(brussels.ann)
    sent = {"date": "2026-03-04", "space": "usual", "site": brussels.site.pk, "next": "/"}
    page = client.post("/attendances/", sent).content.decode()
    said = text_of(page)
    assert "Wait for a place on Wednesday 4 March" in said
    assert "You would be number 2 in the queue. Too few have waited there lately to tell the odds." in said
    assert page.count("button is-primary") == 1
    fields = fields_of(page, "Book it for me at once")
    answer = client.post(fields.pop("action"), {**fields, "accept_at_once": "1"})
    assert answer.status_code == 303
    entry = WaitlistEntry.objects.get(employee=brussels.ann)
    assert (entry.date, entry.space, entry.accept_at_once) == (WEDNESDAY, None, True)
    assert "You are number 2 in the queue for Wednesday 4 March." in text_of(client.get("/").content.decode())


def test_the_odds_are_told_from_the_same_weekday(brussels):
    for weeks in (1, 2, 3):
        for n, name in enumerate(("Ann", "Bob", "Eve", "Fay")):
            WaitlistEntry.objects.create(
                employee=brussels.people[name],
                site=brussels.site,
                date=WEDNESDAY - timedelta(weeks=weeks),
                state="accepted" if n < 2 or (n == 2 and weeks == 1) else "expired",
                created_at=NOW - timedelta(weeks=weeks, minutes=60 - n),
                changed_at=NOW - timedelta(weeks=weeks),
            )
    wait(brussels, brussels.eve)
    page = client_of(brussels.ann).get("/waitlist/new/", {"date": "2026-03-04"}).content.decode()
    # Nine stood at place 2 or farther back: the three who came second and one who came third got in.
    assert "You would be number 2 in the queue. Of 9 who waited there lately, 4 got in." in text_of(page)


def test_my_week_leads_into_the_queue_shows_the_place_and_the_way_out(brussels):
    wait(brussels, brussels.eve)
    client = client_of(brussels.ann)
    day = day_of(week_page(brussels.ann), WEDNESDAY)
    assert "Full" in text_of(day)
    address = day.split('href="/waitlist/new/')[1].split('"')[0].replace("&amp;", "&")
    page = client.get(f"/waitlist/new/{address}").content.decode()
    fields = fields_of(page, "Book it for me at once")
    assert client.post(fields.pop("action"), fields)["Location"] == "/#day-2026-03-04"

    day = day_of(week_page(brussels.ann), WEDNESDAY)
    assert "Waiting, 2 of 2" in text_of(day)
    assert "/waitlist/new/" not in day
    assert press(client, day, "Leave the queue").status_code == 303
    assert WaitlistEntry.objects.get(employee=brussels.ann).state == "withdrawn"
    assert "You no longer wait for Wednesday 4 March." in text_of(week_page_of(client))


def test_an_offer_is_kept_until_then_and_accepted_with_the_usual_desk(brussels):
    wait(brussels, brussels.ann)
    give_back(brussels.bob)
    promote(now=NOW)
    client = client_of(brussels.ann)
    page = week_page_of(client)
    day = day_of(page, WEDNESDAY)
    assert "A place is kept for you" in text_of(day)
    assert "Kept for you until Monday 2 March, 10:00." in text_of(day)
    assert "Cancel the day" not in day
    assert page.count("button is-primary") == 1
    assert press(client, day, "Accept")["Location"] == "/#day-2026-03-04"
    day = day_of(week_page_of(client), WEDNESDAY)
    assert "3.14 In, all day" in text_of(day)


def test_an_offer_is_declined(brussels):
    wait(brussels, brussels.ann)
    give_back(brussels.bob)
    promote(now=NOW)
    client = client_of(brussels.ann)
    assert press(client, day_of(week_page_of(client), WEDNESDAY), "Decline").status_code == 303
    page = text_of(week_page_of(client))
    assert "You do not come on Wednesday 4 March; the place goes on." in page
    assert not Attendance.objects.standing().filter(employee=brussels.ann).exists()


def test_while_others_wait_a_free_place_is_not_booked_directly(brussels):
    wait(brussels, brussels.eve)
    give_back(brussels.bob)
    day = text_of(day_of(week_page(brussels.ann), WEDNESDAY))
    assert "Others wait" in day
    assert "1 of 3 places left" in day
    assert "1 person waits for this day; a free place goes to them first." in day
    sent = {"date": "2026-03-04", "space": "usual", "site": brussels.site.pk, "next": "/"}
    said = text_of(client_of(brussels.ann).post("/attendances/", sent).content.decode())
    assert "Others wait for Wednesday 4 March" in said
    assert "You would be number 2 in the queue." in said


def test_a_taken_desk_has_a_queue_of_its_own(brussels):
    book(brussels, brussels.eve, desk=2)
    client = client_of(brussels.ann)
    floor = client.get(f"/floors/brussels/3/?date=2026-03-03&space={brussels.desks[2].pk}").content.decode()
    assert "Join the queue" in text_of(floor)
    page = client.get("/waitlist/new/", {"date": "2026-03-03", "space": brussels.desks[2].pk}).content.decode()
    assert "Wait for 3.03 on Tuesday 3 March" in text_of(page)
    fields = fields_of(page, "Book it for me at once")
    client.post(fields.pop("action"), fields)
    assert "Waiting for 3.03, 1 of 1" in text_of(day_of(week_page_of(client), TUESDAY))
    give_back(brussels.eve)
    floor = client_of(brussels.fay).get(f"/floors/brussels/3/?date=2026-03-03&space={brussels.desks[2].pk}")
    assert "1 person waits for 3.03; it goes to them first." in text_of(floor.content.decode())


def test_where_waiting_would_not_help_the_page_says_why(brussels):
    book(brussels, brussels.ann, TUESDAY)
    page = text_of(client_of(brussels.ann).get("/waitlist/new/", {"date": "2026-03-04"}).content.decode())
    assert "There is no queue" in page
    assert "Your office day is used" in page
    answer = client_of(brussels.ann).post("/waitlist/", {"date": "2026-03-04", "next": "/"})
    assert answer.status_code == 409
    assert not WaitlistEntry.objects.exists()


@pytest.mark.parametrize("noun", ["acceptance", "withdrawal"])
def test_somebody_elses_place_is_theirs(brussels, noun):
    entry = wait(brussels, brussels.eve)
    give_back(brussels.bob)
    promote(now=NOW)
    assert client_of(brussels.ann).post(f"/waitlist/{entry.pk}/{noun}/").status_code == 403
    assert client_of(brussels.ann).post(f"/waitlist/{entry.pk + 1}/{noun}/").status_code == 404
    assert Attendance.objects.get(employee=brussels.eve).state == "held"


def test_an_offer_that_is_over_says_so(brussels, clock):
    entry = wait(brussels, brussels.ann)
    give_back(brussels.bob)
    promote(now=NOW)
    clock.move_to(NOW + timedelta(hours=3))
    answer = client_of(brussels.ann).post(f"/waitlist/{entry.pk}/acceptance/", {"next": "/"})
    assert answer.status_code == 409
    assert "The place is no longer kept." in text_of(answer.content.decode())


def week_page_of(client) -> str:
    return client.get("/").content.decode()
