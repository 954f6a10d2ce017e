"""The rooms of a site on the page: what is free now, the day as a timeline and a list, the search for one that fits."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions.participation import invite
from booking.actions.room_booking import book_room
from booking.models import Booking, Closure, Employee, Floor, Space
from tests.cast import NOW, TODAY, TUESDAY, Office, grant, office
from tests.meetings import at, room_ask
from tests.web.visitor import client_of, fields_of, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    return office()


def book(cast: Office, who: Employee, start: str, end: str, *, day=TUESDAY, **request) -> Booking:
    booked = book_room(
        ask=room_ask(cast, who, start, end, day=day, **request), by=who, now=NOW, door="test", in_person=False
    )
    return Booking.objects.get(pk=booked.booking_id)


def more_rooms(cast: Office, *rooms: tuple[str, int], **fields) -> list[Space]:
    return Space.objects.bulk_create(
        Space(floor=cast.floor, kind="room", code=f"3.R{n}", name=name, seats=seats, **fields)
        for n, (name, seats) in enumerate(rooms, start=2)
    )


def rooms_page(who: Employee, **query) -> str:
    response = client_of(who).get("/rooms/", query)
    assert response.status_code == 200
    return response.content.decode()


def labels(page: str) -> list[str]:
    """What the links of the strips say."""
    return [part.split('"')[0] for part in page.split('aria-label="')[1:]]


def test_free_now_offers_for_each_size_the_best_room_and_one_tap_takes_it(brussels):
    more_rooms(brussels, ("Leie", 2), ("Dijle", 12))
    page = rooms_page(brussels.ann)
    assert "2 people Leie" in text_of(page)
    client = client_of(brussels.ann)
    answer = press(client, page.split("Zenne</a>")[1], "Take it until 08:30")
    meeting = Booking.objects.get()
    assert answer["Location"] == f"/meetings/{meeting.pk}/"
    assert (str(meeting.space), meeting.period.lower, meeting.organiser) == ("Zenne", NOW, brussels.ann)
    assert "Zenne is booked on Monday 2 March, 08:00–08:30." in text_of(client.get(answer["Location"]).content.decode())


def test_nothing_is_free_now_when_all_is_taken_or_closed(brussels, clock):
    book(brussels, brussels.bob, "08:00", "09:00", day=TODAY)
    assert "No room is free for the next half hour." in text_of(rooms_page(brussels.ann))
    clock.move_to(NOW + timedelta(hours=12))
    assert "The building is closed for today." in text_of(rooms_page(brussels.ann))


def test_the_timeline_leads_to_what_is_free_and_to_meetings(brussels):
    meeting = book(brussels, brussels.bob, "10:00", "11:00", title="Budget")
    page = rooms_page(brussels.ann, date=TUESDAY)
    assert "Book Zenne from 07:00; free until 10:00" in labels(page)
    assert "10:00–11:00, Budget, Bob Test" in labels(page)
    assert f'href="/meetings/{meeting.pk}/"' in page
    assert 'href="/rooms/brussels/3/3.R1/?date=2026-03-03&amp;from=11:00"' in page.replace("&from", "&amp;from")
    # Three hours of five after the opening at 7:00.
    assert f'<foreignObject x="{100 * 3 / 12:.3f}%" width="{100 / 12:.3f}%" height="100%"><a class="block' in page
    assert "style=" not in page


@pytest.mark.parametrize(("visibility", "to_mate", "to_other"), [
    ("everyone", "Budget", "Budget"), ("team", "Budget", "Taken"), ("nobody", "Taken", "Taken"),
])  # fmt: skip
def test_a_meeting_is_shown_as_its_organiser_wants_to_be_seen(brussels, visibility, to_mate, to_other):
    Employee.objects.filter(pk=brussels.bob.pk).update(visibility=visibility)
    book(brussels, brussels.bob, "10:00", "11:00", title="Budget")
    for who, shown in ((brussels.dia, to_mate), (brussels.ann, to_other)):
        page = rooms_page(who, date=TUESDAY)
        assert any(label.startswith(f"10:00–11:00, {shown}") for label in labels(page))
        assert ("Bob" in page) is (shown == "Budget")


def test_who_takes_part_sees_it_as_theirs(brussels):
    Employee.objects.filter(pk=brussels.bob.pk).update(visibility="nobody")
    meeting = book(brussels, brussels.bob, "10:00", "11:00", title="Budget")
    invite(booking=meeting, people=[("employee", brussels.ann.pk)], by=brussels.bob, now=NOW)
    assert "10:00–11:00, Budget, Bob Test, yours" in labels(rooms_page(brussels.ann, date=TUESDAY))


def test_who_met_yesterday_is_nobody_elses_business(brussels, clock):
    book(brussels, brussels.bob, "10:00", "11:00", title="Budget")
    clock.move_to(NOW + timedelta(days=2))
    assert "Budget" not in rooms_page(brussels.ann, date=TUESDAY)
    assert "Budget" in rooms_page(brussels.bob, date=TUESDAY)


def test_today_says_until_when_a_room_is_free_and_offers_no_time_gone_by(brussels, clock):
    book(brussels, brussels.bob, "10:00", "11:00", day=TODAY)
    page = rooms_page(brussels.ann)
    assert "Free until 10:00" in text_of(page)
    clock.move_to(NOW + timedelta(hours=2, minutes=20))
    page = rooms_page(brussels.ann)
    assert "Taken until 11:00" in text_of(page)
    assert [label for label in labels(page) if label.startswith("Book")] == ["Book Zenne from 11:00; free until 19:00"]


def test_a_closed_room_has_a_padlock_and_the_reason_and_nothing_to_book(brussels):
    Closure.objects.create(
        site=brussels.site, space=brussels.room, period=(TUESDAY, TUESDAY + timedelta(days=1)), reason="Painting"
    )
    page = rooms_page(brussels.ann, date=TUESDAY)
    assert "Painting." in text_of(page)
    assert 'class="slot"' not in page


def test_a_buffer_is_hatched_and_not_offered(brussels):
    brussels.publish({"kind": "room_limits", "buffer_minutes": 15})
    book(brussels, brussels.bob, "10:00", "11:00")
    page = rooms_page(brussels.ann, date=TUESDAY)
    assert "Book Zenne from 11:15; free until 19:00" in labels(page)
    assert "Book Zenne from 07:00; free until 09:45" in labels(page)
    assert page.count('class="track-buffer" x=') == 2


def test_the_list_says_the_same_in_words(brussels):
    book(brussels, brussels.bob, "10:00", "11:00", title="Budget")
    page = text_of(rooms_page(brussels.ann, date=TUESDAY, view="list"))
    assert "Zenne 6 people 07:00–10:00, 11:00–19:00 10:00–11:00 Budget (Bob Test)" in page


def test_a_floor_is_chosen(brussels):
    other = Floor.objects.create(site=brussels.site, code="4", name="Floor 4", level=4)
    Space.objects.create(floor=other, kind="room", code="4.R1", name="Leie", seats=4)
    page = text_of(rooms_page(brussels.ann, date=TUESDAY, floor="4", view="list"))
    assert "Leie 4 people" in page
    assert "Zenne 6 people" not in page


@pytest.mark.parametrize("rooms", [1, 60])
def test_the_day_costs_as_many_queries_for_one_room_as_for_sixty(brussels, rooms, django_assert_num_queries):
    more_rooms(brussels, *((f"Room {n}", 4 + n % 8) for n in range(rooms - 1)))
    for space in Space.objects.filter(kind="room"):
        book(brussels, brussels.bob, "10:00", "11:00", space=space)
    client = client_of(brussels.ann)
    client.get("/rooms/", {"date": TUESDAY})
    with django_assert_num_queries(12):
        assert client.get("/rooms/", {"date": TUESDAY}).status_code == 200


class TestTheSearch:
    def find(self, who: Employee, **query) -> str:
        asked = {"date": TUESDAY, "from": "10:00", "minutes": 60, "people": 4} | query
        response = client_of(who).get("/rooms/free/", asked)
        assert response.status_code == 200
        return response.content.decode()

    def test_best_fit_first_and_why_the_others_do_not(self, brussels):
        more_rooms(brussels, ("Leie", 4), ("Dijle", 12), ("Nete", 3))
        book(brussels, brussels.bob, "10:00", "11:00", title="Budget")
        Space.objects.filter(name="Nete").update(seats=8, air_flow=120)
        page = text_of(self.find(brussels.ann))
        assert page.index("Book Leie") < page.index("Book Dijle") < page.index("Why the others do not fit")
        assert "Zenne Zenne is taken from 10:00 to 11:00. Free:" in page
        assert "Nete Too small: it holds 3 people (120 m³/h of outdoor air, 40 per person)." in page

    def test_equipment_and_steps_are_said_where_they_are_missing(self, brussels):
        more_rooms(brussels, ("Leie", 4), equipment=["screen"], accessible=True)
        page = text_of(self.find(brussels.ann, has="screen", accessible="1"))
        assert "Book Leie" in page
        assert "Zenne It has no screen. It is not step-free." in page

    def test_any_time_of_the_afternoon_finds_the_first_that_is_free(self, brussels):
        book(brussels, brussels.bob, "13:00", "14:30")
        page = self.find(brussels.ann, **{"from": "afternoon", "minutes": 45})
        assert {"from": "14:30", "until": "15:15", "people": "4"}.items() <= fields_of(page, "Book Zenne").items()
        client = client_of(brussels.ann)
        assert press(client, page, "Book Zenne").status_code == 303
        mine = Booking.objects.get(organiser=brussels.ann)
        assert tuple(at(brussels, "14:30", "15:15")) == (mine.period.lower, mine.period.upper)

    def test_no_room_fits_and_when_one_would(self, brussels):
        book(brussels, brussels.bob, "09:00", "12:00")
        page = text_of(self.find(brussels.ann))
        assert "No room fits" in page
        assert "08:00–09:00" in page
        assert "12:00–13:00" in page

    def test_queries_do_not_grow_with_rooms(self, brussels, django_assert_num_queries):
        more_rooms(brussels, *((f"Room {n}", 4 + n % 8) for n in range(40)))
        client = client_of(brussels.ann)
        client.get("/rooms/free/", {"date": TUESDAY, "from": "day"})
        with django_assert_num_queries(10):
            client.get("/rooms/free/", {"date": TUESDAY, "from": "day"})

    def test_what_cannot_be_read_is_left_out(self, brussels):
        page = self.find(brussels.ann, people="0", minutes="x", **{"from": "25:99", "floor": "no"})
        assert "Book Zenne" in text_of(page)


def test_the_floor_leads_to_the_room_and_my_week_to_my_meetings(brussels):
    floor = client_of(brussels.ann).get(f"/floors/brussels/3/?date={TUESDAY}&space={brussels.room.pk}")
    said = floor.content.decode()
    assert 'href="/rooms/brussels/3/3.R1/?date=2026-03-03"' in said
    assert "6 people: it has 6 seats" in text_of(said)
    meeting = book(brussels, brussels.ann, "10:00", "11:00", title="Budget")
    week = client_of(brussels.ann).get("/").content.decode()
    assert f'href="/meetings/{meeting.pk}/"' in week
    assert "10:00 Zenne, Budget" in text_of(week)


def test_many_meetings_of_a_day_are_a_few_lines(brussels):
    for hour in range(9, 15):
        book(brussels, brussels.ann, f"{hour:02}:00", f"{hour:02}:30")
    week = text_of(client_of(brussels.ann).get("/").content.decode())
    assert "11:00 Zenne and 3 more" in week


def test_a_manager_sees_how_many_requests_wait(brussels):
    Space.objects.filter(pk=brussels.room.pk).update(needs_approval=True)
    book(brussels, brussels.ann, "10:00", "11:00")
    grant(brussels.bob, "facility_manager", brussels.site)
    assert "1 request waits for your answer" in text_of(rooms_page(brussels.bob))
    assert "waits for your answer" not in text_of(rooms_page(brussels.ann))
    assert "10:00–11:00, Ann Test, yours, waits for approval" in labels(rooms_page(brussels.ann, date=TUESDAY))


def test_a_site_without_rooms_says_so(brussels):
    Space.objects.filter(pk=brussels.room.pk).update(retired_on=TODAY)
    assert "This site has no room that can be booked." in text_of(rooms_page(brussels.ann))
