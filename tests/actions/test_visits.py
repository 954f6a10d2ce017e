"""Visitors are invited under the rules that speak of them, changed, cancelled, and invited again."""

from dataclasses import replace

import pytest
from psycopg.types.range import Range

from booking.actions.asking import NotPossible, Refused
from booking.actions.participation import invite as invite_to_meeting
from booking.actions.participation import respond
from booking.actions.permissions import NotAllowed
from booking.actions.reservation import reserve
from booking.actions.room_booking import book_room
from booking.actions.visitors import Guest, IsEmployee
from booking.actions.visits import cancel_visit, change_visit, restore_visit
from booking.models import Attendance, Booking, Closure, Message, Override, Participant, Refusal, Visit, Visitor
from booking.rules.proposal import Parts
from tests.cast import MONDAY, NOW, ONE_DAY, TUESDAY, WEDNESDAY, grant, office
from tests.meetings import at, room_ask
from tests.visits import VERA, guest, invite

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    return office()


def standing(visit: Visit) -> Attendance:
    return Attendance.objects.standing().get(visit=visit)


def test_a_visitor_has_a_day_in_the_parts_that_the_visit_touches(brussels):
    visit = invite(brussels, brussels.ann, start="10:00", end="14:00", note="Needs parking")
    day = standing(visit)
    assert (day.visitor.name, day.visitor.host, day.employee) == ("Vera Visitor", brussels.ann, None)
    assert (day.morning, day.afternoon, day.state, day.requested_by) == (True, True, "planned", brussels.ann)
    assert (visit.note, visit.badge) == ("Needs parking", "")
    message = Message.objects.get()
    assert (message.kind, message.visitor) == ("visit_invited", day.visitor)
    assert message.payload == {"visit": visit.pk, "sequence": 0, "attendance": day.pk}


def test_a_cap_that_counts_guests_refuses_them_and_keeps_the_refusal(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 2, "guests": True})
    reserve(ask=brussels.ask(brussels.bob), by=brussels.bob, now=NOW, door="test")
    invite(brussels, brussels.ann, guest(1))
    with pytest.raises(Refused) as refused:
        invite(brussels, brussels.ann, guest(2))
    (objection,) = refused.value.verdict.refusals
    assert (objection.code, objection.limit, objection.used) == ("occupancy_cap", 2, 2)
    kept = Refusal.objects.get(pk=refused.value.refusal_id)
    assert (kept.visitor.name, kept.requested_by, kept.verb) == ("Guest 2", brussels.ann, "invite")
    # Guests take places from colleagues, too.
    with pytest.raises(Refused):
        reserve(ask=brussels.ask(brussels.cas), by=brussels.cas, now=NOW, door="test")


def test_a_cap_of_those_able_to_telework_neither_counts_nor_limits_guests(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 1, "population": "telework"}, ONE_DAY)
    for n, day in enumerate((MONDAY, TUESDAY, TUESDAY, WEDNESDAY)):
        invite(brussels, brussels.ann, guest(n), day=day)
    invite(brussels, brussels.ann, guest(0), day=WEDNESDAY)
    reserve(ask=brussels.ask(brussels.bob), by=brussels.bob, now=NOW, door="test")


def test_closed_days_and_past_hours_refuse_visitors(brussels):
    Closure.objects.create(site=brussels.site, period=Range(TUESDAY, WEDNESDAY), reason="Painting")
    for day, start, end, code in ((TUESDAY, "10:00", "11:00", "closed"), (MONDAY, "06:00", "07:00", "past")):
        with pytest.raises(Refused) as refused:
            invite(brussels, brussels.ann, start=start, end=end, day=day)
        assert [o.code for o in refused.value.verdict.refusals] == [code]


def test_a_site_for_some_roles_is_closed_to_visitors(brussels):
    brussels.publish({"kind": "access", "roles": ["safety_warden"]})
    with pytest.raises(Refused) as refused:
        invite(brussels, brussels.ann)
    assert refused.value.verdict.refusals[0].code == "access"


def test_an_employee_is_no_visitor_whatever_the_letters(brussels):
    with pytest.raises(IsEmployee, match="Bob Test works here"):
        invite(brussels, brussels.ann, Guest(name="Somebody", email=" Bob@Brussels.EXAMPLE "))
    assert not Visitor.objects.exists()
    brussels.bob.left_on = TUESDAY
    brussels.bob.save()
    invite(brussels, brussels.ann, Guest(name="Bob Test", email="bob@brussels.example"))  # who has left may visit


def test_the_same_address_is_the_same_visitor_of_that_host(brussels):
    invite(brussels, brussels.ann)
    invite(brussels, brussels.ann, replace(VERA, email="VERA@acme.example", organisation="Bolt"), day=WEDNESDAY)
    invite(brussels, brussels.bob, day=WEDNESDAY)
    assert list(Visitor.objects.order_by("pk").values_list("host", "organisation")) == [
        (brussels.ann.pk, "Bolt"), (brussels.bob.pk, "Acme"),
    ]  # fmt: skip


def test_one_visit_a_day(brussels):
    invite(brussels, brussels.ann)
    with pytest.raises(NotPossible, match="invited for that day already"):
        invite(brussels, brussels.ann, start="15:00", end="16:00")


def test_only_those_who_may_act_for_the_host_invite_and_change(brussels):
    with pytest.raises(NotAllowed):
        invite(brussels, brussels.ann, by=brussels.bob)
    visit = invite(brussels, brussels.ann)
    for act in (
        lambda: change_visit(
            visit=visit, day=WEDNESDAY, period=at(brussels, "10:00", "11:00", WEDNESDAY), by=brussels.bob, now=NOW,
            door="test",
        ),
        lambda: cancel_visit(visit=visit, by=brussels.bob, now=NOW),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    grant(brussels.bob, "facility_manager", brussels.site)
    cancel_visit(visit=visit, by=brussels.bob, now=NOW)


def change(cast, visit, start, end, day=TUESDAY, **more):
    change_visit(visit=visit, day=day, period=at(cast, start, end, day), by=cast.ann, now=NOW, door="test", **more)
    visit.refresh_from_db()
    return standing(visit)


def test_a_visit_moves_to_other_hours_and_days_and_stays_the_same_visit(brussels):
    visit = invite(brussels, brussels.ann)
    day = change(brussels, visit, "14:00", "15:00")
    assert (day.date, day.morning, day.afternoon) == (TUESDAY, False, True)
    moved = change(brussels, visit, "09:00", "10:00", WEDNESDAY, note="By train")
    assert (moved.date, moved.morning, moved.afternoon) == (WEDNESDAY, True, False)
    assert (visit.sequence, visit.note, Attendance.objects.get(pk=day.pk).state) == (2, "By train", "cancelled")
    keys = list(Message.objects.order_by("pk").values_list("key", flat=True))
    assert keys == [f"visit_invited:{visit.pk}:0", f"visit_changed:{visit.pk}:1", f"visit_changed:{visit.pk}:2"]


def test_another_note_tells_nobody(brussels):
    visit = invite(brussels, brussels.ann)
    change(brussels, visit, "10:00", "11:00", note="Wheelchair")
    assert (visit.note, visit.sequence, Message.objects.count()) == ("Wheelchair", 0, 1)


def test_a_change_is_judged_for_what_it_adds_and_refused_as_a_whole(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 1, "guests": True})
    visit = invite(brussels, brussels.ann)
    reserve(ask=brussels.ask(brussels.bob, parts=Parts(False, True)), by=brussels.bob, now=NOW, door="test")
    with pytest.raises(Refused):
        change(brussels, visit, "10:00", "14:00")
    visit.refresh_from_db()
    assert (standing(visit).afternoon, visit.sequence) == (False, 0)
    change(brussels, visit, "08:00", "12:00")  # the morning is theirs
    Closure.objects.create(site=brussels.site, period=Range(TUESDAY, WEDNESDAY), reason="Painting")
    change(brussels, visit, "09:00", "10:00")  # less always goes


def test_a_cancelled_visit_frees_its_place_and_comes_back_under_the_rules(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 1, "guests": True})
    visit = invite(brussels, brussels.ann, note="Parking")
    cancel_visit(visit=visit, by=brussels.ann, now=NOW)
    other = invite(brussels, brussels.bob, guest(1))
    with pytest.raises(Refused):
        restore_visit(visit=Visit.objects.get(pk=visit.pk), by=brussels.ann, now=NOW, door="test")
    cancel_visit(visit=other, by=brussels.bob, now=NOW)
    restore_visit(visit=Visit.objects.get(pk=visit.pk), by=brussels.ann, now=NOW, door="test")
    visit.refresh_from_db()
    assert (standing(visit).date, visit.note, visit.sequence) == (TUESDAY, "Parking", 2)
    with pytest.raises(NotPossible):
        restore_visit(visit=visit, by=brussels.ann, now=NOW, door="test")


def test_an_override_needs_permission_and_is_kept(brussels):
    brussels.publish({"kind": "occupancy_cap", "number": 0, "guests": True})
    with pytest.raises(Refused):
        invite(brussels, brussels.ann, override_reason="The minister")
    grant(brussels.ann, "facility_manager", brussels.site)
    visit = invite(brussels, brussels.ann, override_reason="The minister")
    assert Override.objects.get(attendance=standing(visit)).reason == "The minister"


def test_visitors_take_part_in_meetings(brussels):
    visit = invite(brussels, brussels.ann)
    booked = book_room(ask=room_ask(brussels, brussels.ann, "14:00", "15:00"), by=brussels.ann, now=NOW, door="test")
    meeting = Booking.objects.get(pk=booked.booking_id)
    visitor = standing(visit).visitor
    invite_to_meeting(booking=meeting, people=[("visitor", visitor.pk)], by=brussels.ann, now=NOW)
    part = Participant.objects.get(visitor=visitor)
    respond(participant=part, response="in_person", by=brussels.ann, now=NOW, door="test")
    assert Parts(standing(visit).morning, standing(visit).afternoon) == Parts(True, True)
    change(brussels, visit, "09:00", "10:00")  # the meeting's half stays
    assert Parts(standing(visit).morning, standing(visit).afternoon) == Parts(True, True)


def test_an_invitation_costs_a_fixed_number_of_queries(brussels, django_assert_num_queries):
    invite(brussels, brussels.ann, guest(0))
    with django_assert_num_queries(15):
        invite(brussels, brussels.ann, guest(1))
