"""What people decide for themselves: who sees them, their desk, their language, who may act for them."""

import pytest
from django.apps import apps

from booking.actions.asking import NotPossible
from booking.actions.cancellation import cancel
from booking.actions.own_choices import (
    choose_language,
    choose_usual_desk,
    choose_visibility,
    dismiss_assistant,
    name_assistant,
)
from booking.actions.permissions import NotAllowed, helped_by
from booking.actions.reservation import reserve
from booking.models import Attendance, Delegation, Message
from tests.cast import NOW, ONE_DAY, TODAY, Office, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    cast = office()
    cast.base(telework=20)
    cast.publish(ONE_DAY)
    return cast


def test_every_choice_leaves_a_trail(brussels):
    ann = brussels.ann
    choose_visibility(employee=ann, visibility="team")
    choose_usual_desk(employee=ann, desk_id=brussels.desks[3].pk)
    choose_language(employee=ann, language="fr")
    events = apps.get_model("booking", "EmployeeEvent").objects.filter(pgh_obj=ann).order_by("pgh_id")
    assert events.last().language == "fr"
    assert events.last().favourite_desk_id == brussels.desks[3].pk
    assert [event.visibility for event in events] == ["everyone", "team", "team", "team"]


@pytest.mark.parametrize(
    "choose",
    [
        lambda cast: choose_visibility(employee=cast.ann, visibility="friends"),
        lambda cast: choose_language(employee=cast.ann, language="de-AT"),
        lambda cast: choose_usual_desk(employee=cast.ann, desk_id=cast.room.pk),
        lambda cast: name_assistant(employee=cast.ann, assistant_id=cast.ann.pk, now=NOW),
    ],
)
def test_what_makes_no_sense_is_not_kept(brussels, choose):
    with pytest.raises(NotPossible):
        choose(brussels)


def test_an_assistant_books_and_cancels_under_the_limits_of_the_one_who_comes(brussels):
    ann, bob = brussels.ann, brussels.bob
    with pytest.raises(NotAllowed):
        reserve(ask=brussels.ask(ann), by=bob, now=NOW, door="test")
    name_assistant(employee=ann, assistant_id=bob.pk, now=NOW)
    name_assistant(employee=ann, assistant_id=bob.pk, now=NOW)
    assert Delegation.objects.count() == 1
    assert list(helped_by(bob, on=TODAY)) == [ann]
    with pytest.raises(NotAllowed):  # not the other way round
        reserve(ask=brussels.ask(bob), by=ann, now=NOW, door="test")

    reserve(ask=brussels.ask(ann), by=bob, now=NOW, door="test")
    day = Attendance.objects.get()
    assert (day.employee, day.requested_by) == (ann, bob)
    assert Message.objects.get(kind="booked").employee == ann  # who is told who did it

    cancel(attendance=day, by=bob, now=NOW)
    assert Attendance.objects.get().ended_by == bob


def test_a_dismissed_assistant_changes_nothing_any_more(brussels):
    ann, bob = brussels.ann, brussels.bob
    name_assistant(employee=ann, assistant_id=bob.pk, now=NOW)
    reserve(ask=brussels.ask(ann), by=bob, now=NOW, door="test")
    dismiss_assistant(employee=ann, assistant_id=bob.pk)
    with pytest.raises(NotAllowed):
        cancel(attendance=Attendance.objects.get(), by=bob, now=NOW)
    assert Attendance.objects.standing().exists()


def test_a_lead_may_act_for_the_team_and_is_listed_once_with_each(brussels):
    blue = brussels.teams["Blue"]
    blue.lead = brussels.bob
    blue.save()
    name_assistant(employee=brussels.ann, assistant_id=brussels.bob.pk, now=NOW)
    assert list(helped_by(brussels.bob, on=TODAY)) == [brussels.ann, brussels.cas]
