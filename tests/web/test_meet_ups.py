"""Meet here, on the pages: the lead proposes and reads the answers, a member accepts or declines in the week."""

import pytest
import time_machine
from django.urls import reverse

from booking.models import Attendance, Booking, Employee, Invitation, MeetUp
from tests.cast import FRIDAY, NOW, THURSDAY, Office
from tests.web.visitor import client_of, day_of, press, text_of
from tests.web.weekly import book, weekly_office

pytestmark = pytest.mark.django_db(transaction=True)

COLLEAGUES = "/colleagues/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    """Ann leads Blue (Cas, Eve, Gus and herself) and is one of three who fit in."""
    cast = weekly_office()
    cast.teams["Blue"].lead = cast.ann
    cast.teams["Blue"].save()
    return cast


def propose(cast: Office, *, by=None, **fields):
    sent = {"team": cast.teams["Blue"].pk, "site": cast.site.pk, "date": FRIDAY.isoformat(), "next": COLLEAGUES}
    return client_of(by or cast.ann).post(reverse("meet_ups"), sent | fields)


def page_of(who: Employee) -> str:
    return client_of(who).get(COLLEAGUES).content.decode()


def test_only_a_lead_is_offered_to_propose_and_only_for_the_own_team(brussels):
    assert "Propose a day" in page_of(brussels.ann)
    assert "Propose a day" not in page_of(brussels.cas)
    assert propose(brussels, by=brussels.cas).status_code == 403
    assert propose(brussels, team=brussels.teams["Red"].pk).status_code == 403
    assert propose(brussels, team=987654).status_code == 404
    assert propose(brussels, release="soon").status_code == 400
    assert propose(brussels, date=NOW.date().isoformat()).status_code == 409
    assert not MeetUp.objects.exists()


def test_the_lead_sees_counts_and_the_names_of_those_who_answered(brussels):
    Employee.objects.filter(pk=brussels.eve.pk).update(visibility="nobody")
    book(brussels, brussels.eve, FRIDAY)  # comes anyway, and shows it to nobody
    assert propose(brussels, note="Plan the spring").status_code == 303
    text = text_of(page_of(brussels.ann))
    assert "Friday 6 March, Blue Brussels, all day; answers until Wed 4 March, 18:00 “Plan the spring”" in text
    assert "2 come Ann Test" in text
    assert "Eve Test" not in text
    assert "1 has not answered" in text
    assert "For 1 no place could be kept" in text

    invitation = Invitation.objects.get(attendance__state="held")
    client_of(invitation.employee).post(reverse("invitation_refusal", args=[invitation.pk]))
    assert f"1 has declined {invitation.employee}" in text_of(page_of(brussels.ann))


def test_a_member_reads_the_proposal_in_the_week_and_accepts(brussels):
    propose(brussels)
    client = client_of(brussels.cas)
    friday = day_of(client.get("/").content.decode(), FRIDAY)
    assert "A place is kept for you" in text_of(friday)
    assert "Until Wed 4 March, 18:00, proposed by Ann Test." in text_of(friday)
    press(client, friday, "Accept")
    page = client.get("/").content.decode()
    desk = Booking.objects.get(attendance__employee=brussels.cas).space.code
    assert f"You come on Friday 6 March; {desk} is yours." in text_of(page)
    assert "In, all day" in text_of(day_of(page, FRIDAY))


def test_a_member_declines_and_may_undo_it(brussels):
    propose(brussels)
    client = client_of(brussels.cas)
    press(client, day_of(client.get("/").content.decode(), FRIDAY), "Decline")
    page = client.get("/").content.decode()
    assert "You have declined Friday 6 March; somebody else can come." in text_of(page)
    assert not Attendance.objects.standing().filter(employee=brussels.cas).exists()
    press(client, page, "Undo")
    assert Attendance.objects.standing().get(employee=brussels.cas).state == "planned"


def test_whoever_got_no_place_reads_why(brussels):
    book(brussels, brussels.cas, THURSDAY)
    propose(brussels)
    page = page_of(brussels.cas)
    assert "No place could be kept for you: Your office day is used" in text_of(page)
    invitation = Invitation.objects.get(employee=brussels.cas)
    answer = client_of(brussels.cas).post(reverse("invitation_acceptance", args=[invitation.pk]))
    assert answer.status_code == 409


def test_nobody_answers_for_others_nor_withdraws_what_others_propose(brussels):
    propose(brussels)
    invitation = Invitation.objects.get(employee=brussels.cas)
    stranger = client_of(brussels.eve)
    for noun in ("acceptance", "refusal"):
        assert stranger.post(reverse(f"invitation_{noun}", args=[invitation.pk])).status_code == 403
        assert stranger.post(reverse(f"invitation_{noun}", args=[987654])).status_code == 404
    assert stranger.post(reverse("meet_up_withdrawal", args=[invitation.meet_up_id])).status_code == 403
    assert Invitation.objects.get(pk=invitation.pk).response == "waiting"


def test_withdrawing_from_the_page(brussels):
    propose(brussels)
    press(client_of(brussels.ann), page_of(brussels.ann), "Withdraw")
    assert MeetUp.objects.get().state == "withdrawn"
    assert not Attendance.objects.filter(state="held").exists()


def test_what_stopped_half_way_is_offered_to_go_on(brussels):
    propose(brussels)
    Invitation.objects.filter(employee=brussels.gus).delete()
    press(client_of(brussels.ann), page_of(brussels.ann), "Ask 1 more")
    assert Invitation.objects.filter(employee=brussels.gus).exists()
    assert MeetUp.objects.count() == 1


def test_the_page_of_a_lead_costs_the_same_for_any_number_of_answers(brussels, django_assert_num_queries):
    propose(brussels)
    propose(brussels, date=THURSDAY.isoformat())
    client = client_of(brussels.ann)
    client.get(COLLEAGUES)
    with django_assert_num_queries(16):
        client.get(COLLEAGUES)
