"""Reserve, be refused, override: judged for the one who will sit there."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.actions.asking import NotPossible, ReasonNeeded, Refused
from booking.actions.permissions import NotAllowed
from booking.actions.reservation import reserve
from booking.models import Attendance, Booking, Message, Override, Refusal, RoleGrant
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Period
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, Office, grant, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    cast = office()
    cast.publish({**CAP_20, "small_base": None}, ONE_DAY, ONE_DESK)
    cast.base(telework=10)  # 20 % of 10: two people at once
    return cast


def book(cast: Office, who, day=TUESDAY, by=None, **request):
    extra = {name: request.pop(name) for name in ("reason", "override_reason") if name in request}
    return reserve(ask=cast.ask(who, day, **request), by=by or who, now=NOW, door="test", **extra)


def test_a_desk_for_a_day_is_an_attendance_a_booking_and_a_message(brussels):
    reserved = book(brussels, brussels.ann, desk=3)
    attendance = Attendance.objects.get(pk=reserved.attendance_id)
    assert (attendance.morning, attendance.afternoon, attendance.state) == (True, True, "planned")
    assert (attendance.team, attendance.telework_able) == (brussels.teams["Blue"], True)
    booking = Booking.objects.get(pk=reserved.booking_id)
    assert booking.space == brussels.desks[3]
    assert (booking.period.lower, booking.period.upper) == ALL_DAY.period(brussels.site, TUESDAY)
    assert Message.objects.get().kind == "booked"


def test_the_third_under_a_cap_of_two_is_refused_with_every_reason_and_that_is_kept_once(brussels):
    book(brussels, brussels.ann, desk=0)
    book(brussels, brussels.bob, desk=1)
    book(brussels, brussels.cas, day=THURSDAY)
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            book(brussels, brussels.cas, desk=1)
    codes = {objection.code for objection in refused.value.verdict.refusals}
    assert codes == {"occupancy_cap", "person_maximum", "taken"}
    refusal = Refusal.objects.get()
    assert (refusal.pk, refusal.tries, refusal.employee) == (refused.value.refusal_id, 3, brussels.cas)
    assert {stored["code"] for stored in refusal.objections} == codes
    assert not Attendance.objects.filter(employee=brussels.cas, date=TUESDAY).exists()


def test_two_halves_at_two_desks_are_one_day(brussels):
    first = book(brussels, brussels.ann, desk=0, parts=MORNING)
    second = book(brussels, brussels.ann, desk=1, parts=AFTERNOON)
    assert first.attendance_id == second.attendance_id
    assert Attendance.objects.get().afternoon
    assert Booking.objects.standing().count() == 2


def test_hours_touch_the_parts_of_the_day(brussels):
    noon_to_three = Period(
        brussels.site.instant(TUESDAY, _time("12:00")), brussels.site.instant(TUESDAY, _time("12:45"))
    )
    ask = brussels.ask(brussels.ann, desk=0)
    reserved = reserve(ask=replace(ask, period=noon_to_three), by=brussels.ann, now=NOW, door="test")
    attendance = Attendance.objects.get(pk=reserved.attendance_id)
    assert (attendance.morning, attendance.afternoon) == (True, False)


def test_on_behalf_is_judged_for_the_one_who_will_sit_there(brussels):
    grant(brussels.dia, RoleGrant.Role.FACILITY_MANAGER, brussels.site)
    book(brussels, brussels.ann, day=THURSDAY)
    with pytest.raises(Refused):
        book(brussels, brussels.ann, by=brussels.dia)
    book(brussels, brussels.bob, by=brussels.dia)
    assert Attendance.objects.get(employee=brussels.bob).requested_by == brussels.dia


def test_a_lead_books_for_the_team_and_a_colleague_for_nobody(brussels):
    blue = brussels.teams["Blue"]
    blue.lead = brussels.bob
    blue.save()
    book(brussels, brussels.ann, by=brussels.bob)
    with pytest.raises(NotAllowed):
        book(brussels, brussels.bob, by=brussels.ann)


def test_an_override_needs_the_permission_and_a_reason_and_is_kept(brussels):
    book(brussels, brussels.ann)
    book(brussels, brussels.bob)
    with pytest.raises(Refused):
        book(brussels, brussels.cas, override_reason="I want to")
    grant(brussels.dia, RoleGrant.Role.FACILITY_MANAGER, brussels.site)
    for no_reason in ("", "   "):
        with pytest.raises(Refused):
            book(brussels, brussels.cas, by=brussels.dia, override_reason=no_reason)
    with pytest.raises(NotPossible):
        book(brussels, brussels.cas, by=brussels.dia, override_reason="x" * 301)
    book(brussels, brussels.cas, by=brussels.dia, override_reason="Fire drill")
    override = Override.objects.get(attendance__employee=brussels.cas)
    assert (override.reason, override.by) == ("Fire drill", brussels.dia)
    assert [o["code"] for o in override.objections] == ["occupancy_cap"]


def test_physical_limits_admit_no_override(brussels):
    grant(brussels.dia, RoleGrant.Role.ADMINISTRATOR)
    book(brussels, brussels.ann, desk=0)
    with pytest.raises(Refused) as refused:
        book(brussels, brussels.bob, by=brussels.dia, desk=0, override_reason="because")
    assert [o.code for o in refused.value.verdict.refusals] == ["taken"]


def test_a_warning_goes_through_with_a_reason(brussels):
    brussels.site.policies.all()[0].rules.filter(kind="person_maximum").update(strength="warn")
    book(brussels, brussels.ann, day=THURSDAY)
    with pytest.raises(ReasonNeeded):
        book(brussels, brussels.ann)
    assert not Refusal.objects.exists()
    book(brussels, brussels.ann, reason="The server room is flooded")
    assert Override.objects.get(attendance__date=TUESDAY).reason == "The server room is flooded"


@pytest.mark.parametrize(("first", "last"), [("15:00", "14:00"), ("14:00", "14:00"), ("00:00", "26:00")])
def test_hours_must_lie_within_the_day(brussels, first, last):
    start = brussels.site.instant(TUESDAY, _time(first))
    end = brussels.site.instant(TUESDAY, _time("00:00")) + timedelta(hours=int(last[:2]))
    with pytest.raises(NotPossible):
        reserve(
            ask=replace(brussels.ask(brussels.ann, desk=0), period=Period(start, end)),
            by=brussels.ann,
            now=NOW,
            door="test",
        )


def test_who_changed_teams_or_duties_since_is_counted_as_granted(brussels):
    cast = office("antwerp", first=4)
    blue = cast.teams["Blue"]
    cast.publish({"kind": "occupancy_cap", "number": 1, "population": "team", "team": blue})
    eve, gus = cast.eve, cast.gus
    book(cast, eve, parts=MORNING)
    book(cast, gus, parts=AFTERNOON)
    eve.team = cast.teams["Red"]
    eve.save()
    with pytest.raises(Refused):
        book(cast, eve, parts=AFTERNOON)  # counted as Blue, of whom one is in already


def test_a_held_day_that_is_booked_is_no_longer_only_held(brussels):
    held = Attendance.objects.create(
        employee=brussels.ann, site=brussels.site, date=TUESDAY, morning=True, afternoon=True, state="held",
        held_until=NOW, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    book(brussels, brussels.ann, desk=0)
    held.refresh_from_db()
    assert (held.state, held.held_until) == ("planned", None)


def test_rooms_wait_for_their_participants(brussels):
    with pytest.raises(NotPossible):
        reserve(
            ask=replace(brussels.ask(brussels.ann), space_id=brussels.room.pk), by=brussels.ann, now=NOW, door="test"
        )


def test_somebody_unknown_is_not_possible(brussels):
    ask = brussels.ask(brussels.ann)
    with pytest.raises((NotPossible, NotAllowed)):
        reserve(ask=replace(ask, employee_id=0), by=brussels.ann, now=NOW, door="test")


def test_a_booking_costs_at_most_ten_statements_whatever_the_rules_and_the_history():
    cast = office(people=8)
    cast.base(telework=100)
    caps = [{"kind": "occupancy_cap", "number": 99, "zone": zone} for zone in cast.zones.values()]
    cast.publish(
        CAP_20,
        *caps,
        ONE_DAY,
        {**ONE_DAY, "days": 9, "per": "month"},
        ONE_DESK,
        {"kind": "distance", "centimetres": 150},
    )

    book(cast, cast.ann, desk=0)  # takes the rulebook from the shelf, or puts it there
    few = statements(lambda: book(cast, cast.bob, desk=5))
    for week in range(1, 9):
        book_in_the_past(cast, cast.cas, weeks=week)
    many = statements(lambda: book(cast, cast.cas, desk=9))

    assert few == many
    assert few <= 10


def statements(act) -> int:
    """SQL statements besides BEGIN and COMMIT."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return len([q for q in queries if q["sql"] not in ("BEGIN", "COMMIT")])


def book_in_the_past(cast: Office, who, *, weeks: int) -> None:
    day = TUESDAY - timedelta(weeks=weeks)
    reserve(ask=cast.ask(who, day, desk=1), by=who, now=NOW - timedelta(weeks=weeks), door="test")


def _time(text: str) -> time:
    return time.fromisoformat(text)
