"""An assistant, a lead or a manager looks and books for somebody else."""

import pytest
import time_machine

from booking.actions.own_choices import name_assistant
from booking.models import Absence, Attendance, Booking, Employee
from tests.cast import NOW, THURSDAY, TUESDAY, WEDNESDAY, Office, grant
from tests.web.visitor import client_of, day_of, fields_of, press, text_of, week_page
from tests.web.weekly import book, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def brussels() -> Office:
    """Bob, of Red, assists Ann, of Blue."""
    cast = weekly_office()
    name_assistant(employee=cast.ann, assistant_id=cast.bob.pk, now=NOW)
    return cast


def floor_page(who: Employee, query: str) -> str:
    response = client_of(who).get(f"/floors/brussels/3/?date={TUESDAY}&{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_only_who_may_act_for_somebody_is_offered_to_choose(brussels):
    assert "For me" in text_of(week_page(brussels.bob))
    assert "Ann Test" in text_of(week_page(brussels.bob).partition('class="menu for-whom"')[2].partition("</form>")[0])
    assert "for-whom" not in week_page(brussels.ann)
    assert "for-whom" not in floor_page(brussels.ann, "")


def test_the_assistant_s_week_is_judged_for_the_person_and_every_button_acts_for_them(brussels):
    book(brussels, brussels.bob, THURSDAY)  # Bob's own day of the week is used
    client, query = client_of(brussels.bob), f"?person={brussels.ann.pk}"
    tuesday = day_of(week_page(brussels.bob, query), TUESDAY)
    assert fields_of(tuesday, "Book 3.14")["person"] == str(brussels.ann.pk)
    press(client, tuesday, "Book 3.14")
    day = Attendance.objects.get(employee=brussels.ann)
    assert (day.date, day.requested_by) == (TUESDAY, brussels.bob)
    page = client.get(f"/{query}").content.decode()
    assert "3.14 is booked for Ann Test on Tuesday 3 March, all day." in text_of(page)
    assert "Week of Ann Test" in text_of(page)
    assert f"person={brussels.ann.pk}" in day_of(page, TUESDAY)  # the floor is hers, too

    press(client, day_of(page, WEDNESDAY), "Move it to Wednesday")
    page = client.get(f"/{query}").content.decode()
    assert "Tuesday 3 March has moved to Wednesday 4 March for Ann Test: 3.14 is booked." in text_of(page)
    press(client, day_of(page, WEDNESDAY), "Cancel the day")
    page = client.get(f"/{query}").content.decode()
    assert "Wednesday 4 March is cancelled for Ann Test." in text_of(page)
    assert not Attendance.objects.standing().filter(employee=brussels.ann).exists()


def test_nobody_else_looks_at_a_person_s_week_or_floor(brussels):
    stranger = client_of(brussels.cas)
    for address in ("/", "/floors/brussels/3/", "/floors/brussels/3/state/"):
        assert stranger.get(f"{address}?person={brussels.ann.pk}&date={TUESDAY}").status_code == 403
        assert stranger.get(f"{address}?person=987654&date={TUESDAY}").status_code == 404


def test_an_assistant_sees_that_somebody_is_away_and_not_why(brussels):
    Absence.objects.create(employee=brussels.ann, kind="sick", period=(WEDNESDAY, THURSDAY))
    wednesday = text_of(day_of(week_page(brussels.bob, f"?person={brussels.ann.pk}"), WEDNESDAY))
    assert "Away" in wednesday
    assert "sick" not in wednesday


def test_the_team_of_a_person_is_shown_as_far_as_it_shows_itself_to_the_assistant(brussels):
    book(brussels, brussels.cas, TUESDAY, desk=1)
    query = f"?person={brussels.ann.pk}"
    assert "Cas Test" in week_page(brussels.bob, query)
    Employee.objects.filter(pk=brussels.cas.pk).update(visibility="team")
    assert "Cas Test" not in week_page(brussels.bob, query)
    assert "Cas Test" not in floor_page(brussels.bob, query[1:])
    assert "Cas Test" in week_page(brussels.ann)
    assert "Cas Test" in floor_page(brussels.ann, "")


def test_the_floor_books_for_the_person(brussels):
    desk, query = brussels.desks[5], f"person={brussels.ann.pk}"
    page = floor_page(brussels.bob, f"{query}&space={desk.pk}")
    press(client_of(brussels.bob), page, "Book 3.06")
    booked = Booking.objects.get()
    assert (booked.attendance.employee, booked.space) == (brussels.ann, desk)
    assert "Ann Test" in floor_page(brussels.bob, query)
    state = client_of(brussels.bob).get(f"/floors/brussels/3/state/?date={TUESDAY}&{query}").json()
    assert state["places"][str(desk.pk)][:3] == ["mine", "3.06", "Ann Test"]


def test_a_desk_is_booked_by_the_hour(brussels):
    page = floor_page(brussels.ann, f"space={brussels.desks[5].pk}")
    sent = fields_of(page.partition('<details class="hours">')[2], "From")
    client = client_of(brussels.ann)
    client.post(sent.pop("action"), sent | {"from": "09:30", "until": "11:00"})
    booked = Booking.objects.get()
    start, end = (moment.astimezone(brussels.site.zone_info) for moment in (booked.period.lower, booked.period.upper))
    assert (f"{start:%H:%M}", f"{end:%H:%M}", booked.afternoon) == ("09:30", "11:00", False)


def test_a_manager_names_anybody_by_address(brussels):
    grant(brussels.dia, "facility_manager", brussels.site)
    assert "Book for this person" in text_of(week_page(brussels.dia))
    assert "Week of Cas Test" in text_of(week_page(brussels.dia, f"?person={brussels.cas.email}"))


def test_a_lead_chooses_among_the_team(brussels):
    brussels.teams["Blue"].lead = brussels.cas
    brussels.teams["Blue"].save()
    offered = week_page(brussels.cas).partition('class="menu for-whom"')[2].partition("</form>")[0]
    assert all(name in offered for name in ("Ann Test", "Eve Test", "Gus Test"))
    assert "Bob Test" not in offered


def test_looking_for_somebody_costs_three_queries_more(brussels, django_assert_num_queries):
    client = client_of(brussels.bob)
    client.get(f"/?person={brussels.ann.pk}")
    with django_assert_num_queries(12):
        client.get(f"/?person={brussels.ann.pk}")
