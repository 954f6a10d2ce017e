"""Being away: what it ends, how it is ended, and by whom."""

from datetime import timedelta

import pytest

from booking.actions.absence import end_absence, enter_absence, lost_days
from booking.actions.asking import NotPossible, judge_unheld
from booking.actions.permissions import NotAllowed
from booking.models import Absence, Attendance
from booking.rules.proposal import ALL_DAY, MORNING, Parts
from tests.cast import FRIDAY, MONDAY, NOW, THURSDAY, TUESDAY, WEDNESDAY, office
from tests.web.weekly import book

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    return office()


def away(cast, who, start, end, *, by=None, parts=ALL_DAY, now=NOW) -> Absence:
    return enter_absence(employee=who, kind="leave", starts_on=start, ends_on=end, by=by or who, now=now, parts=parts)


def may_come(cast, who, day) -> bool:
    return not judge_unheld([cast.ask(who, day)], now=NOW)[0].refused


def test_what_it_would_end_is_told_before(brussels):
    book(brussels, brussels.ann, TUESDAY, desk=0)
    book(brussels, brussels.ann, WEDNESDAY, desk=0, parts=MORNING)
    planned = Absence(employee=brussels.ann, morning=True, afternoon=False, period=None)
    planned.period = away(brussels, brussels.bob, MONDAY, FRIDAY).period
    told = [(day.attendance.date, day.left) for day in lost_days([planned], now=NOW)]
    assert told == [(TUESDAY, Parts(False, True)), (WEDNESDAY, Parts(False, False))]
    assert Attendance.objects.standing().count() == 2


def test_entered_twice_it_is_one(brussels):
    assert away(brussels, brussels.ann, TUESDAY, THURSDAY) == away(brussels, brussels.ann, TUESDAY, THURSDAY)
    assert Absence.objects.count() == 1


def test_back_sooner_the_other_days_are_free_again(brussels):
    absence = away(brussels, brussels.ann, TUESDAY, FRIDAY)
    end_absence(absence=absence, back_on=THURSDAY, by=brussels.ann, now=NOW)
    assert [may_come(brussels, brussels.ann, day) for day in (WEDNESDAY, THURSDAY)] == [False, True]


def test_taken_back_from_its_first_day_on_it_counts_nowhere_and_is_kept(brussels):
    absence = away(brussels, brussels.ann, TUESDAY, FRIDAY)
    end_absence(absence=absence, back_on=TUESDAY, by=brussels.ann, now=NOW)
    assert may_come(brussels, brussels.ann, TUESDAY)
    assert Absence.objects.get().withdrawn_at == NOW
    with pytest.raises(NotPossible):
        end_absence(absence=absence, back_on=TUESDAY, by=brussels.ann, now=NOW)
    assert away(brussels, brussels.ann, TUESDAY, FRIDAY) != absence


def test_days_gone_by_stay_as_they_were(brussels):
    absence = away(brussels, brussels.ann, TUESDAY, FRIDAY)
    with pytest.raises(NotPossible, match="over"):
        end_absence(absence=absence, back_on=WEDNESDAY, by=brussels.ann, now=NOW + timedelta(days=3))


def test_an_imported_absence_is_ended_where_it_came_from(brussels):
    absence = away(brussels, brussels.ann, TUESDAY, FRIDAY)
    Absence.objects.update(source="imported")
    with pytest.raises(NotPossible, match="staff office"):
        end_absence(absence=absence, back_on=WEDNESDAY, by=brussels.ann, now=NOW)


def test_nobody_ends_a_strangers_absence(brussels):
    absence = away(brussels, brussels.ann, TUESDAY, FRIDAY)
    with pytest.raises(NotAllowed):
        end_absence(absence=absence, back_on=WEDNESDAY, by=brussels.bob, now=NOW)
