"""What a team is told of a lead's proposal, and of its withdrawal."""

import pytest

from booking.actions.invitation import decline
from booking.actions.meet_up import propose, withdraw
from booking.actions.reservation import reserve
from booking.models import Invitation
from booking.rules.proposal import ALL_DAY
from tests.cast import FRIDAY, NOW, ONE_DAY, THURSDAY, office
from tests.notifications.test_delivery import run
from tests.notifications.test_messages import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels():
    cast = office(people=6)
    cast.publish(ONE_DAY)
    cast.base(telework=20)
    cast.teams["Blue"].lead = cast.ann
    cast.teams["Blue"].save()
    return cast


def proposing(cast):
    return propose(
        team_id=cast.teams["Blue"].pk,
        site_id=cast.site.pk,
        day=FRIDAY,
        parts=ALL_DAY,
        by=cast.ann,
        now=NOW,
        note="Pizza",
    )


def to(post_office, who) -> list[str]:
    return [f"{mail['Subject']}\n{text_of(mail)}" for mail in post_office.accepted if who.email in mail["To"]]


def test_one_mail_says_until_when_the_place_is_kept_or_why_there_is_none(brussels, post_office):
    reserve(ask=brussels.ask(brussels.eve, THURSDAY), by=brussels.eve, now=NOW, door="test")
    proposing(brussels)
    proposing(brussels)
    run(NOW)
    (kept,) = to(post_office, brussels.cas)
    assert "Meet at Brussels on Friday 6 March?" in kept
    assert "Ann Test proposes that Blue meets at Brussels on Friday 6 March." in kept
    assert "A place is kept for you until Wednesday 4 March, 18:00." in kept
    assert "Note: Pizza" in kept
    (none,) = to(post_office, brussels.eve)
    assert "No place could be kept for you." in none
    assert "1 of 1 this week: Thursday 5 March." in none
    assert to(post_office, brussels.ann) == []  # her own booking is told later


def test_a_withdrawal_is_told_to_those_who_read_of_it_and_did_not_decline(brussels, post_office):
    meet_up = proposing(brussels)
    run(NOW)
    eve = Invitation.objects.select_related("meet_up").get(employee=brussels.eve)
    decline(invitation=eve, by=brussels.eve, now=NOW)
    withdraw(meet_up=meet_up, by=brussels.ann, now=NOW)
    run(NOW)
    assert "The place that was kept for you has been given back." in to(post_office, brussels.cas)[1]
    assert len(to(post_office, brussels.eve)) == 1


def test_withdrawn_before_anything_was_sent_is_silence(brussels, post_office):
    withdraw(meet_up=proposing(brussels), by=brussels.ann, now=NOW)
    run(NOW)
    assert post_office.accepted == []
