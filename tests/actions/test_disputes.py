"""Disputes: by whom a record is disputed, who answers, and what an answer changes."""

from datetime import timedelta

import pytest

from booking.actions.asking import NotPossible
from booking.actions.disputes import correct, raise_dispute, reject
from booking.actions.permissions import NotAllowed
from booking.models import Attendance, Booking, Dispute, Employee, Message
from tests.cast import NOW, TODAY, Office, grant, office

pytestmark = pytest.mark.django_db(transaction=True)

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def brussels() -> Office:
    cast = office()
    grant(cast.dia, "hr", cast.site)
    return cast


def day_of(cast: Office, who: Employee, state="absent", date=YESTERDAY, **fields) -> Attendance:
    halves = {"morning": True, "afternoon": True} | fields
    return Attendance.objects.create(
        employee=who, site=cast.site, date=date, state=state, created_at=NOW, changed_at=NOW, **halves
    )


def disputed(cast: Office, **fields) -> Dispute:
    day = day_of(cast, cast.ann, **fields)
    return raise_dispute(attendance=day, by=cast.ann, text="I was there.", now=NOW)


def test_one_disputes_ones_own_day_once_when_it_is_over_and_says_why(brussels):
    day = day_of(brussels, brussels.ann)
    for who in (brussels.bob, brussels.dia):
        with pytest.raises(NotAllowed):
            raise_dispute(attendance=day, by=who, text="No.", now=NOW)
    with pytest.raises(NotPossible):
        raise_dispute(attendance=day, by=brussels.ann, text="  ", now=NOW)
    with pytest.raises(NotPossible):
        raise_dispute(attendance=day_of(brussels, brussels.ann, date=TODAY), by=brussels.ann, text="No.", now=NOW)
    raise_dispute(attendance=day, by=brussels.ann, text="I was there.", now=NOW)
    with pytest.raises(NotPossible):
        raise_dispute(attendance=day, by=brussels.ann, text="Really.", now=NOW)


def test_corrected_the_day_is_as_it_was_and_the_person_is_told(brussels):
    dispute = disputed(brussels)
    correct(dispute=dispute, state="present", by=brussels.dia, now=NOW, answer="Sorry.")
    dispute.refresh_from_db()
    assert dispute.attendance.state == "present"
    assert (dispute.state, dispute.answer, dispute.answered_by) == ("corrected", "Sorry.", brussels.dia)
    assert Message.objects.get(kind="dispute_answered").employee == brussels.ann
    with pytest.raises(NotPossible):
        reject(dispute=dispute, answer="No.", by=brussels.dia, now=NOW)
    assert Message.objects.count() == 1


def test_cancelled_its_bookings_end_too(brussels):
    dispute = disputed(brussels, state="planned")
    start, end = brussels.site.part_of_day(YESTERDAY, morning=True, afternoon=True)
    Booking.objects.create(
        space=brussels.desks[0], attendance=dispute.attendance, date=YESTERDAY, period=(start, end), morning=True,
        afternoon=True, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    correct(dispute=dispute, state="cancelled", by=brussels.dia, now=NOW)
    assert Attendance.objects.get().state == "cancelled"
    assert Booking.objects.get().state == "cancelled"


def test_not_corrected_the_record_stays_and_the_answer_is_needed(brussels):
    dispute = disputed(brussels)
    with pytest.raises(NotPossible):
        reject(dispute=dispute, answer=" ", by=brussels.dia, now=NOW)
    reject(dispute=dispute, answer="The door says otherwise.", by=brussels.dia, now=NOW)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.attendance.state) == ("rejected", "absent")


def test_nobody_answers_themselves_nor_for_another_site(brussels):
    ghent = office("ghent", people=1, first=5)
    grant(ghent.fay, "hr", ghent.site)
    grant(brussels.ann, "hr", brussels.site)
    dispute = disputed(brussels)
    for who in (brussels.ann, brussels.bob, ghent.fay):
        with pytest.raises(NotAllowed):
            correct(dispute=dispute, state="present", by=who, now=NOW)
        with pytest.raises(NotAllowed):
            reject(dispute=dispute, answer="No.", by=who, now=NOW)
    grant(ghent.fay, "administrator")
    correct(dispute=dispute, state="present", by=ghent.fay, now=NOW)


@pytest.mark.parametrize("state", ["absent", "held", "nonsense"])
def test_a_correction_is_another_state_that_a_past_day_can_have(brussels, state):
    dispute = disputed(brussels)
    with pytest.raises(NotPossible):
        correct(dispute=dispute, state=state, by=brussels.dia, now=NOW)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.attendance.state) == ("open", "absent")
    assert not Message.objects.exists()


def test_two_records_of_one_half_never_stand(brussels):
    dispute = disputed(brussels, state="cancelled", afternoon=False)
    day_of(brussels, brussels.ann, state="present")
    with pytest.raises(NotPossible):
        correct(dispute=dispute, state="present", by=brussels.dia, now=NOW)
    dispute.refresh_from_db()
    assert dispute.state == "open"


def test_the_trail_keeps_who_said_what(brussels):
    dispute = disputed(brussels)
    reject(dispute=dispute, answer="No.", by=brussels.dia, now=NOW)
    assert list(dispute.events.order_by("pgh_id").values_list("pgh_label", "state")) == [
        ("insert", "open"),
        ("update", "rejected"),
    ]
