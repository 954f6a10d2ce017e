"""The state of a floor: a 304 while nothing changes, and what changed when something did."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from booking.actions.cancellation import cancel
from booking.actions.reservation import reserve
from booking.models import Attendance, Closure, Employee
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast() -> Office:
    cast = office(desks=4)
    cast.base(telework=100)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK)
    return cast


class Watcher:
    """Somebody whose page asks for the state again and again."""

    def __init__(self, who: Employee, query: str = ""):
        self.client = Client()
        self.client.force_login(who)
        self.address = f"/floors/brussels/3/state/?date={TUESDAY}&part=day{query}"
        self.tag = ""

    def asks(self) -> dict | None:
        """The state, or None when it has not changed."""
        response = self.client.get(self.address, headers={"If-None-Match": self.tag})
        self.tag = response["ETag"]
        assert response["Cache-Control"] == "private, no-cache"
        return None if response.status_code == 304 else response.json()


def books(cast: Office, who: Employee, desk: int, day=TUESDAY) -> None:
    reserve(ask=cast.ask(who, day, desk=desk), by=who, now=NOW, door="test")


def test_nothing_new_is_answered_by_one_query_and_nothing_else(cast, django_assert_num_queries):
    watcher = Watcher(cast.bob)
    watcher.asks()
    with django_assert_num_queries(2):  # who asks, and the stamp
        assert watcher.asks() is None


def test_what_changed_is_told(cast):
    watcher, desk = Watcher(cast.bob), str(cast.desks[0].pk)
    assert watcher.asks()["places"][desk][:3] == ["free", "3.01", "Free"]

    books(cast, cast.ann, 0)
    state = watcher.asks()
    assert state["places"][desk] == ["colleague", "AT", "Ann Test", "Details", 0]
    assert state["zones"][str(cast.zones["A"].pk)] == "1 of 2 free"
    assert "19" in state["html"]["headroom"]

    cancel(attendance=Attendance.objects.get(), by=cast.ann, now=NOW)
    assert watcher.asks()["places"][desk][0] == "free"
    assert watcher.asks() is None


def test_a_booking_of_the_viewer_elsewhere_changes_what_the_week_allows(cast):
    watcher = Watcher(cast.bob)
    watcher.asks()
    books(cast, cast.bob, 1, THURSDAY)

    assert watcher.asks()["places"][str(cast.desks[0].pk)][3] == "Move"


def test_other_days_and_other_sites_do_not_wake_it(cast):
    watcher = Watcher(cast.bob)
    watcher.asks()
    books(cast, cast.ann, 0, WEDNESDAY)
    other = office("antwerp", first=4)
    reserve(ask=other.ask(other.eve, desk=0), by=other.eve, now=NOW, door="test")

    assert watcher.asks() is None


def test_a_new_rule_or_closure_wakes_it_and_names_another_version(cast):
    watcher = Watcher(cast.bob)
    before = watcher.asks()["version"]
    Closure.objects.create(site=cast.site, period=(TUESDAY, WEDNESDAY), reason="Strike")

    state = watcher.asks()
    assert state["version"] != before
    assert "Closed on Tuesday 3 March" in state["html"]["notice"]


def test_time_alone_wakes_it_after_a_while(cast, clock):
    watcher = Watcher(cast.bob)
    watcher.asks()
    clock.shift(timedelta(minutes=6))

    assert watcher.asks() is not None


def test_everyone_has_their_own_tag(cast):
    ann, bob = Watcher(cast.ann), Watcher(cast.bob)
    ann.asks()
    bob.asks()

    assert ann.tag != bob.tag
    assert Watcher(cast.ann, "&free=1").asks() is not None


def test_the_state_of_no_floor_and_of_a_stranger(cast):
    assert Watcher(cast.ann).client.get("/floors/brussels/99/state/").status_code == 404
    assert Client().get("/floors/brussels/3/state/").status_code == 302
