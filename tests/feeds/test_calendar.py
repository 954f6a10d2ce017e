"""A calendar under its private address, read with another parser than the one that wrote it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
import vobject
from django.test import Client
from psycopg.types.range import Range

from booking.actions.calendar_feeds import open_own_feed, open_room_feed, renew_feed, revoke_feed
from booking.actions.cancellation import cancel
from booking.actions.participation import respond
from booking.actions.reservation import reserve
from booking.actions.room_booking import book_room, change_room
from booking.feeds.throttle import AT_MOST
from booking.models import Attendance, Booking, CalendarFeed, Employee, Site
from booking.rules.proposal import AFTERNOON, MORNING
from tests.cast import NOW, TODAY, TUESDAY, WEDNESDAY, Office, grant, office
from tests.meetings import at, room_ask

pytestmark = pytest.mark.django_db(transaction=True)

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # the clocks change in Brussels


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    cast = office()
    cast.site.address = "Zennestraat 1, 1000 Brussel"
    cast.site.save()
    return cast


@pytest.fixture
def address(brussels) -> str:
    return f"/calendar/{open_own_feed(employee=brussels.ann, now=NOW)}.ics"


def events(address: str) -> dict[str, object]:
    """Events by their summary."""
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(response.content.decode())
    return {event.summary.value: event for event in getattr(calendar, "vevent_list", [])}


def book(cast: Office, who: Employee, day=TUESDAY, **request) -> Attendance:
    reserved = reserve(ask=cast.ask(who, day, **request), by=who, now=NOW, door="test")
    return Attendance.objects.get(pk=reserved.attendance_id)


def meet(cast: Office, who: Employee, *invited: Employee, **fields) -> Booking:
    people = [("employee", one.pk) for one in invited]
    booked = book_room(ask=room_ask(cast, who, **fields), by=who, now=NOW, door="test", participants=people)
    return Booking.objects.get(pk=booked.booking_id)


def test_a_whole_day_is_all_day_says_where_and_takes_no_time(brussels, address):
    book(brussels, brussels.ann, desk=0)
    [(summary, event)] = events(address).items()
    assert summary == "In at Brussels: desk 3.01"
    assert (event.dtstart.value, event.dtend.value) == (TUESDAY, WEDNESDAY)
    assert (event.transp.value, event.status.value) == ("TRANSPARENT", "CONFIRMED")
    assert event.location.value == "desk 3.01, Brussels, Zennestraat 1, 1000 Brussel"
    assert "Desk: 3.01, Zone A, Floor 3" in event.description.value


@pytest.mark.parametrize(("parts", "begins", "ends"), [(MORNING, time(6), time(12)), (AFTERNOON, time(12), time(18))])
def test_a_half_is_from_when_the_site_opens_or_until_it_closes(brussels, address, parts, begins, ends):
    book(brussels, brussels.ann, desk=0, parts=parts)
    [event] = events(address).values()
    bounds = [datetime.combine(TUESDAY, clock, tzinfo=UTC) for clock in (begins, ends)]
    assert [event.dtstart.value, event.dtend.value] == bounds


@pytest.mark.parametrize(
    ("day", "hour"), [(SPRING - timedelta(days=1), 9), (SPRING, 8), (AUTUMN - timedelta(days=1), 8), (AUTUMN, 9)]
)
def test_hours_are_right_on_both_sides_of_a_change_of_clocks(brussels, address, day, hour):
    attendance = book(brussels, brussels.ann, desk=0)
    start = brussels.site.instant(day, time(10))
    Attendance.objects.update(date=day, afternoon=False)
    Booking.objects.update(date=day, period=Range(start, start + timedelta(hours=1)), afternoon=False)
    [event] = events(address).values()
    assert event.dtstart.value == datetime.combine(day, time(hour), tzinfo=UTC), attendance
    assert event.dtend.value - event.dtstart.value == timedelta(hours=1)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_a_day_of_23_or_25_hours_is_one_whole_day(brussels, address, day):
    book(brussels, brussels.ann, desk=0)
    Attendance.objects.update(date=day)
    Booking.objects.update(date=day, period=Range(*brussels.site.part_of_day(day, morning=True, afternoon=True)))
    [event] = events(address).values()
    assert (event.dtstart.value, event.dtend.value) == (day, day + timedelta(days=1))


def test_a_site_elsewhere_has_its_own_clock(brussels, address):
    Site.objects.filter(pk=brussels.site.pk).update(time_zone="America/New_York")
    book(brussels, brussels.ann, desk=0, parts=MORNING)
    [event] = events(address).values()
    assert event.dtstart.value == datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_meetings_say_who_organises_and_what_one_has_answered(brussels, address):
    meet(brussels, brussels.ann, title="Budget")
    invited = meet(brussels, brussels.bob, brussels.ann, start="14:00", end="15:00", title="Reviews")
    found = events(address)
    assert set(found) == {"Budget", "Reviews"}, "a day that is only for meetings adds nothing"
    assert found["Budget"].attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert found["Budget"].transp.value == "OPAQUE"
    assert found["Reviews"].organizer.params["CN"] == ["Bob Test"]
    assert found["Reviews"].attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert found["Reviews"].dtstart.value == datetime(2026, 3, 3, 13, tzinfo=UTC)
    part = invited.participants.get(employee=brussels.ann)
    respond(participant=part, response="remote", by=brussels.ann, now=NOW, door="test")
    assert "You join remotely." in events(address)["Reviews"].description.value
    respond(participant=part, response="declined", by=brussels.ann, now=NOW, door="test")
    assert set(events(address)) == {"Budget"}


def test_a_change_keeps_the_identity_and_raises_the_sequence(brussels, address, clock):
    meeting = meet(brussels, brussels.ann, title="Budget")
    day = book(brussels, brussels.ann, WEDNESDAY, desk=0)
    before = events(address)
    later = NOW + timedelta(hours=1)
    clock.move_to(later)
    moved = at(brussels, "11:00", "12:00")
    change_room(booking=meeting, by=brussels.ann, now=later, door="test", period=moved)
    cancel(attendance=day, by=brussels.ann, now=later)
    again = reserve(ask=brussels.ask(brussels.ann, WEDNESDAY, desk=2), by=brussels.ann, now=later, door="test")
    assert again.began
    after = events(address)
    for old, new in (("Budget", "Budget"), ("In at Brussels: desk 3.01", "In at Brussels: desk 3.03")):
        assert before[old].uid.value == after[new].uid.value
        assert int(before[old].sequence.value) < int(after[new].sequence.value)
        assert after[new].last_modified.value == after[new].dtstamp.value == later


def test_cancelled_held_and_old_days_are_not_there(brussels, address):
    cancel(attendance=book(brussels, brussels.ann, desk=0), by=brussels.ann, now=NOW)
    held = book(brussels, brussels.ann, WEDNESDAY)
    Attendance.objects.filter(pk=held.pk).update(state="held", held_until=NOW)
    for days in (30, 31):
        Attendance.objects.create(
            employee=brussels.ann, site=brussels.site, date=TODAY - timedelta(days=days), morning=True, afternoon=True,
            created_at=NOW, changed_at=NOW,
        )  # fmt: skip
    [event] = events(address).values()
    assert event.dtstart.value == TODAY - timedelta(days=30)


def test_nobody_elses_day_is_there(brussels, address):
    book(brussels, brussels.bob, desk=0)
    meet(brussels, brussels.bob, brussels.cas, title="Secret")
    assert events(address) == {}


def test_it_speaks_the_language_of_its_owner_not_of_the_program(brussels, address):
    Employee.objects.filter(pk=brussels.ann.pk).update(language="nl")
    book(brussels, brussels.ann, desk=0)
    response = Client().get(address, headers={"Accept-Language": "fr"})
    assert "Werkplek" in vobject.readOne(response.content.decode()).vevent.description.value


def test_what_has_not_changed_is_not_sent_again(brussels, address, clock):
    book(brussels, brussels.ann, desk=0)
    first = Client().get(address)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex, nofollow"
    clock.shift(timedelta(minutes=10))
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert CalendarFeed.objects.get().last_read_at == NOW + timedelta(minutes=10)
    brussels.site.address = "Elsewhere"
    brussels.site.save()
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_wrong_revoked_renewed_and_leavers_addresses_lead_nowhere(brussels, address):
    feed = CalendarFeed.objects.get()
    assert feed.token_hash not in address
    assert Client().get("/calendar/guessed.ics").status_code == 404
    token = renew_feed(feed=feed, by=brussels.ann, now=NOW)
    assert Client().get(address).status_code == 404
    assert Client().get(f"/calendar/{token}.ics").status_code == 200
    Employee.objects.filter(pk=brussels.ann.pk).update(left_on=TODAY)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404
    Employee.objects.filter(pk=brussels.ann.pk).update(left_on=None)
    revoke_feed(feed=CalendarFeed.objects.get(revoked_at=None), by=brussels.ann, now=NOW)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_read_without_end_it_asks_for_patience(brussels, address, clock):
    statuses = [Client().get(address).status_code for _ in range(AT_MOST + 1)]
    assert statuses == [200] * AT_MOST + [429]
    assert int(Client().get(address)["Retry-After"]) <= 15 * 60
    clock.shift(timedelta(minutes=15))
    assert Client().get(address).status_code == 200


def test_a_room_tells_what_its_organisers_show(brussels):
    grant(brussels.dia, "facility_manager", brussels.site)
    address = f"/calendar/{open_room_feed(space=brussels.room, by=brussels.dia, now=NOW)}.ics"
    meet(brussels, brussels.ann, start="09:00", end="10:00", title="Budget")
    meet(brussels, brussels.bob, start="10:00", end="11:00", title="Secret")
    Employee.objects.filter(pk=brussels.bob.pk).update(visibility="team")
    found = events(address)
    assert set(found) == {"Budget", "Booked"}
    assert found["Budget"].description.value == "Organiser: Ann Test"
    assert found["Booked"].description.value == ""
    brussels.dia.role_grants.all().delete()
    assert Client().get(address).status_code == 404, "its maker manages the room no more"


def test_a_long_calendar_costs_as_many_queries_as_a_short_one(brussels, address, django_assert_num_queries):
    Client().get(address)
    for n in range(12):
        day = TUESDAY + timedelta(weeks=n)
        book(brussels, brussels.ann, day, desk=n % 3)
        meet(brussels, brussels.bob, brussels.ann, day=day, title=f"Meeting {n}")
    with django_assert_num_queries(6):
        assert len(Client().get(address).content) > 5000
