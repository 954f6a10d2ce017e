"""At the reception: who has come has a badge, their host is told, and who left is no longer in the building."""

from datetime import timedelta

import pytest

from booking.actions.asking import NotPossible, Refused
from booking.actions.participation import invite as invite_to_meeting
from booking.actions.participation import respond
from booking.actions.permissions import NotAllowed
from booking.actions.reception import arrive, leave, take_back_arrival, walk_in
from booking.actions.room_booking import book_room
from booking.actions.visitors import Guest, IsEmployee
from booking.actions.visits import cancel_visit, change_visit
from booking.models import Attendance, Booking, Message, Participant, Refusal, Visit, Visitor
from tests.cast import MONDAY, NOW, TUESDAY, grant, office
from tests.meetings import at, room_ask
from tests.visits import guest, invite

pytestmark = pytest.mark.django_db(transaction=True)

TEN = NOW + timedelta(hours=2)


@pytest.fixture
def brussels():
    """Dia sits at the reception."""
    cast = office()
    grant(cast.dia, "receptionist", cast.site)
    return cast


WALT = Guest(name="Walt")


def today(cast, who=None, start="10:00", end="11:00", **more) -> Attendance:
    return invite(cast, cast.ann, who or guest(1), start, end, day=MONDAY, **more).attendance


def come(cast, attendance, now=TEN, **more) -> Visit:
    return arrive(attendance=attendance, by=more.pop("by", cast.dia), now=now, door="test", **more)


def test_who_arrives_is_present_with_the_next_badge_and_the_host_is_told(brussels):
    first, second = today(brussels), today(brussels, guest(2))
    assert [come(brussels, first).badge, come(brussels, second).badge] == ["1", "2"]
    first.refresh_from_db()
    assert (first.state, first.checked_in_at) == ("present", TEN)
    told = Message.objects.filter(kind="visitor_arrived")
    assert list(told.values_list("employee", flat=True)) == [brussels.ann.pk] * 2
    assert told[0].due_at == TEN  # at once


def test_a_second_time_changes_nothing(brussels):
    day = today(brussels)
    come(brussels, day)
    assert come(brussels, day, TEN + timedelta(minutes=1)).badge == "1"
    assert Attendance.objects.get(pk=day.pk).checked_in_at == TEN
    assert Message.objects.filter(kind="visitor_arrived").count() == 1


def test_who_left_may_come_back_with_the_same_badge(brussels):
    day = today(brussels)
    come(brussels, day)
    assert leave(attendance=day, by=brussels.dia, now=TEN).left_at == TEN
    assert leave(attendance=day, by=brussels.dia, now=TEN + timedelta(minutes=5)).left_at == TEN
    back = come(brussels, day, TEN + timedelta(minutes=9))
    assert (back.left_at, back.badge) == (None, "1")


def test_an_arrival_is_taken_back(brussels):
    day = today(brussels)
    come(brussels, day)
    take_back_arrival(attendance=day, by=brussels.dia, now=TEN)
    day.refresh_from_db()
    assert (day.state, day.checked_in_at) == ("planned", None)
    with pytest.raises(NotPossible):
        leave(attendance=day, by=brussels.dia, now=TEN)
    assert come(brussels, day, TEN + timedelta(minutes=1)).badge == "1"
    assert Message.objects.filter(kind="visitor_arrived").count() == 2


def test_who_has_arrived_is_neither_moved_nor_cancelled(brussels):
    day = today(brussels)
    visit = come(brussels, day)
    with pytest.raises(NotPossible, match="arrived already"):
        cancel_visit(visit=visit, by=brussels.ann, now=TEN)
    with pytest.raises(NotPossible, match="arrived already"):
        change_visit(
            visit=visit, day=TUESDAY, period=at(brussels, "10:00", "11:00"), by=brussels.ann, now=TEN, door="test"
        )


def test_only_today_and_only_visitors(brussels):
    tomorrow = invite(brussels, brussels.ann).attendance
    with pytest.raises(NotPossible, match="another day"):
        come(brussels, tomorrow)
    own = Attendance.objects.create(
        employee=brussels.bob, site=brussels.site, date=MONDAY, morning=True, afternoon=True,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    with pytest.raises(NotPossible, match="Only visitors"):
        come(brussels, own)


@pytest.mark.parametrize("role", ["safety_warden", "first_aider", "hr", None])
def test_others_receive_nobody(brussels, role):
    if role:
        grant(brussels.ann, role, brussels.site)
    day = today(brussels)
    for act in (
        lambda: come(brussels, day, by=brussels.ann),
        lambda: leave(attendance=day, by=brussels.ann, now=TEN),
        lambda: take_back_arrival(attendance=day, by=brussels.ann, now=TEN),
        lambda: at_the_door(brussels, by=brussels.ann),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_receptionist_of_another_site_receives_nobody_here(brussels):
    antwerp = office("antwerp", people=1, first=6)
    grant(antwerp.gus, "receptionist", antwerp.site)
    with pytest.raises(NotAllowed):
        come(brussels, today(brussels), by=antwerp.gus)


def test_who_comes_in_another_half_is_judged_for_it(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 1, "guests": True})
    late = today(brussels)
    today(brussels, guest(2), "15:00", "16:00")
    afternoon = NOW + timedelta(hours=7)
    with pytest.raises(Refused):
        come(brussels, late, afternoon)
    assert Refusal.objects.get().verb == "arrive"
    grant(brussels.dia, "facility_manager", brussels.site)
    come(brussels, late, afternoon, override_reason="The train was late")
    late.refresh_from_db()
    assert (late.state, late.morning, late.afternoon) == ("present", True, True)


def test_who_comes_to_a_meeting_needs_no_other_invitation(brussels):
    ask = room_ask(brussels, brussels.ann, "14:00", "15:00", day=MONDAY)
    meeting = Booking.objects.get(pk=book_room(ask=ask, by=brussels.ann, now=NOW, door="test").booking_id)
    visitor = Visitor.objects.create(name="Vic", host=brussels.ann)
    invite_to_meeting(booking=meeting, people=[("visitor", visitor.pk)], by=brussels.ann, now=NOW)
    respond(
        participant=Participant.objects.get(visitor=visitor), response="in_person", by=brussels.ann, now=NOW,
        door="test",
    )  # fmt: skip
    visit = come(brussels, Attendance.objects.get(visitor=visitor), NOW + timedelta(hours=6))
    assert (visit.badge, visit.period.lower) == ("1", at(brussels, "14:00", "15:00", MONDAY).start)


def at_the_door(cast, who=WALT, **more) -> Visit:
    return walk_in(
        guest=who, host=cast.bob, site_id=cast.site.pk, until=at(cast, "10:00", "11:30", MONDAY).end,
        by=more.pop("by", cast.dia), now=TEN, door="test", **more,
    )  # fmt: skip


def test_whom_nobody_announced_is_judged_and_here_in_one_go(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 1, "guests": True})
    visit = at_the_door(brussels)
    day = Attendance.objects.get(visit=visit)
    assert (day.state, day.visitor.host, visit.badge) == ("present", brussels.bob, "1")
    assert list(Message.objects.values_list("kind", "employee")) == [("visitor_arrived", brussels.bob.pk)]
    with pytest.raises(Refused):
        at_the_door(brussels, guest(2))
    with pytest.raises(IsEmployee):
        at_the_door(brussels, Guest(name="Ann", email="ann@brussels.example"))
