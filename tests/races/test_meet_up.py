"""Two leads propose the same day for their teams under one cap, while others book and the clock releases."""

from datetime import timedelta

import pytest

from booking.actions.invitation import accept, decline
from booking.actions.meet_up import propose, release_leftovers
from booking.models import Attendance, Employee, Invitation, MeetUp, Message
from booking.rules.proposal import ALL_DAY
from tests.cast import CAP_20, MONDAY, NOW, ONE_DESK
from tests.races import recount
from tests.races.party import all_reserving, asks, crowd_of, crowded_office, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

CAP = 25


def test_two_leads_and_thirty_people_for_the_same_places(race):
    cast = crowded_office(people=70, desks=40)
    cast.publish(CAP_20, ONE_DESK)
    cast.base(telework=5 * CAP)
    # Blue and Red keep fifteen each; the others belong to no team and book for themselves.
    members, booking = crowd_of(cast)[:30], crowd_of(cast)[30:60]
    Employee.objects.filter(pk__in=[who.pk for who in crowd_of(cast)[30:]]).update(team=None)
    for team, lead in (("Blue", cast.ann), ("Red", cast.bob)):
        cast.teams[team].lead = lead
        cast.teams[team].save()
    for day in weeks():
        race(
            [
                _proposing(cast, "Blue", cast.ann, day),
                _proposing(cast, "Blue", cast.ann, day),  # pressed twice
                _proposing(cast, "Red", cast.bob, day),
                *all_reserving(booking, asks(cast.ann, cast, day)),
            ]
        )
        invited = Invitation.objects.filter(meet_up__date=day)
        assert MeetUp.objects.filter(date=day).count() == 2
        assert invited.count() == 32
        assert recount.people(cast.site, day) == (CAP, CAP)
        told = Message.objects.filter(
            kind="proposed", payload__invitation__in=list(invited.values_list("pk", flat=True))
        )
        assert told.count() == 30
        assert set(told.values_list("employee", flat=True)) == {who.pk for who in members}

        waiting = list(invited.filter(attendance__state="held").select_related("meet_up", "employee"))
        late = NOW + timedelta(days=(day - MONDAY).days)  # after every release
        race(
            [
                *(_answering(invitation, n) for n, invitation in enumerate(waiting)),
                _releasing(late),
                _releasing(late),
                *all_reserving(crowd_of(cast)[60:], asks(cast.ann, cast, day)),
            ]
        )
        assert max(recount.people(cast.site, day)) <= CAP
        assert not Attendance.objects.filter(date=day, state="held").exists()
        assert {i.response for i in invited.filter(attendance__state="planned")} <= {"accepted"}
        assert not invited.filter(response="waiting").exists()


def _proposing(cast, team, lead, day):
    return lambda: propose(team_id=cast.teams[team].pk, site_id=cast.site.pk, day=day, parts=ALL_DAY, by=lead, now=NOW)


def _answering(invitation, n):
    if n % 2:
        return lambda: accept(invitation=invitation, by=invitation.employee, now=NOW, door="test")
    return lambda: decline(invitation=invitation, by=invitation.employee, now=NOW)


def _releasing(late):
    return lambda: release_leftovers(now=late)
