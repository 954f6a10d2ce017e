"""What a visitor's calendar program finds in the mails about a visit."""

from datetime import UTC, date, datetime, timedelta

import pytest

from booking.actions.visitors import Guest
from booking.actions.visits import cancel_visit, change_visit, restore_visit
from booking.models import Visit
from tests.cast import NOW, WEDNESDAY
from tests.meetings import at
from tests.notifications.test_calendar_parts import read
from tests.notifications.test_delivery import run
from tests.visits import invite

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=1)


def told(post_office, now: datetime, to: str = "Vera"):
    """The event in the one mail that is due by then, and the method of its calendar."""
    run(now)
    calendar = read(post_office, to)
    return calendar.vevent, calendar.method.value


def test_an_invitation_asks_the_visitor_to_keep_the_hours(brussels, post_office):
    visit = invite(brussels, brussels.ann, note="Watch her")
    event, method = told(post_office, LATER)
    assert method == "REQUEST"
    assert (event.dtstart.value, event.dtend.value) == (
        datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 3, 10, tzinfo=UTC),
    )  # fmt: skip
    assert event.uid.value.startswith(f"visit-{visit.pk}@")
    assert (event.summary.value, event.status.value, event.sequence.value) == ("Visit to Brussels", "CONFIRMED", "0")
    assert event.attendee.value == "mailto:vera@acme.example"
    assert event.organizer.params["CN"] == ["Ann Test"]
    assert "Your host: Ann Test, ann@brussels.example" in event.description.value
    assert "Watch" not in event.serialize()


def test_changed_cancelled_and_restored_it_is_the_same_event_in_a_rising_sequence(brussels, post_office):
    visit = invite(brussels, brussels.ann)
    first, _method = told(post_office, LATER)

    period = at(brussels, "14:00", "15:00", WEDNESDAY)
    change_visit(visit=visit, day=WEDNESDAY, period=period, by=brussels.ann, now=LATER, door="test")
    moved, moved_as = told(post_office, LATER + timedelta(hours=1))
    assert moved.dtstart.value == datetime(2026, 3, 4, 13, tzinfo=UTC)

    now = LATER + timedelta(hours=2)
    cancel_visit(visit=Visit.objects.get(pk=visit.pk), by=brussels.ann, now=now)
    ended, ended_as = told(post_office, now + timedelta(hours=1))
    assert ended.status.value == "CANCELLED"

    now += timedelta(hours=2)
    restore_visit(visit=Visit.objects.get(pk=visit.pk), by=brussels.ann, now=now, door="test")
    again, again_as = told(post_office, now + timedelta(hours=1))

    assert (moved_as, ended_as, again_as) == ("REQUEST", "CANCEL", "REQUEST")
    assert len({event.uid.value for event in (first, moved, ended, again)}) == 1
    numbers = [int(event.sequence.value) for event in (first, moved, ended, again)]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 3, 27), 9), (date(2026, 3, 30), 8)])
def test_the_hours_are_those_of_the_site_before_and_after_the_clocks_change(brussels, post_office, day, hour):
    now = datetime(2026, 3, 26, 8, tzinfo=UTC)
    invite(brussels, brussels.ann, day=day, now=now)
    event, _method = told(post_office, now + timedelta(hours=1))
    assert event.dtstart.value == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_the_event_is_in_the_language_of_the_visitor(brussels, post_office):
    invite(brussels, brussels.ann, Guest(name="Vic", email="vic@acme.example", language="fr"))
    event, _method = told(post_office, LATER, "Vic")
    assert event.description.value.startswith("Lieu: Brussels")
