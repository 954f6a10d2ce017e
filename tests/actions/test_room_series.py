"""The same room on many dates: each with its own answer, at the same hours by the wall clock."""

from datetime import date, timedelta

import pytest

from booking.actions.asking import NotPossible
from booking.actions.recurrence import dates_of
from booking.actions.room_booking import book_room, cancel_room
from booking.actions.room_series import book_series, cancel_following, change_following
from booking.models import Booking, Message, Participant, Series
from tests.cast import NOW, TUESDAY, Office, office
from tests.meetings import at, room_ask

pytestmark = pytest.mark.django_db(transaction=True)

WEEKLY = "FREQ=WEEKLY;COUNT=6"


@pytest.fixture
def brussels() -> Office:
    return office()


def series(cast: Office, recurrence: str = WEEKLY, **request):
    return book_series(
        ask=room_ask(cast, cast.ann, title="Stand-up"),
        recurrence=recurrence,
        by=cast.ann,
        now=NOW,
        door="test",
        **request,
    )


def hours(cast: Office) -> list[tuple[date, str]]:
    found = Booking.objects.standing().filter(organiser=cast.ann).order_by("period")
    return [(b.date, f"{b.period.lower.astimezone(cast.site.zone_info):%H:%M}") for b in found]


def test_a_series_keeps_its_hours_when_the_clocks_change(brussels):
    occurrences = series(brussels)
    assert all(one.booked for one in occurrences)
    weekly = [TUESDAY + timedelta(weeks=n) for n in range(6)]  # summer time begins on 29 March
    assert hours(brussels) == [(day, "10:00") for day in weekly]
    assert {b.series for b in Booking.objects.all()} == {Series.objects.get()}
    assert Participant.objects.in_person().count() == 6


def test_each_date_has_its_own_answer(brussels):
    third = TUESDAY + timedelta(weeks=2)
    book_room(ask=room_ask(brussels, brussels.bob, day=third), by=brussels.bob, now=NOW, door="test", in_person=False)
    occurrences = series(brussels, "FREQ=WEEKLY;UNTIL=20260407T100000Z;BYDAY=TU,MO")
    refused = {one.day: [o.code for o in one.verdict.refusals] for one in occurrences if one.verdict}
    assert refused == {third: ["taken"], date(2026, 4, 6): ["closed"]}  # Easter Monday
    assert sum(one.booked is not None for one in occurrences) == 9


def test_one_message_tells_of_all_its_dates(brussels):
    series(brussels, participants=[("employee", brussels.bob.pk)])
    assert sorted(Message.objects.values_list("kind", "employee__given_name")) == [
        ("invited", "Bob"),
        ("room_booked", "Ann"),
    ]


def test_this_and_the_following_are_changed_and_cancelled(brussels):
    series(brussels)
    third, fifth = Booking.objects.order_by("period")[2], Booking.objects.order_by("period")[4]
    changed = change_following(
        booking=third, by=brussels.ann, now=NOW, door="test", period=at(brussels, "14:00", "15:00", third.date)
    )
    assert all(one.booked for one in changed)
    assert [clock for _day, clock in hours(brussels)] == ["10:00"] * 2 + ["14:00"] * 4
    fifth.refresh_from_db()
    assert cancel_following(booking=fifth, by=brussels.ann, now=NOW) == 2
    assert len(hours(brussels)) == 4
    cancel_room(booking=Booking.objects.standing().order_by("period")[0], by=brussels.ann, now=NOW)
    assert len(hours(brussels)) == 3


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY", "ends"),
        ("FREQ=SECONDLY;COUNT=3", "read"),
        ("FREQ=DAILY;COUNT=3;BYHOUR=8,9", "read"),
        ("FREQ=DAILY;COUNT=three", "read"),
        ("every week", "read"),
        ("FREQ=DAILY;COUNT=105", "104"),
        ("FREQ=YEARLY;COUNT=5", "104"),
        ("FREQ=WEEKLY;UNTIL=20260101", "no date"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "no date"),
    ],
)
def test_a_rule_without_end_or_sense_is_not_possible(rule, said):
    with pytest.raises(NotPossible, match=said):
        dates_of(rule, first=TUESDAY)


def test_dates_go_on_for_two_years_at_most():
    assert len(dates_of("FREQ=WEEKLY;COUNT=104", first=TUESDAY)) == 104
    assert dates_of("RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=3", first=TUESDAY) == [
        date(2026, 3, 3), date(2026, 4, 7), date(2026, 5, 5),
    ]  # fmt: skip
