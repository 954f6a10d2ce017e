"""An owner releases their desk from the week, the floor or its own page, and takes it back."""

import pytest
import time_machine

from booking.actions.absence import enter_absence
from booking.models import DeskRelease, Space
from tests.cast import NEXT_MONDAY, NOW, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, grant, office
from tests.web.visitor import client_of, day_of, press, text_of, week_page
from tests.web.weekly import book

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def brussels():
    """3.01 is Ann's."""
    cast = office()
    cast.publish(ONE_DESK)
    Space.objects.filter(pk=cast.desks[0].pk).update(owner=cast.ann)
    return cast


def test_a_day_at_home_is_released_from_the_week_and_taken_back(brussels):
    client = client_of(brussels.ann)
    press(client, day_of(week_page(brussels.ann), TUESDAY), "Release 3.01 for others")
    release = DeskRelease.objects.get()
    assert (release.period.lower, release.period.upper, release.released_by) == (TUESDAY, WEDNESDAY, brussels.ann)
    press(client, day_of(week_page(brussels.ann), TUESDAY), "Take 3.01 back")
    assert not DeskRelease.objects.exists()
    assert "Release" not in week_page(brussels.bob)


def test_a_day_at_the_desk_is_not_offered(brussels):
    book(brussels, brussels.ann, desk=0)
    assert "Release" not in day_of(week_page(brussels.ann), TUESDAY)


def test_an_absence_offers_all_of_its_days(brussels):
    enter_absence(
        employee=brussels.ann, kind="leave", starts_on=WEDNESDAY, ends_on=NEXT_MONDAY, by=brussels.ann, now=NOW
    )
    press(client_of(brussels.ann), day_of(week_page(brussels.ann), THURSDAY), "Release 3.01 while you are away")
    release = DeskRelease.objects.get()
    assert (release.period.lower, release.period.upper) == (WEDNESDAY, NEXT_MONDAY)


def test_what_a_colleague_has_booked_is_said_and_stays(brussels):
    client, address = client_of(brussels.ann), f"/desks/{brussels.desks[0].pk}/releases/"
    page = client.get(address, {"date": "2026-03-03"}).content.decode()
    assert "3.01 is your own desk" in text_of(page)
    client.post(address, {"from": "2026-03-03", "until": "2026-03-05"})
    book(brussels, brussels.bob, desk=0)
    page = text_of(client.get(address).content.decode())
    assert "3–5 March Tuesday 3 March: Bob Test" in page
    answer = client.post(f"{address}withdrawal/", {"from": "2026-03-03", "until": "2026-03-05"})
    assert answer.status_code == 409
    assert "3.01 is booked by Bob Test on Tuesday 3 March." in text_of(answer.content.decode())


def test_others_neither_see_nor_release_it_but_a_manager_does(brussels):
    address = f"/desks/{brussels.desks[0].pk}/releases/"
    bob = client_of(brussels.bob)
    assert bob.get(address).status_code == 403
    assert bob.post(address, {"from": "2026-03-03", "until": "2026-03-03"}).status_code == 403
    assert bob.get(f"/desks/{brussels.desks[1].pk}/releases/").status_code == 404
    floor = f"/floors/brussels/3/?date=2026-03-03&space={brussels.desks[0].pk}"
    assert "Release it for others" not in bob.get(floor).content.decode()
    grant(brussels.bob, "facility_manager", brussels.site)
    assert "Release it for others" in bob.get(floor).content.decode()
    assert "3.01 is the desk of Ann Test" in text_of(bob.get(address).content.decode())
    assert bob.post(address, {"from": "2026-03-03", "until": "x"}).status_code == 400
    assert bob.post(address, {"from": "2026-03-03", "until": "2026-03-03"}).status_code == 303
