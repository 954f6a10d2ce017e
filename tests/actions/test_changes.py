"""Move, extend, shrink, cancel, check in; the usual desk; and what would work instead of a refusal."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.management import call_command
from psycopg.types.range import Range

from booking.actions import usual_desk
from booking.actions.alternatives import alternatives, next_days
from booking.actions.amendment import change_parts, extend, move, shrink
from booking.actions.asking import NotPossible, ReasonNeeded, Refused
from booking.actions.cancellation import cancel, cancel_booking
from booking.actions.check_in import check_in
from booking.actions.permissions import NotAllowed
from booking.actions.reservation import reserve
from booking.actions.undoing import restore
from booking.actions.usual_desk import liked_desks, reserve_usual_desk
from booking.models import Attendance, Booking, Closure, Override, Policy, Refusal, Visitor
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Period
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


def test_giving_one_of_two_desks_back_gives_its_half_back(brussels):
    day = booked(brussels, brussels.ann, desk=0, parts=MORNING)
    booked(brussels, brussels.ann, desk=1, parts=AFTERNOON)
    booked(brussels, brussels.bob)
    cancel_booking(booking=day.bookings.get(afternoon=True), by=brussels.ann, now=NOW)
    day.refresh_from_db()
    assert (day.morning, day.afternoon) == (True, False)
    booked(brussels, brussels.cas, parts=AFTERNOON)  # the third under a cap of two, had the half stayed


def test_a_day_that_is_over_stays_as_it_was(brussels):
    day = booked(brussels, brussels.ann, desk=0)
    later = NOW + timedelta(days=2)
    for change in (
        lambda: cancel(attendance=day, by=brussels.ann, now=later),
        lambda: cancel_booking(booking=day.bookings.get(), by=brussels.ann, now=later),
        lambda: move(attendance=day, day=THURSDAY, by=brussels.ann, now=later, door="test"),
        lambda: shrink(attendance=day, parts=MORNING, by=brussels.ann, now=later),
    ):
        with pytest.raises(NotPossible):
            change()
    day.refresh_from_db()
    assert day.state == "planned"


def test_a_half_that_is_over_is_neither_given_back_nor_claimed(brussels):
    morning = booked(brussels, brussels.ann, TODAY, parts=MORNING)
    afternoon = booked(brussels, brussels.bob, TODAY, desk=1, parts=AFTERNOON)
    later = brussels.site.instant(TODAY, time(14))
    for change in (
        lambda: cancel(attendance=morning, by=brussels.ann, now=later),
        lambda: move(attendance=morning, day=THURSDAY, by=brussels.ann, now=later, door="test"),
        lambda: change_parts(attendance=morning, parts=AFTERNOON, by=brussels.ann, now=later, door="test"),
        lambda: extend(attendance=afternoon, parts=ALL_DAY, by=brussels.bob, now=later, door="test"),
    ):
        with pytest.raises(NotPossible, match="over"):
            change()
    for day, parts in ((morning, MORNING), (afternoon, AFTERNOON)):
        day.refresh_from_db()
        assert (day.state, day.morning, day.afternoon) == ("planned", *parts)
    extend(attendance=morning, parts=ALL_DAY, by=brussels.ann, now=later, door="test")  # whoever is here may stay


def test_a_visitors_day_is_changed_by_its_host_and_nobody_else(brussels):
    visitor = Visitor.objects.create(name="Vic", host=brussels.ann)
    day = Attendance.objects.create(
        visitor=visitor, site=brussels.site, date=TUESDAY, morning=True, afternoon=True, created_at=NOW, changed_at=NOW
    )
    with pytest.raises(NotAllowed):
        cancel(attendance=day, by=brussels.bob, now=NOW)
    cancel(attendance=day, by=brussels.ann, now=NOW)


def test_moving_one_of_two_desks_leaves_the_other_alone(brussels):
    day = booked(brussels, brussels.ann, desk=0, parts=MORNING)
    booked(brussels, brussels.ann, desk=1, parts=AFTERNOON)
    move(attendance=day, space_id=brussels.desks[5].pk, by=brussels.ann, now=NOW, door="test")
    assert bookings(day) == [("3.06", True, False), ("3.02", False, True)]
    moved = move(attendance=day, day=WEDNESDAY, by=brussels.ann, now=NOW, door="test")
    assert bookings(Attendance.objects.get(pk=moved.attendance_id)) == [("3.06", True, False), ("3.02", False, True)]


def test_hours_keep_their_hours(brussels):
    hours = Period(brussels.site.instant(TUESDAY, time(10)), brussels.site.instant(TUESDAY, time(11)))
    reserved = reserve(
        ask=replace(brussels.ask(brussels.ann, desk=0), period=hours), by=brussels.ann, now=NOW, door="test"
    )
    day = Attendance.objects.get(pk=reserved.attendance_id)
    summer = TUESDAY + timedelta(weeks=4)  # the clocks go forward in between
    moved = move(attendance=day, day=summer, by=brussels.ann, now=NOW, door="test")
    booking = Booking.objects.get(pk=moved.booking_id)
    assert booking.period.lower == brussels.site.instant(summer, time(10))
    assert booking.period.upper == brussels.site.instant(summer, time(11))


def test_undoing_a_cancellation_books_the_same_again(brussels):
    day = booked(brussels, brussels.ann, desk=0, parts=MORNING)
    booked(brussels, brussels.ann, desk=1, parts=AFTERNOON)
    cancel(attendance=day, by=brussels.ann, now=NOW)
    day.refresh_from_db()
    restore(attendance=day, by=brussels.ann, now=NOW, door="test")
    assert bookings(Attendance.objects.standing().get()) == [("3.01", True, False), ("3.02", False, True)]


def test_undoing_books_a_day_that_had_neither_desk_nor_mark_again(brussels):
    day = booked(brussels, brussels.ann)
    Attendance.objects.update(without_space_morning=False, without_space_afternoon=False)
    cancel(attendance=day, by=brussels.ann, now=NOW)
    day.refresh_from_db()
    with pytest.raises(NotAllowed):
        restore(attendance=day, by=brussels.bob, now=NOW, door="test")
    restore(attendance=day, by=brussels.ann, now=NOW, door="test")
    again = Attendance.objects.standing().get()
    assert (again.morning, again.afternoon) == ALL_DAY


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


def test_the_other_half_is_had_in_one_stroke_or_not_at_all(brussels):
    day = booked(brussels, brussels.ann, desk=0, parts=MORNING)
    change_parts(attendance=day, parts=AFTERNOON, by=brussels.ann, now=NOW, door="test")
    assert bookings(day) == [("3.01", False, True)]
    booked(brussels, brussels.bob, desk=0, parts=MORNING)
    with pytest.raises(Refused):
        change_parts(attendance=day, parts=MORNING, by=brussels.ann, now=NOW, door="test")
    assert bookings(day) == [("3.01", False, True)]
    day.refresh_from_db()
    assert (day.morning, day.afternoon) == AFTERNOON


def test_the_half_that_goes_need_not_be_granted_again(brussels):
    day = booked(brussels, brussels.ann, desk=0, parts=MORNING)
    Closure.objects.create(
        site=brussels.site, period=Range(TUESDAY, WEDNESDAY), morning=True, afternoon=False, reason="Fire drill."
    )
    change_parts(attendance=day, parts=AFTERNOON, by=brussels.ann, now=NOW, door="test")
    assert bookings(day) == [("3.01", False, True)]


def test_a_desk_that_does_not_exist_is_no_refusal(brussels):
    day = booked(brussels, brussels.ann, desk=0)
    elsewhere = office("antwerp", people=0)
    for space_id in (10**17, elsewhere.desks[0].pk):
        with pytest.raises(NotPossible):
            move(attendance=day, space_id=space_id, by=brussels.ann, now=NOW, door="test")
    assert bookings(day) == [("3.01", True, True)]


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


def test_a_desk_lost_to_somebody_quicker_is_no_refusal(brussels, monkeypatch):
    brussels.ann.favourite_desk = brussels.desks[4]
    brussels.ann.save()
    choices = usual_desk.desk_choices

    def while_bob_is_quicker(ask, *, now, near):
        monkeypatch.setattr(usual_desk, "desk_choices", choices)
        chosen = choices(ask, now=now)
        booked(brussels, brussels.bob, desk=4)
        return chosen

    monkeypatch.setattr(usual_desk, "desk_choices", while_bob_is_quicker)
    reserved = reserve_usual_desk(ask=brussels.ask(brussels.ann), by=brussels.ann, now=NOW, door="test")
    assert Booking.objects.get(pk=reserved.booking_id).space != brussels.desks[4]
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("rules", [(), (ONE_DESK,)])
def test_the_usual_desk_is_had_once(brussels, rules):
    Policy.objects.all().delete()
    brussels.publish(*rules)
    had = reserve_usual_desk(ask=brussels.ask(brussels.ann), by=brussels.ann, now=NOW, door="test")
    for reasons in ({}, {"reason": "Again"}):
        with pytest.raises(Refused) as refused:
            reserve_usual_desk(ask=brussels.ask(brussels.ann), by=brussels.ann, now=NOW, door="test", **reasons)
        assert [(o.code, o.details["mine"]) for o in refused.value.verdict.refusals if o.code == "taken"] == [
            ("taken", True)
        ]
    assert Booking.objects.get().pk == had.booking_id
    day = Attendance.objects.get()
    assert (day.without_space_morning, day.without_space_afternoon) == (False, False)


def test_the_usual_desk_asks_for_a_reason_where_a_rule_warns(brussels):
    brussels.site.policies.get().rules.filter(kind="occupancy_cap").update(
        strength="warn", parameters={"number": 0}, population="everyone", floor=brussels.floor
    )
    with pytest.raises(ReasonNeeded):
        reserve_usual_desk(ask=brussels.ask(brussels.ann), by=brussels.ann, now=NOW, door="test")
    reserve_usual_desk(ask=brussels.ask(brussels.ann), by=brussels.ann, now=NOW, door="test", reason="A delivery")
    assert Override.objects.get().reason == "A delivery"


def test_without_a_habit_the_usual_desk_is_near_the_team(brussels):
    booked(brussels, brussels.cas, desk=8)  # of Ann's team
    reserved = reserve_usual_desk(ask=brussels.ask(brussels.ann), by=brussels.ann, now=NOW, door="test")
    assert Booking.objects.get(pk=reserved.booking_id).space in (brussels.desks[7], brussels.desks[9])


def test_alternatives_are_days_that_would_be_granted(brussels):
    booked(brussels, brussels.ann, desk=0)
    booked(brussels, brussels.bob, desk=1)
    booked(brussels, brussels.cas, THURSDAY, desk=0)
    ask = brussels.ask(brussels.dia, desk=0)
    with pytest.raises(Refused):
        reserve(ask=ask, by=brussels.dia, now=NOW, door="test")
    found = alternatives(ask=ask, now=NOW)
    assert [choice.day for choice in found.days] == [WEDNESDAY, THURSDAY, FRIDAY]
    assert [choice.space is not None for choice in found.days] == [True, False, True]
    assert found.desks == ()  # the day itself is full
    for choice in found.days:
        assert choice.cap.left > 0


def test_a_taken_desk_offers_free_ones_on_the_same_day(brussels):
    booked(brussels, brussels.cas, desk=4)
    ask = brussels.ask(brussels.ann, desk=4)
    with pytest.raises(Refused):
        reserve(ask=ask, by=brussels.ann, now=NOW, door="test")
    found = alternatives(ask=ask, now=NOW)
    assert {desk.code for desk in found.desks[:2]} == {"3.04", "3.06"}  # on both sides of a colleague


def test_no_day_is_offered_that_the_week_forbids(brussels):
    booked(brussels, brussels.ann, THURSDAY)
    days = next_days(ask=brussels.ask(brussels.ann), now=NOW, count=30)
    assert all(choice.day.isocalendar().week != TUESDAY.isocalendar().week for choice in days)
    assert date(2026, 4, 6) not in {choice.day for choice in days}  # Easter Monday


def test_explain_prints_the_verdict_and_what_would_work(brussels, capsys, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    booked(brussels, brussels.ann, THURSDAY, desk=0)
    call_command("explain", brussels.ann.email, "brussels/3.01", TUESDAY.isoformat())
    said = capsys.readouterr().out
    assert "Your office day is used. 1 of 1 this week: Thursday 5 March.  [20 %]" in said
    assert "Monday 9 March, 3.01, 2 of 2 places left" in said
