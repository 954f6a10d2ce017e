"""Meet here: a lead proposes a day, places are held in a fair order, members answer, the clock releases the rest."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.actions import meet_up as meeting
from booking.actions.asking import NotPossible, Refused
from booking.actions.cancellation import cancel
from booking.actions.invitation import accept, decline
from booking.actions.meet_up import propose, release_by_default, release_leftovers, withdraw
from booking.actions.permissions import NotAllowed
from booking.actions.reservation import reserve
from booking.models import Attendance, Booking, Invitation, MeetUp, Message
from booking.rules.proposal import ALL_DAY
from tests.cast import CAP_20, FRIDAY, MONDAY, NOW, ONE_DAY, ONE_DESK, THURSDAY, TODAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)

WEDNESDAY_EVENING = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)


@pytest.fixture
def brussels() -> Office:
    """Ann leads Blue: herself, Cas, Eve, Gus and Ida. Five people at once."""
    cast = office(people=10, desks=20)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK)
    cast.base(telework=25)
    cast.teams["Blue"].lead = cast.ann
    cast.teams["Blue"].save()
    return cast


def proposing(cast: Office, *, by=None, day=FRIDAY, team="Blue", now=NOW, **terms) -> MeetUp:
    return propose(
        team_id=cast.teams[team].pk, site_id=cast.site.pk, day=day, parts=ALL_DAY, by=by or cast.ann, now=now, **terms
    )


def of(who) -> Invitation:
    return Invitation.objects.select_related("meet_up", "attendance", "employee").get(employee=who)


def came(who, *days_ago: int) -> None:
    for days in days_ago:
        Attendance.objects.create(
            employee=who, site=who.home_site, date=TODAY - timedelta(days=days), morning=True, afternoon=True,
            state="present", created_at=NOW, changed_at=NOW,
        )  # fmt: skip


def test_every_member_gets_a_held_place_and_one_message_and_the_lead_s_own_is_planned(brussels):
    meet_up = proposing(brussels, note="Pizza")
    assert meet_up.release_at == WEDNESDAY_EVENING
    held = Attendance.objects.filter(state="held", date=FRIDAY)
    assert {day.employee.given_name for day in held} == {"Cas", "Eve", "Gus", "Ida"}
    assert {day.held_until for day in held} == {WEDNESDAY_EVENING}
    assert of(brussels.ann).response == "accepted"
    assert Attendance.objects.get(employee=brussels.ann).state == "planned"
    told = Message.objects.filter(kind="proposed").values_list("employee__given_name", flat=True)
    assert sorted(told) == ["Cas", "Eve", "Gus", "Ida"]


def test_whoever_was_granted_the_fewest_days_comes_first_then_by_name(brussels):
    came(brussels.ann, 3, 4)
    came(brussels.cas, 5)
    came(brussels.eve, 40, 41)  # longer ago than four weeks
    Attendance.objects.filter(employee=brussels.cas).update(state="absent")  # granted, and not used
    for who in ("bob", "dia"):
        reserve(ask=brussels.ask(getattr(brussels, who), FRIDAY), by=getattr(brussels, who), now=NOW, door="test")
    proposing(brussels)
    held = list(Invitation.objects.order_by("pk").values_list("employee__given_name", flat=True))
    assert held == ["Eve", "Gus", "Ida", "Cas", "Ann"]
    with_place = Invitation.objects.filter(attendance__isnull=False).values_list("employee__given_name", flat=True)
    assert sorted(with_place) == ["Eve", "Gus", "Ida"]  # three were left


def test_where_the_limits_allow_no_place_the_invitation_says_why_and_no_refusal_is_kept(brussels):
    reserve(ask=brussels.ask(brussels.cas, THURSDAY), by=brussels.cas, now=NOW, door="test")
    proposing(brussels)
    invitation = of(brussels.cas)
    assert invitation.attendance is None
    assert [objection["code"] for objection in invitation.objections] == ["person_maximum"]
    assert not brussels.cas.attendances.filter(date=FRIDAY).exists()
    with pytest.raises(Refused):
        accept(invitation=invitation, by=brussels.cas, now=NOW, door="test")
    cancel(attendance=Attendance.objects.get(employee=brussels.cas), by=brussels.cas, now=NOW)
    accept(invitation=invitation, by=brussels.cas, now=NOW, door="test")
    assert of(brussels.cas).attendance.state == "planned"


def test_who_comes_anyway_counts_as_coming_and_takes_no_second_place(brussels):
    reserve(ask=brussels.ask(brussels.cas, FRIDAY, desk=3), by=brussels.cas, now=NOW, door="test")
    proposing(brussels)
    assert (of(brussels.cas).response, of(brussels.cas).attendance) == ("accepted", None)
    assert Attendance.objects.standing().filter(date=FRIDAY).count() == 5


def test_accepting_plans_the_day_at_a_desk_near_those_who_have_accepted(brussels):
    proposing(brussels)
    accept(invitation=of(brussels.cas), by=brussels.cas, now=NOW, door="test")
    first = Booking.objects.get(attendance__employee=brussels.cas).space
    accept(invitation=of(brussels.eve), by=brussels.eve, now=NOW, door="test")
    second = Booking.objects.get(attendance__employee=brussels.eve).space
    assert abs(first.x - second.x) + abs(first.y - second.y) <= 200
    day = Attendance.objects.get(employee=brussels.eve)
    assert (day.state, day.held_until, day.requested_by) == ("planned", None, brussels.eve)
    assert of(brussels.eve).response == "accepted"
    with pytest.raises(NotPossible):
        accept(invitation=of(brussels.eve), by=brussels.eve, now=NOW, door="test")


@pytest.mark.parametrize("people", [10, 30])
def test_answering_costs_the_same_whatever_the_size_of_the_team(people, django_assert_num_queries):
    cast = office("antwerp", people=people, desks=40)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK)
    cast.base(telework=200)
    cast.teams["Blue"].lead = cast.ann
    cast.teams["Blue"].save()
    proposing(cast)
    for who in (cast.cas, cast.gus):
        accept(invitation=of(who), by=who, now=NOW, door="test")
    invitation, other = of(cast.eve), of(cast.ida)
    with django_assert_num_queries(18):
        accept(invitation=invitation, by=cast.eve, now=NOW, door="test")
    with django_assert_num_queries(6):
        decline(invitation=other, by=cast.ida, now=NOW)


def test_asking_a_member_costs_the_same_for_each(brussels, django_assert_num_queries):
    meet_up = proposing(brussels)
    Invitation.objects.filter(employee=brussels.cas).delete()
    Attendance.objects.filter(employee=brussels.cas).delete()
    with django_assert_num_queries(11):
        meeting._invite(meet_up, brussels.cas.pk, by=brussels.ann, now=NOW)


def test_without_a_free_desk_one_comes_without(brussels):
    type(brussels.desks[0]).objects.update(retired_on=TODAY)
    proposing(brussels)
    assert accept(invitation=of(brussels.cas), by=brussels.cas, now=NOW, door="test").booking_id is None
    day = Attendance.objects.get(employee=brussels.cas)
    assert (day.state, day.without_space_morning) == ("planned", True)


def test_declining_gives_the_place_to_others_and_one_may_change_one_s_mind(brussels):
    proposing(brussels)
    decline(invitation=of(brussels.cas), by=brussels.cas, now=NOW)
    assert of(brussels.cas).attendance.state == "cancelled"
    assert not Message.objects.filter(kind="cancelled").exists()
    reserve(ask=brussels.ask(brussels.bob, FRIDAY), by=brussels.bob, now=NOW, door="test")
    with pytest.raises(Refused):  # full again
        accept(invitation=of(brussels.cas), by=brussels.cas, now=NOW, door="test")
    decline(invitation=of(brussels.eve), by=brussels.eve, now=NOW)
    accept(invitation=of(brussels.cas), by=brussels.cas, now=NOW, door="test")


def test_the_held_day_booked_or_cancelled_by_its_owner_is_an_answer(brussels):
    proposing(brussels)
    reserve(ask=brussels.ask(brussels.cas, FRIDAY, desk=4), by=brussels.cas, now=NOW, door="test")
    cancel(attendance=Attendance.objects.get(employee=brussels.eve), by=brussels.eve, now=NOW)
    assert (of(brussels.cas).answer, of(brussels.eve).answer) == ("accepted", "declined")
    assert release_leftovers(now=WEDNESDAY_EVENING) == 2  # Gus and Ida
    assert Attendance.objects.get(employee=brussels.cas).state == "planned"
    assert (of(brussels.cas).response, of(brussels.eve).response) == ("accepted", "declined")


def test_what_nobody_accepts_is_released_at_the_stated_time_and_once(brussels):
    proposing(brussels)
    accept(invitation=of(brussels.cas), by=brussels.cas, now=NOW, door="test")
    assert release_leftovers(now=WEDNESDAY_EVENING - timedelta(minutes=1)) == 0
    assert release_leftovers(now=WEDNESDAY_EVENING) == 3
    assert release_leftovers(now=WEDNESDAY_EVENING) == 0
    assert {i.response for i in Invitation.objects.all()} == {"accepted", "released"}
    assert MeetUp.objects.get().state == "closed"
    with pytest.raises(NotPossible):
        accept(invitation=of(brussels.eve), by=brussels.eve, now=WEDNESDAY_EVENING, door="test")


def test_too_late_is_too_late_even_if_the_clock_stands_still(brussels):
    proposing(brussels)
    with pytest.raises(NotPossible):
        accept(invitation=of(brussels.cas), by=brussels.cas, now=WEDNESDAY_EVENING, door="test")


def test_a_release_that_died_half_way_is_ended_by_the_next(brussels, monkeypatch):
    proposing(brussels)
    settle, settled = meeting._settle, []

    def dying(invitation_id, **rest):
        if len(settled) == 2:
            raise RuntimeError("killed")
        settled.append(invitation_id)
        return settle(invitation_id, **rest)

    monkeypatch.setattr(meeting, "_settle", dying)
    with pytest.raises(RuntimeError):
        release_leftovers(now=WEDNESDAY_EVENING)
    monkeypatch.undo()
    assert release_leftovers(now=WEDNESDAY_EVENING) == 4 - len(settled)
    assert not Attendance.objects.filter(state="held").exists()


def test_a_proposal_that_died_half_way_goes_on_and_nobody_is_told_twice(brussels, monkeypatch):
    invite, asked = meeting._invite, []

    def dying(meet_up, employee_id, **rest):
        if len(asked) == 2:
            raise RuntimeError("killed")
        asked.append(employee_id)
        return invite(meet_up, employee_id, **rest)

    monkeypatch.setattr(meeting, "_invite", dying)
    with pytest.raises(RuntimeError):
        proposing(brussels)
    monkeypatch.undo()
    assert Invitation.objects.count() == 2

    proposing(brussels, note="other words", now=NOW + timedelta(minutes=5))
    assert (MeetUp.objects.count(), Invitation.objects.count()) == (1, 5)
    assert Message.objects.filter(kind="proposed").count() == 4
    assert MeetUp.objects.get().note == ""


def test_withdrawn_in_the_middle_of_proposing_nobody_more_is_asked(brussels, monkeypatch):
    invite, asked = meeting._invite, []

    def while_it_is_withdrawn(meet_up, employee_id, **rest):
        asked.append(employee_id)
        if len(asked) == 3:
            withdraw(meet_up=meet_up, by=brussels.ann, now=NOW)
        return invite(meet_up, employee_id, **rest)

    monkeypatch.setattr(meeting, "_invite", while_it_is_withdrawn)
    proposing(brussels)
    assert Invitation.objects.count() == 2
    assert not Attendance.objects.filter(state="held").exists()


def test_withdrawing_lets_go_of_what_is_held_and_tells_those_who_were_asked(brussels):
    meet_up = proposing(brussels)
    accept(invitation=of(brussels.cas), by=brussels.cas, now=NOW, door="test")
    decline(invitation=of(brussels.eve), by=brussels.eve, now=NOW)
    withdraw(meet_up=meet_up, by=brussels.ann, now=NOW)
    withdraw(meet_up=meet_up, by=brussels.ann, now=NOW)
    assert not Attendance.objects.filter(state="held").exists()
    assert Attendance.objects.get(employee=brussels.cas).state == "planned"
    told = Message.objects.filter(kind="meet_up_withdrawn").values_list("employee__given_name", flat=True)
    assert sorted(told) == ["Cas", "Gus", "Ida"]
    with pytest.raises(NotPossible):
        accept(invitation=of(brussels.gus), by=brussels.gus, now=NOW, door="test")
    proposing(brussels)  # the day may be proposed anew
    assert MeetUp.objects.count() == 2


def test_only_the_lead_proposes_and_withdraws_and_only_oneself_answers(brussels):
    with pytest.raises(NotAllowed):
        proposing(brussels, by=brussels.cas)
    with pytest.raises(NotAllowed):
        proposing(brussels, team="Red")
    meet_up = proposing(brussels)
    with pytest.raises(NotAllowed):
        withdraw(meet_up=meet_up, by=brussels.cas, now=NOW)
    with pytest.raises(NotAllowed):
        accept(invitation=of(brussels.cas), by=brussels.eve, now=NOW, door="test")
    with pytest.raises(NotAllowed):
        decline(invitation=of(brussels.cas), by=brussels.eve, now=NOW)


@pytest.mark.parametrize(
    "terms",
    [
        {"day": MONDAY},
        {"release_at": NOW},
        {"release_at": datetime(2026, 3, 6, 9, tzinfo=UTC)},
        {"note": "x" * 201},
    ],
)
def test_what_makes_no_sense_is_not_proposed(brussels, terms):
    with pytest.raises(NotPossible):
        proposing(brussels, **terms)
    assert not MeetUp.objects.exists()


def test_the_usual_release_is_the_evening_two_days_ahead_or_the_next_that_is_still_to_come(brussels):
    def at(day: int, hour: int) -> datetime:
        return datetime(2026, 3, day, hour, tzinfo=UTC)

    site = brussels.site
    assert release_by_default(site, FRIDAY, now=NOW) == at(4, 17)
    assert release_by_default(site, FRIDAY, now=at(4, 18)) == at(5, 17)
    assert release_by_default(site, FRIDAY, now=at(5, 18)) == site.instant(FRIDAY, site.opens)
