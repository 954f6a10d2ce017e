"""What visitors and their hosts are told: invited, changed, cancelled, and somebody is at the reception."""

from datetime import timedelta

import pytest

from booking.actions.reception import arrive, leave, take_back_arrival
from booking.actions.visitors import Guest
from booking.actions.visits import cancel_visit, change_visit, restore_visit
from booking.models import Visit
from tests.cast import MONDAY, NOW, WEDNESDAY, grant
from tests.meetings import at
from tests.notifications.test_delivery import run
from tests.notifications.test_messages import text_of
from tests.visits import VERA, invite

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def brussels(brussels):
    brussels.site.address = "Noordplein 1"
    brussels.site.save()
    return brussels


def move(cast, visit, now=NOW) -> None:
    change_visit(
        visit=visit, day=WEDNESDAY, period=at(cast, "14:00", "15:00", WEDNESDAY), by=cast.ann, now=now, door="test"
    )
    visit.refresh_from_db()


def test_an_invitation_has_time_place_and_host_and_not_the_note(brussels, post_office):
    invite(brussels, brussels.ann, note="Watch him")
    assert run(NOW) == {}  # the host may yet undo it
    assert run(LATER) == {"sent": 1}
    (mail,) = post_office.to(VERA.email)
    assert mail["Subject"].strip() == "Your visit to Brussels: Tuesday 3 March, 10:00–11:00"
    text = text_of(mail)
    assert "Hello Vera Visitor, Ann Test invites you to Brussels." in text
    assert "Place: Brussels, Noordplein 1" in text
    assert "Your host: Ann Test, ann@brussels.example" in text
    assert "Watch him" not in text


def test_an_invitation_is_in_the_language_of_the_visitor(brussels, post_office):
    invite(brussels, brussels.ann, Guest(name="Vic", email="vic@acme.example", language="fr"))
    run(LATER)
    (mail,) = post_office.to("vic@acme.example")
    assert "mardi 3 mars" in mail["Subject"]


def test_what_was_changed_before_it_was_told_is_told_once_as_it_stands(brussels, post_office):
    visit = invite(brussels, brussels.ann)
    move(brussels, visit)
    assert run(LATER) == {"sent": 1, "dropped": 1}
    (mail,) = post_office.to(VERA.email)
    assert mail["Subject"].strip() == "Your visit to Brussels: Wednesday 4 March, 14:00–15:00"


def test_a_change_and_a_cancellation_are_told(brussels, post_office):
    visit = invite(brussels, brussels.ann)
    run(LATER)
    move(brussels, visit, LATER)
    run(LATER + timedelta(minutes=2))
    cancel_visit(visit=visit, by=brussels.ann, now=LATER + timedelta(minutes=3))
    run(LATER + timedelta(minutes=5))
    assert [mail["Subject"].strip() for mail in post_office.to(VERA.email)] == [
        "Your visit to Brussels: Tuesday 3 March, 10:00–11:00",
        "Changed: your visit to Brussels, Wednesday 4 March, 14:00–15:00",
        "Cancelled: your visit to Brussels, Wednesday 4 March, 14:00–15:00",
    ]


def test_what_was_cancelled_before_it_was_told_is_not_told(brussels, post_office):
    cancel_visit(visit=invite(brussels, brussels.ann), by=brussels.ann, now=NOW)
    assert run(LATER) == {"dropped": 2}


def test_a_cancellation_that_is_undone_at_once_tells_nothing_new(brussels, post_office):
    visit = invite(brussels, brussels.ann)
    run(LATER)
    cancel_visit(visit=visit, by=brussels.ann, now=LATER)
    restore_visit(visit=Visit.objects.get(pk=visit.pk), by=brussels.ann, now=LATER, door="test")
    assert run(LATER + timedelta(minutes=2)) == {"dropped": 2}
    assert len(post_office.to(VERA.email)) == 1


def test_a_cancellation_that_was_told_and_is_undone_is_an_invitation_again(brussels, post_office):
    visit = invite(brussels, brussels.ann)
    run(LATER)
    cancel_visit(visit=visit, by=brussels.ann, now=LATER)
    run(LATER + timedelta(minutes=2))
    now = LATER + timedelta(minutes=3)
    restore_visit(visit=Visit.objects.get(pk=visit.pk), by=brussels.ann, now=now, door="test")
    run(now + timedelta(minutes=2))
    assert [mail["Subject"].split()[0] for mail in post_office.to(VERA.email)] == ["Your", "Cancelled:", "Your"]


@pytest.fixture
def at_reception(brussels, post_office):
    """Vera's day, today; Dia receives her."""
    grant(brussels.dia, "receptionist", brussels.site)
    day = invite(brussels, brussels.ann, day=MONDAY).attendance
    run(LATER)
    arrive(attendance=day, by=brussels.dia, now=LATER, door="test")
    return day


def test_the_host_is_told_at_once(brussels, at_reception, post_office):
    assert run(LATER) == {"sent": 1}
    (mail,) = post_office.to(brussels.ann.email)
    assert mail["Subject"].strip() == "Vera Visitor is at the reception of Brussels"
    assert "came at 08:02 and waits for you at the reception" in text_of(mail)


@pytest.mark.parametrize("act", [take_back_arrival, leave])
def test_who_is_no_longer_there_is_not_told_of(brussels, at_reception, post_office, act):
    act(attendance=at_reception, by=brussels.dia, now=LATER)
    assert run(LATER) == {"dropped": 1}
    assert post_office.to(brussels.ann.email) == []
