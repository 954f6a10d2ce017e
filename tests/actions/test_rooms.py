"""Book a room, change it, give it back; and what that does to the days of those who come."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from booking.actions.absence import enter_absence
from booking.actions.amendment import move, shrink
from booking.actions.asking import NotPossible, Refused
from booking.actions.cancellation import cancel, cancel_booking
from booking.actions.leaving import end_coming_days
from booking.actions.participation import respond
from booking.actions.permissions import NotAllowed
from booking.actions.reservation import reserve
from booking.actions.room_booking import book_room, cancel_room, change_room, end_early
from booking.actions.undoing import restore
from booking.models import Attendance, Booking, Employee, Message, Override, Participant, Refusal, Space
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, TODAY, TUESDAY, WEDNESDAY, Office, grant, office
from tests.meetings import at, coming, room_ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    cast = office()
    cast.publish({**CAP_20, "small_base": None}, {**ONE_DAY, "days": 2}, ONE_DESK)
    cast.base(telework=10)  # two people at once
    return cast


def book(cast: Office, who: Employee, start: str = "10:00", end: str = "11:00", day: date = TUESDAY, **request):
    extra = {
        name: request.pop(name) for name in ("by", "in_person", "participants", "override_reason") if name in request
    }
    booked = book_room(
        ask=room_ask(cast, who, start, end, day=day, **request), now=NOW, door="test", **{"by": who, **extra}
    )
    return Booking.objects.get(pk=booked.booking_id)


def parts_of(who: Employee, day: date = TUESDAY) -> Parts | None:
    found = Attendance.objects.standing().filter(employee=who, date=day).first()
    return Parts(found.morning, found.afternoon) if found else None


def test_whoever_books_a_room_and_comes_has_that_half_of_the_day(brussels):
    meeting = book(brussels, brussels.ann, title="Budget", people=4)
    assert (meeting.organiser, meeting.attendance, meeting.title, meeting.people) == (brussels.ann, None, "Budget", 4)
    assert parts_of(brussels.ann) == MORNING
    assert coming(meeting) == ["Ann"]


def test_from_home_one_books_without_a_day(brussels):
    meeting = book(brussels, brussels.ann, in_person=False)
    assert parts_of(brussels.ann) is None
    assert meeting.participants.get().response == "remote"


def test_a_full_day_refuses_the_organiser_who_comes_and_not_the_room(brussels):
    for who in (brussels.bob, brussels.cas):
        reserve(ask=brussels.ask(who), by=who, now=NOW, door="test")
    with pytest.raises(Refused) as refused:
        book(brussels, brussels.ann)
    assert {o.code for o in refused.value.verdict.refusals} == {"occupancy_cap"}
    assert Refusal.objects.get().verb == "book_room"
    assert not Booking.objects.filter(organiser=brussels.ann).exists()
    book(brussels, brussels.ann, in_person=False)


def test_a_room_is_taken_once_closed_with_the_site_and_holds_what_is_safe(brussels):
    book(brussels, brussels.ann, "10:00", "11:00")
    book(brussels, brussels.ann, "11:00", "12:00")
    for request, code in (
        ({"start": "10:30", "end": "11:30"}, "taken"),
        ({"day": TODAY - timedelta(days=3)}, "past"),
        ({"day": TODAY + timedelta(days=6)}, "closed"),
        ({"start": "14:00", "end": "15:00", "people": 7}, "room_full"),
    ):
        with pytest.raises(Refused) as refused:
            book(brussels, brussels.bob, in_person=False, **request)
        assert {o.code for o in refused.value.verdict.refusals} == {code}


def test_a_desk_is_no_room_and_a_room_no_desk(brussels):
    with pytest.raises(NotPossible):
        book(brussels, brussels.ann, space=brussels.desks[0])
    with pytest.raises(NotPossible):
        reserve(
            ask=replace(brussels.ask(brussels.ann), space_id=brussels.room.pk), by=brussels.ann, now=NOW, door="test"
        )


def test_nobody_books_in_somebody_elses_name(brussels):
    with pytest.raises(NotAllowed):
        book(brussels, brussels.ann, by=brussels.bob)
    grant(brussels.bob, "facility_manager", brussels.site)
    assert book(brussels, brussels.ann, by=brussels.bob).organiser == brussels.ann


def test_a_limit_of_rooms_is_set_aside_by_who_may_and_that_is_kept():
    cast = office()
    cast.publish({"kind": "room_limits", "longest_minutes": 30})
    grant(cast.bob, "facility_manager", cast.site)
    with pytest.raises(Refused):
        book(cast, cast.ann, override_reason="I want to")
    meeting = book(cast, cast.ann, by=cast.bob, override_reason="Works council")
    override = Override.objects.get()
    assert (override.booking, override.attendance, override.reason) == (meeting, None, "Works council")


def test_cancelling_gives_back_the_day_that_nothing_else_needs(brussels):
    reserve(ask=brussels.ask(brussels.ann, parts=MORNING), by=brussels.ann, now=NOW, door="test")
    meeting = book(brussels, brussels.ann, "10:00", "15:00")
    assert parts_of(brussels.ann) == ALL_DAY
    with pytest.raises(NotAllowed):
        cancel_room(booking=meeting, by=brussels.cas, now=NOW)
    cancel_room(booking=meeting, by=brussels.ann, now=NOW)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.ended_by) == ("cancelled", brussels.ann)
    assert parts_of(brussels.ann) == MORNING
    with pytest.raises(NotPossible):
        cancel_room(booking=meeting, by=brussels.ann, now=NOW)
    only = book(brussels, brussels.bob)
    cancel_room(booking=only, by=brussels.bob, now=NOW)
    assert parts_of(brussels.bob) is None


def test_shortening_always_goes_and_longer_is_judged(brussels):
    meeting = book(brussels, brussels.ann, "10:00", "15:00", people=6)
    book(brussels, brussels.bob, "15:00", "16:00", in_person=False)
    Space.objects.filter(pk=brussels.room.pk).update(seats=4)
    change_room(booking=meeting, by=brussels.ann, now=NOW, door="test", period=at(brussels, "10:00", "12:00"))
    assert parts_of(brussels.ann) == MORNING
    with pytest.raises(Refused) as refused:
        change_room(booking=meeting, by=brussels.ann, now=NOW, door="test", period=at(brussels, "10:00", "15:30"))
    assert {o.code for o in refused.value.verdict.refusals} == {"taken", "room_full"}
    meeting.refresh_from_db()
    assert meeting.sequence == 1


def test_a_meeting_moves_with_those_who_come_and_whom_the_new_day_refuses_is_invited_again(brussels):
    meeting = book(brussels, brussels.ann, participants=[("employee", brussels.bob.pk)])
    join(meeting, brussels.bob)
    reserve(ask=brussels.ask(brussels.cas, WEDNESDAY), by=brussels.cas, now=NOW, door="test")
    change_room(
        booking=meeting, by=brussels.ann, now=NOW, door="test", period=at(brussels, "14:00", "15:00", WEDNESDAY)
    )
    meeting.refresh_from_db()
    assert (meeting.date, meeting.morning, meeting.afternoon) == (WEDNESDAY, False, True)
    assert (parts_of(brussels.ann), parts_of(brussels.ann, WEDNESDAY)) == (None, AFTERNOON)
    assert (parts_of(brussels.bob), parts_of(brussels.bob, WEDNESDAY)) == (None, None)
    assert Participant.objects.get(employee=brussels.bob).response == "invited"
    fell = Message.objects.get(kind="fell_back")
    assert (fell.employee, fell.payload["objections"][0]["code"]) == (brussels.bob, "occupancy_cap")


def test_the_organiser_who_would_be_refused_changes_nothing(brussels):
    meeting = book(brussels, brussels.ann)
    for who in (brussels.bob, brussels.cas):
        reserve(ask=brussels.ask(who, WEDNESDAY), by=who, now=NOW, door="test")
    with pytest.raises(Refused):
        change_room(
            booking=meeting, by=brussels.ann, now=NOW, door="test", period=at(brussels, "10:00", "11:00", WEDNESDAY)
        )
    meeting.refresh_from_db()
    assert meeting.date == TUESDAY
    assert parts_of(brussels.ann) == MORNING


def test_a_meeting_that_ends_early_leaves_the_room_free_and_the_past_as_it_was(brussels):
    meeting = book(brussels, brussels.ann, "10:00", "15:00", day=TODAY)
    at_eleven = brussels.site.instant(TODAY, time(11))
    with pytest.raises(NotPossible):
        end_early(booking=meeting, by=brussels.ann, now=NOW)
    end_early(booking=meeting, by=None, now=at_eleven)
    meeting.refresh_from_db()
    assert (meeting.period.upper, meeting.state, meeting.afternoon) == (at_eleven, "booked", False)
    assert parts_of(brussels.ann, TODAY) == MORNING
    book(brussels, brussels.bob, "11:00", "12:00", day=TODAY, in_person=False)


def test_at_the_door_a_free_room_is_taken_from_now_on_and_not_for_long(brussels):
    now = brussels.site.instant(TODAY, time(10, 2))

    def take(start: str, end: str):
        return book_room(ask=room_ask(brussels, None, start, end, day=TODAY), by=None, now=now, door="panel")

    for start, end in (("11:00", "11:30"), ("10:00", "13:00")):
        with pytest.raises(NotPossible):
            take(start, end)
    assert Booking.objects.get(pk=take("10:00", "10:30").booking_id).organiser is None
    with pytest.raises(Refused):
        take("10:15", "10:45")


class TestTheDayBehindAMeeting:
    """What somebody does to their day does to their place in its meetings."""

    def test_cancelled_they_join_remotely_and_undone_they_come_again(self, brussels):
        meeting = book(brussels, brussels.ann)
        day = Attendance.objects.get()
        cancel(attendance=day, by=brussels.ann, now=NOW)
        assert Participant.objects.get().response == "remote"
        day.refresh_from_db()
        restore(attendance=day, by=brussels.ann, now=NOW, door="test")
        assert coming(meeting) == ["Ann"]
        assert parts_of(brussels.ann) == MORNING

    def test_shrunk_they_keep_the_meetings_of_the_half_that_stays(self, brussels):
        morning, both = book(brussels, brussels.ann), book(brussels, brussels.ann, "12:00", "14:00")
        shrink(attendance=Attendance.objects.get(), parts=MORNING, by=brussels.ann, now=NOW)
        assert (coming(morning), coming(both)) == (["Ann"], [])
        assert both.participants.get().response == "remote"

    def test_a_desk_given_back_leaves_the_half_of_the_meeting(self, brussels):
        desk = reserve(ask=brussels.ask(brussels.ann, desk=0), by=brussels.ann, now=NOW, door="test")
        meeting = book(brussels, brussels.ann)
        cancel_booking(booking=Booking.objects.get(pk=desk.booking_id), by=brussels.ann, now=NOW)
        assert parts_of(brussels.ann) == MORNING
        assert coming(meeting) == ["Ann"]

    def test_away_they_decline_and_the_meeting_stays(self, brussels):
        meeting = book(brussels, brussels.ann)
        enter_absence(
            employee=brussels.ann, kind="leave", starts_on=TUESDAY, ends_on=WEDNESDAY, by=brussels.ann, now=NOW
        )
        meeting.refresh_from_db()
        assert (meeting.state, meeting.participants.get().response) == ("booked", "declined")

    def test_away_for_half_a_day_they_decline_what_falls_in_it(self, brussels):
        morning, afternoon = book(brussels, brussels.ann), book(brussels, brussels.ann, "14:00", "15:00")
        enter_absence(
            employee=brussels.ann, kind="leave", starts_on=TUESDAY, ends_on=WEDNESDAY, by=brussels.ann, now=NOW,
            parts=AFTERNOON,
        )  # fmt: skip
        assert (coming(morning), afternoon.participants.get().response) == (["Ann"], "declined")

    def test_who_leaves_takes_the_meetings_they_organise_along(self, brussels):
        before, after = book(brussels, brussels.ann), book(brussels, brussels.ann, day=WEDNESDAY)
        end_coming_days({brussels.ann.pk: WEDNESDAY}, by=None, now=NOW)
        before.refresh_from_db()
        after.refresh_from_db()
        assert (before.state, after.state) == ("booked", "cancelled")

    def test_moved_it_leaves_the_meeting_where_it_was(self, brussels):
        reserve(ask=brussels.ask(brussels.ann, desk=0), by=brussels.ann, now=NOW, door="test")
        meeting = book(brussels, brussels.ann)
        move(attendance=Attendance.objects.get(), day=WEDNESDAY, by=brussels.ann, now=NOW, door="test")
        assert meeting.participants.get().response == "remote"
        assert parts_of(brussels.ann, WEDNESDAY) == ALL_DAY


def join(meeting: Booking, who: Employee, *, response: str = "in_person", by: Employee | None = None) -> None:
    respond(participant=meeting.participants.get(employee=who), response=response, by=by or who, now=NOW, door="test")
