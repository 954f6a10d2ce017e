"""Checking in: from when, until when, and what of the day it speaks of."""

from datetime import time

import pytest

from booking.actions.asking import Ask, NotPossible
from booking.actions.check_in import check_in
from booking.actions.reservation import reserve
from booking.models import Attendance, Policy
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING
from tests.cast import TODAY, office
from tests.meetings import at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    cast = office()
    cast.publish()
    return cast


def clock(cast, text: str):
    return cast.site.instant(TODAY, time.fromisoformat(text))


def day(cast, who, *, period=None, parts=ALL_DAY, desk: int | None = 0) -> Attendance:
    ask = Ask(
        employee_id=who.pk, site_id=cast.site.pk, day=TODAY, parts=parts, period=period,
        space_id=None if desk is None else cast.desks[desk].pk,
    )  # fmt: skip
    reserved = reserve(ask=ask, by=who, now=clock(cast, "00:00"), door="test")
    return Attendance.objects.get(pk=reserved.attendance_id)


def come(attendance, cast, text: str) -> str:
    check_in(attendance=attendance, by=attendance.employee, now=clock(cast, text))
    attendance.refresh_from_db()
    return attendance.state


@pytest.mark.parametrize(
    ("parts", "desk", "early", "opens"),
    [
        (ALL_DAY, 0, "04:59", "05:00"),  # two hours before the doors open at seven
        (ALL_DAY, None, "04:59", "05:00"),
        (AFTERNOON, 0, "10:59", "11:00"),
        (AFTERNOON, None, "10:59", "11:00"),
    ],
)
def test_it_opens_so_long_before_the_day_begins(brussels, parts, desk, early, opens):
    ann = day(brussels, brussels.ann, parts=parts, desk=desk)
    with pytest.raises(NotPossible, match=f"Check-in opens at {opens}"):
        come(ann, brussels, early)
    assert come(ann, brussels, opens) == "present"


def test_hours_begin_when_they_begin_by_the_minutes_of_the_policy(brussels):
    Policy.objects.update(check_in_minutes=30)
    ann = day(brussels, brussels.ann, period=at(brussels, "10:00", "12:00", TODAY))
    with pytest.raises(NotPossible, match="Check-in opens at 09:30"):
        come(ann, brussels, "09:29")
    assert come(ann, brussels, "09:30") == "present"
    assert ann.bookings.get().state == "checked_in"


def test_it_ends_with_the_last_part(brussels):
    ann = day(brussels, brussels.ann, parts=MORNING)
    with pytest.raises(NotPossible, match=r"This time is over\."):
        come(ann, brussels, "13:00")
    assert come(ann, brussels, "12:59") == "present"


def test_the_desk_of_the_afternoon_waits_for_its_own_time(brussels):
    ann = day(brussels, brussels.ann, parts=MORNING)
    day(brussels, brussels.ann, parts=AFTERNOON, desk=1)
    come(ann, brussels, "08:00")
    assert [b.state for b in ann.bookings.order_by("period")] == ["checked_in", "booked"]
    come(ann, brussels, "13:00")
    assert [b.state for b in ann.bookings.order_by("period")] == ["checked_in", "checked_in"]
