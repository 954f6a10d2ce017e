"""What the autopilot tells: one mail a run and person, of what stands when it leaves, in the person's language."""

from datetime import timedelta

import pytest

from booking.actions.autopilot import fly, set_wish
from booking.actions.cancellation import cancel
from booking.models import Attendance
from booking.notifications.messages import GRACE
from booking.rules.proposal import ALL_DAY
from tests.cast import NOW, TUESDAY, WEDNESDAY
from tests.notifications.test_delivery import run
from tests.notifications.test_messages import text_of

DUE = NOW + GRACE["autopilot"]


@pytest.fixture
def flown(brussels, book):
    """Ann wishes Tuesdays, Wednesdays and Thursdays; Wednesday is full."""
    brussels.publish(
        {"kind": "occupancy_cap", "number": 1}, {"kind": "booking_window", "days_ahead": 3}, name="One at a time"
    )
    book(brussels.bob, day=WEDNESDAY)
    set_wish(
        employee=brussels.ann, site_id=brussels.site.pk, weekdays=[2, 3, 4], parts=ALL_DAY,
        desk_id=brussels.desks[4].pk, by=brussels.ann, now=NOW,
    )  # fmt: skip
    fly(now=NOW)
    return brussels


def mails_to(post_office, who):
    return post_office.to(who.email)


@pytest.mark.django_db(transaction=True)
class TestDigest:
    def test_booked_and_refused_dates_are_in_one_mail(self, flown, post_office):
        run(DUE)
        (mail,) = mails_to(post_office, flown.ann)
        assert mail["Subject"] == "Autopilot: booked 2, not to be had 1"
        text = text_of(mail)
        assert "Tuesday 3 March: desk 3.05, whole day" in text
        assert "Wednesday 4 March: Cap reached: " in text

    def test_not_before_the_run_can_have_ended(self, flown, post_office):
        run(DUE - timedelta(seconds=1))
        assert mails_to(post_office, flown.ann) == []

    def test_a_day_given_back_meanwhile_is_not_told(self, flown, post_office):
        cancel(attendance=Attendance.objects.get(employee=flown.ann, date=TUESDAY), by=flown.ann, now=NOW)
        run(DUE)
        digest = next(mail for mail in mails_to(post_office, flown.ann) if "Autopilot" in mail["Subject"])
        assert "Tuesday" not in text_of(digest)

    def test_nothing_left_to_tell_is_not_told(self, flown, post_office, states):
        Attendance.objects.filter(employee=flown.ann).update(state="cancelled")
        flown.ann.standing_wishes.get().turns.update(objections=[])
        run(DUE)
        assert states()["autopilot"] == "dropped"
