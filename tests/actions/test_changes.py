"""Move, extend, shrink, cancel, check in; the usual desk; and what would work instead of a refusal."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from booking.actions.alternatives import alternatives, next_days
from booking.actions.amendment import extend, move, shrink
from booking.actions.asking import NotPossible, Refused
from booking.actions.cancellation import cancel, cancel_booking
from booking.actions.check_in import check_in
from booking.actions.permissions import NotAllowed
from booking.actions.reservation import reserve
from booking.actions.usual_desk import liked_desks, reserve_usual_desk
from booking.models import Attendance, Booking, Refusal
from booking.rules.proposal import AFTERNOON, MORNING
from tests.cast import CAP_20, FRIDAY, NOW, ONE_DAY, ONE_DESK, THURSDAY, TODAY, TUESDAY, WEDNESDAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    cast = office()
    cast.publish({**CAP_20, "small_base": None}, ONE_DAY, ONE_DESK)
    cast.base(telework=10)
    return cast


def booked(cast: Office, who, day=TUESDAY, **ask) -> Attendance:
    reserved = reserve(ask=cast.ask(who, day, **ask), by=who, now=NOW, door="test")
    return Attendance.objects.get(pk=reserved.attendance_id)


def bookings(attendance: Attendance) -> list[tuple[str, bool, bool]]:
    rows = Booking.objects.standing().filter(attendance=attendance).order_by("period")
    return [(b.space.code, b.morning, b.afternoon) for b in rows]


def test_cancelling_ends_the_day_and_keeps_its_history(brussels):
    day = booked(brussels, brussels.ann, desk=0)
    cancel(attendance=day, by=brussels.ann, now=NOW)
    day.refresh_from_db()
    assert (day.state, day.ended_by) == ("cancelled", brussels.ann)
    assert Booking.objects.get().state == "cancelled"
    assert day.events.count() == 1  # the audit trail has it as it was
    with pytest.raises(NotPossible):
        cancel(attendance=day, by=brussels.ann, now=NOW)
    booked(brussels, brussels.ann, desk=0)


def test_nobody_cancels_for_somebody_else(brussels):
    day = booked(brussels, brussels.ann)
    with pytest.raises(NotAllowed):
        cancel(attendance=day, by=brussels.bob, now=NOW)


def test_the_last_booking_ends_the_day_unless_its_owner_comes_without(brussels):
    with_desk = booked(brussels, brussels.ann, desk=0)
    cancel_booking(booking=with_desk.bookings.get(), by=brussels.ann, now=NOW)
    with_desk.refresh_from_db()
    assert with_desk.state == "cancelled"

    without = booked(brussels, brussels.bob)
    reserve(ask=brussels.ask(brussels.bob, desk=1), by=brussels.bob, now=NOW, door="test")
    cancel_booking(booking=without.bookings.get(), by=brussels.bob, now=NOW)
    without.refresh_from_db()
    assert without.state == "planned"


def test_moving_to_another_desk_keeps_the_day(brussels):
    day = booked(brussels, brussels.ann, desk=0)
    moved = move(attendance=day, space_id=brussels.desks[1].pk, by=brussels.ann, now=NOW, door="test")
    assert moved.attendance_id == day.pk
    assert bookings(day) == [("3.02", True, True)]


def test_moving_the_one_day_of_the_week_to_another(brussels):
    day = booked(brussels, brussels.ann, desk=0)
    moved = move(attendance=day, day=THURSDAY, by=brussels.ann, now=NOW, door="test")
    assert list(Attendance.objects.standing().values_list("date", flat=True)) == [THURSDAY]
    assert bookings(Attendance.objects.get(pk=moved.attendance_id)) == [("3.01", True, True)]


def test_a_refused_move_changes_nothing(brussels):
    day = booked(brussels, brussels.ann, desk=0)
    booked(brussels, brussels.bob, THURSDAY)
    booked(brussels, brussels.cas, THURSDAY)
    with pytest.raises(Refused):
        move(attendance=day, day=THURSDAY, by=brussels.ann, now=NOW, door="test")
    assert bookings(day) == [("3.01", True, True)]
    assert Refusal.objects.get().verb == "move"


def test_extending_is_judged_and_shrinking_is_not(brussels):
    day = booked(brussels, brussels.ann, desk=0, parts=MORNING)
    booked(brussels, brussels.bob, parts=AFTERNOON)
    booked(brussels, brussels.cas, parts=AFTERNOON)
    with pytest.raises(Refused):
        extend(attendance=day, parts=AFTERNOON, by=brussels.ann, now=NOW, door="test")
    shrink_from = booked(brussels, brussels.dia, WEDNESDAY, desk=2)
    shrink(attendance=shrink_from, parts=AFTERNOON, by=brussels.dia, now=NOW)
    assert bookings(shrink_from) == [("3.03", False, True)]
    extend(attendance=shrink_from, parts=MORNING, by=brussels.dia, now=NOW, door="test")
    assert bookings(shrink_from) == [("3.03", True, True)]


def test_checking_in_is_for_the_day_itself_and_then_the_day_stays(brussels):
    today, later = booked(brussels, brussels.ann, TODAY, desk=0), booked(brussels, brussels.bob, FRIDAY)
    with pytest.raises(NotPossible):
        check_in(attendance=later, by=brussels.bob, now=NOW)
    check_in(attendance=today, by=brussels.ann, now=NOW)
    check_in(attendance=today, by=brussels.ann, now=NOW)
    today.refresh_from_db()
    assert (today.state, today.checked_in_at, today.bookings.get().state) == ("present", NOW, "checked_in")
    move(attendance=today, space_id=brussels.desks[5].pk, by=brussels.ann, now=NOW, door="test")
    assert today.bookings.standing().get().state == "checked_in"
    with pytest.raises(NotPossible):
        cancel(attendance=today, by=brussels.ann, now=NOW)


def test_the_usual_desk_is_ones_own_then_the_favourite_then_the_most_used(brussels):
    ann, desks = brussels.ann, brussels.desks
    for weeks in (1, 2):
        past = TUESDAY - timedelta(weeks=weeks)
        reserve(ask=brussels.ask(ann, past, desk=7), by=ann, now=NOW - timedelta(weeks=weeks), door="test")
    ann.favourite_desk = desks[4]
    ann.save()
    desks[2].owner = ann
    desks[2].save()
    assert liked_desks(ann.pk, before=TUESDAY) == [desks[2].pk, desks[4].pk, desks[7].pk]

    booked(brussels, brussels.bob, desk=4)
    desks[2].owner = None
    desks[2].save()
    reserved = reserve_usual_desk(ask=brussels.ask(ann), by=ann, now=NOW, door="test")
    assert Booking.objects.get(pk=reserved.booking_id).space == desks[7]


def test_without_a_habit_the_usual_desk_is_near_the_team(brussels):
    booked(brussels, brussels.cas, desk=8)  # of Ann's team
    reserved = reserve_usual_desk(ask=brussels.ask(brussels.ann), by=brussels.ann, now=NOW, door="test")
    assert Booking.objects.get(pk=reserved.booking_id).space in (brussels.desks[7], brussels.desks[9])


def test_alternatives_are_days_that_would_be_granted(brussels):
    booked(brussels, brussels.ann, desk=0)
    booked(brussels, brussels.bob, desk=1)
    booked(brussels, brussels.cas, THURSDAY, desk=0)
    ask = brussels.ask(brussels.dia, desk=0)
    with pytest.raises(Refused) as refused:
        reserve(ask=ask, by=brussels.dia, now=NOW, door="test")
    found = alternatives(ask, refused.value.verdict, now=NOW)
    assert [choice.day for choice in found.days] == [WEDNESDAY, THURSDAY, FRIDAY]
    assert [choice.space is not None for choice in found.days] == [True, False, True]
    assert found.desks == ()  # the day itself is full
    for choice in found.days:
        assert choice.cap.left > 0


def test_a_taken_desk_offers_free_ones_on_the_same_day(brussels):
    booked(brussels, brussels.cas, desk=4)
    ask = brussels.ask(brussels.ann, desk=4)
    with pytest.raises(Refused) as refused:
        reserve(ask=ask, by=brussels.ann, now=NOW, door="test")
    found = alternatives(ask, refused.value.verdict, now=NOW)
    assert {desk.code for desk in found.desks[:2]} == {"3.04", "3.06"}  # on both sides of a colleague


def test_no_day_is_offered_that_the_week_forbids(brussels):
    booked(brussels, brussels.ann, THURSDAY)
    days = next_days(brussels.ask(brussels.ann), now=NOW, count=30)
    assert all(choice.day.isocalendar().week != TUESDAY.isocalendar().week for choice in days)
    assert date(2026, 4, 6) not in {choice.day for choice in days}  # Easter Monday


def test_explain_prints_the_verdict_and_what_would_work(brussels, capsys, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    booked(brussels, brussels.ann, THURSDAY, desk=0)
    call_command("explain", brussels.ann.email, "brussels/3.01", TUESDAY.isoformat())
    said = capsys.readouterr().out
    assert "Your office day is used. 1 of 1 this week: Thursday 5 March.  [20 %]" in said
    assert "Monday 9 March, 3.01, 2 of 2 places left" in said
