"""Several weeks in one sweep: each date answered by itself, what was chosen instead, and all of it undone."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import Range

from booking.actions.foresight import Sweep, foresee
from booking.actions.locking import hold
from booking.actions.permissions import NotAllowed
from booking.actions.planning import plan, unplan
from booking.models import Absence, Attendance, Booking, Closure, Refusal
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING
from tests.cast import FRIDAY, MONDAY, NEXT_MONDAY, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, office
from tests.web.weekly import book, fill, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(weeks=1)


@pytest.fixture
def brussels():
    """Ann likes 3.14; no limit on days."""
    cast = office(people=8, desks=20)
    cast.publish(ONE_DESK)
    cast.ann.favourite_desk = cast.desks[13]
    cast.ann.save()
    return cast


def sweep(cast, who, *weekdays, first=TUESDAY, weeks=4, **more) -> Sweep:
    return Sweep(
        employee_id=who.pk,
        site_id=cast.site.pk,
        weekdays=frozenset(weekdays),
        first=first,
        last=first + timedelta(weeks=weeks, days=-1),
        **more,
    )


def planned(cast, who, *weekdays, **more):
    return plan(sweep=sweep(cast, who, *weekdays, **more), by=who, now=NOW, door="test")


def codes(one) -> list[str]:
    return [objection.code for objection in one.why]


def test_two_weekdays_of_four_weeks_at_the_usual_desk(brussels):
    done = planned(brussels, brussels.ann, 2, 4)
    assert [one.day for one in done] == sorted(
        [TUESDAY + n * WEEK for n in range(4)] + [THURSDAY + n * WEEK for n in range(4)]
    )
    assert {one.outcome for one in done} == {"booked"}
    assert {one.space_id for one in done} == {brussels.desks[13].pk}
    assert Booking.objects.standing().filter(space=brussels.desks[13]).count() == 8


def test_every_date_is_answered_by_itself(brussels):
    Closure.objects.create(site=brussels.site, period=Range(WEDNESDAY, THURSDAY), reason="The roof is mended")
    Absence.objects.create(employee=brussels.ann, period=Range(THURSDAY, FRIDAY))
    brussels.site.policies.all().delete()
    brussels.publish(ONE_DESK, {"kind": "booking_window", "days_ahead": 7})
    book(brussels, brussels.ann, TUESDAY, desk=2)
    book(brussels, brussels.bob, FRIDAY, desk=13)
    done = planned(brussels, brussels.ann, 1, 2, 3, 4, 5, weeks=2)
    assert [(one.day, one.outcome) for one in done] == [
        (TUESDAY, "in"), (WEDNESDAY, "closed"), (THURSDAY, "away"), (FRIDAY, "booked"), (NEXT_MONDAY, "booked"),
        *((NEXT_MONDAY + timedelta(days=n), "opens_later") for n in range(1, 5)), (NEXT_MONDAY + WEEK, "opens_later"),
    ]  # fmt: skip
    tuesday, friday = done[0], done[3]
    assert tuesday.space_id == brussels.desks[2].pk
    assert friday.space_id not in (None, brussels.desks[13].pk)
    assert (friday.usual_id, codes(friday)) == (brussels.desks[13].pk, ["taken"])
    assert not Refusal.objects.exists()


def test_a_full_day_is_refused_and_kept_and_the_others_are_booked():
    cast = weekly_office()
    fill(cast, TUESDAY + WEEK)
    done = planned(cast, cast.ann, 2)
    assert [one.outcome for one in done] == ["booked", "refused", "booked", "booked"]
    assert codes(done[1]) == ["occupancy_cap"]
    assert Refusal.objects.get().pk == done[1].refusal_id


def test_the_foresight_says_what_the_plan_will_do(brussels):
    brussels.site.policies.all().delete()
    brussels.publish(ONE_DESK, ONE_DAY)
    book(brussels, brussels.bob, TUESDAY + WEEK, desk=13)
    seen = foresee(sweep=sweep(brussels, brussels.ann, 2, 4), now=NOW)
    assert [one.outlook for one in seen] == ["bookable", "refused"] * 4
    assert codes(seen[1]) == ["person_maximum"]
    assert codes(seen[2]) == ["taken"]
    done = planned(brussels, brussels.ann, 2, 4)
    assert [(one.space_id, codes(one)) for one in done if one.outcome == "booked"] == [
        (one.space_id, codes(one)) for one in seen if one.outlook == "bookable"
    ]
    assert [one.outcome for one in done] == ["booked", "refused"] * 4


def test_the_afternoon_is_added_to_a_morning_that_one_has(brussels):
    book(brussels, brussels.ann, TUESDAY, desk=13, parts=MORNING)
    (one,) = planned(brussels, brussels.ann, 2, weeks=1)
    assert (one.outcome, one.space_id) == ("booked", brussels.desks[13].pk)
    day = Attendance.objects.standing().get()
    assert (day.morning, day.afternoon) == ALL_DAY


def test_without_a_desk_only_the_day_is_booked(brussels):
    (one,) = planned(brussels, brussels.ann, 3, weeks=1, with_desk=False, parts=AFTERNOON)
    assert (one.outcome, one.space_id, one.usual_id) == ("booked", None, None)
    assert not Booking.objects.exists()


@contextmanager
def somebody_holds(cast, day, *, seconds=None):
    """Another writer has the locks of a day: until the end, or for some seconds."""
    held, done = threading.Event(), threading.Event()

    def writer():
        with hold(sites=[cast.site.pk], days=[(cast.site.pk, day)]):
            held.set()
            done.wait(seconds or 30)
        connection.close()

    thread = threading.Thread(target=writer)
    thread.start()
    assert held.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '400ms'")
    try:
        yield
    finally:
        done.set()
        thread.join()
        connection.close()  # and with it the impatience


def test_a_date_whose_locks_are_not_to_be_had_is_reported_and_the_others_are_booked(brussels):
    with somebody_holds(brussels, TUESDAY):
        done = planned(brussels, brussels.ann, 2, 3, weeks=1)
    assert [one.outcome for one in done] == ["busy", "booked"]


def test_a_date_whose_locks_come_free_is_booked_at_a_later_try(brussels):
    with somebody_holds(brussels, TUESDAY, seconds=0.5):
        done = planned(brussels, brussels.ann, 2, weeks=1)
    assert [one.outcome for one in done] == ["booked"]


def test_all_of_it_is_given_back_and_no_more(brussels):
    book(brussels, brussels.ann, TUESDAY, desk=13, parts=MORNING)
    book(brussels, brussels.ann, THURSDAY, desk=13)
    done = planned(brussels, brussels.ann, 2, 3, 4, weeks=1)
    given_back = unplan(taken=[one.taken for one in done if one.taken], by=brussels.ann, now=NOW)
    assert given_back == [TUESDAY, WEDNESDAY]
    left = Attendance.objects.standing().order_by("date")
    assert [(day.date, day.morning, day.afternoon) for day in left] == [
        (TUESDAY, True, False), (THURSDAY, True, True),
    ]  # fmt: skip


def test_a_part_that_was_added_without_a_desk_is_given_back(brussels):
    book(brussels, brussels.ann, TUESDAY, parts=MORNING)
    done = planned(brussels, brussels.ann, 2, weeks=1, with_desk=False)
    assert unplan(taken=[one.taken for one in done if one.taken], by=brussels.ann, now=NOW) == [TUESDAY]
    day = Attendance.objects.standing().get()
    assert (day.morning, day.afternoon) == MORNING


def test_nobody_plans_or_gives_back_for_a_stranger(brussels):
    done = planned(brussels, brussels.ann, 2, weeks=1)
    with pytest.raises(NotAllowed):
        plan(sweep=sweep(brussels, brussels.ann, 3), by=brussels.bob, now=NOW, door="test")
    with pytest.raises(NotAllowed):
        unplan(taken=[done[0].taken], by=brussels.bob, now=NOW)


def test_the_foresight_costs_the_same_for_any_number_of_dates_and_bookings(brussels, django_assert_num_queries):
    foresee(sweep=sweep(brussels, brussels.ann, 2), now=NOW)
    with django_assert_num_queries(6):
        foresee(sweep=sweep(brussels, brussels.ann, 2, weeks=1), now=NOW)
    for n in range(200):
        day = MONDAY - timedelta(days=100) + timedelta(days=n)
        Attendance.objects.create(
            employee=brussels.ann, site=brussels.site, date=day, morning=True, afternoon=False, created_at=NOW,
            changed_at=NOW,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as captured:
        seen = foresee(sweep=sweep(brussels, brussels.ann, 1, 2, 3, 4, 5, weeks=12), now=NOW)
    assert len(seen) == 60
    assert len(captured) == 6
