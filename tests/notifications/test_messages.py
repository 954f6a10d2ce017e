"""What is still worth telling when its turn comes, and what the mail then says."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.translation import gettext

from booking.actions.absence import enter_absence
from booking.actions.amendment import move, shrink
from booking.actions.cancellation import cancel
from booking.models import Attendance, Booking, Message, Visitor
from booking.notifications import outbox
from booking.notifications.messages import CONFIRMATION_GRACE
from booking.notifications.outbox import tell
from booking.rules.proposal import AFTERNOON, MORNING, Period
from tests.cast import NOW, TUESDAY, WEDNESDAY, grant
from tests.notifications.test_delivery import DUE, run

SOON = NOW + timedelta(seconds=20)
LATER = NOW + timedelta(hours=2)


def day_of(who) -> Attendance:
    return Attendance.objects.standing().get(employee=who)


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


class TestWithinTheGrace:
    def test_undone_means_silence(self, brussels, book, post_office, states):
        book(brussels.ann)
        cancel(attendance=day_of(brussels.ann), by=brussels.ann, now=SOON)
        assert run(SOON + CONFIRMATION_GRACE) == {"dropped": 2}
        assert states() == {"booked": "dropped", "cancelled": "dropped"}
        assert post_office.accepted == []

    def test_cancelled_by_somebody_else_is_always_told(self, brussels, book, post_office):
        grant(brussels.bob, "facility_manager")
        book(brussels.ann)
        cancel(attendance=day_of(brussels.ann), by=brussels.bob, now=SOON, reason="Water in the cellar")
        assert run(SOON + CONFIRMATION_GRACE) == {"dropped": 1, "sent": 1}
        (mail,) = post_office.accepted
        assert mail["Subject"] == "Cancelled: Brussels on Tuesday 3 March"
        assert "Bob Test has cancelled your day at Brussels." in text_of(mail)
        assert "The reason given: Water in the cellar" in text_of(mail)
        assert "Desk: 3.01" in text_of(mail)

    def test_an_absence_is_told_as_the_reason_in_the_persons_language(self, brussels, book, post_office):
        brussels.ann.language = "nl"
        brussels.ann.save()
        grant(brussels.bob, "facility_manager")
        book(brussels.ann)
        away = {"kind": "sick", "starts_on": TUESDAY, "ends_on": WEDNESDAY}
        enter_absence(employee=brussels.ann, by=brussels.bob, now=SOON, **away)
        run(SOON + CONFIRMATION_GRACE)
        (mail,) = post_office.accepted
        assert "De opgegeven reden: er is een afwezigheid ingevoerd voor die dag" in text_of(mail)

    def test_a_move_is_told_as_it_ends(self, brussels, book, post_office):
        book(brussels.ann)
        move(attendance=day_of(brussels.ann), by=brussels.ann, now=SOON, door="test", space_id=brussels.desks[5].pk)
        assert run(SOON + CONFIRMATION_GRACE) == {"dropped": 1, "sent": 1}
        assert [mail["Subject"] for mail in post_office.accepted] == ["Booked: desk 3.06 on Tuesday 3 March"]

    def test_a_change_before_the_confirmation_left_is_in_the_confirmation(self, brussels, book, post_office, states):
        book(brussels.ann)
        shrink(attendance=day_of(brussels.ann), parts=MORNING, by=brussels.ann, now=SOON)
        assert run(SOON + CONFIRMATION_GRACE) == {"dropped": 1, "sent": 1}
        assert states() == {"booked": "sent", "changed": "dropped"}
        assert "Time: morning, until 13:00" in text_of(post_office.accepted[0])

    def test_a_day_and_then_a_desk_are_one_mail(self, brussels, book, post_office):
        book(brussels.ann, desk=None)
        book(brussels.ann, desk=2, now=SOON)
        assert run(SOON + CONFIRMATION_GRACE) == {"dropped": 1, "sent": 1}
        assert "Desk: 3.03" in text_of(post_office.accepted[0])

    def test_a_reminder_that_is_quicker_replaces_no_confirmation(self, brussels, book, post_office, states):
        book(brussels.ann)
        about = {"attendance": day_of(brussels.ann).pk}
        tell(kind="reminder", key="reminder", employee_id=brussels.ann.pk, payload=about, now=NOW, due_at=NOW)
        run(NOW)
        run(NOW + CONFIRMATION_GRACE)
        assert states() == {"booked": "sent", "reminder": "sent"}


class TestAfterTheGrace:
    @pytest.fixture
    def confirmed(self, brussels, book, post_office):
        book(brussels.ann)
        run()
        post_office.accepted.clear()
        return brussels.ann

    def test_a_cancellation_is_confirmed(self, confirmed, post_office):
        cancel(attendance=day_of(confirmed), by=confirmed, now=LATER)
        assert run(LATER) == {}
        assert run(LATER + CONFIRMATION_GRACE) == {"sent": 1}
        assert "is cancelled, as you asked" in text_of(post_office.accepted[0])

    def test_a_cancellation_that_is_undone_is_not_told(self, confirmed, book, post_office):
        cancel(attendance=day_of(confirmed), by=confirmed, now=LATER)
        Attendance.objects.update(state=Attendance.State.PLANNED, ended_at=None)
        assert run(LATER + CONFIRMATION_GRACE) == {"dropped": 1}

    def test_booked_anew_in_place_of_the_cancelled(self, confirmed, book, post_office):
        cancel(attendance=day_of(confirmed), by=confirmed, now=LATER)
        book(confirmed, desk=3, now=LATER + timedelta(seconds=10))
        run(LATER + 2 * CONFIRMATION_GRACE)
        assert [mail["Subject"] for mail in post_office.accepted] == ["Booked: desk 3.04 on Tuesday 3 March"]

    def test_a_change_says_before_and_after(self, confirmed, post_office):
        shrink(attendance=day_of(confirmed), parts=AFTERNOON, by=confirmed, now=LATER)
        assert run(LATER + CONFIRMATION_GRACE) == {"sent": 1}
        (mail,) = post_office.accepted
        assert "Time: afternoon, from 13:00\n" in text_of(mail)
        assert "Before: whole day\n" in text_of(mail)

    def test_another_day_is_a_cancellation_and_a_confirmation(self, confirmed, post_office):
        move(attendance=day_of(confirmed), by=confirmed, now=LATER, door="test", day=WEDNESDAY)
        run(LATER + CONFIRMATION_GRACE)
        assert sorted(mail["Subject"] for mail in post_office.accepted) == [
            "Booked: desk 3.01 on Wednesday 4 March",
            "Cancelled: Brussels on Tuesday 3 March",
        ]

    def test_a_cancellation_waits_for_the_confirmation_that_is_being_sent(self, brussels, book, post_office, states):
        book(brussels.ann)
        cancel(attendance=day_of(brussels.ann), by=brussels.ann, now=SOON)
        now = SOON + CONFIRMATION_GRACE
        (booked,) = outbox.claim(now=DUE, lease=timedelta(minutes=2), limit=1)
        assert run(now) == {}
        assert Message.objects.get(kind="cancelled").attempts == 0
        outbox.note_sent(booked, now=now, told={})
        assert run(now + timedelta(seconds=5)) == {"sent": 1}


class TestTheMail:
    def test_it_says_what_one_needs_to_find_the_desk(self, brussels, book, post_office):
        brussels.site.address = "Zennestraat 1, 1000 Brussel"
        brussels.site.save()
        book(brussels.ann)
        run()
        (mail,) = post_office.accepted
        assert mail["From"] == "Headroom <headroom@example.com>"
        assert mail["To"] == "Ann <ann@brussels.example>"
        assert mail["Subject"] == "Booked: desk 3.01 on Tuesday 3 March"
        assert text_of(mail).splitlines()[:10] == [
            "See you on Tuesday 3 March",
            "",
            "Hello Ann, your day at Brussels is booked.",
            "",
            "Plans change. Give the day back in time, and somebody else can come.",
            "",
            "Day: Tuesday 3 March 2026",
            "Time: whole day",
            "Desk: 3.01, Zone A, Floor 3",
            "Place: Brussels, Zennestraat 1, 1000 Brussel",
        ]
        assert "https://headroom.example.com/" in text_of(mail)
        html = mail.get_body(("html",)).get_content()
        assert '<html lang="en">' in html
        assert 'href="https://headroom.example.com/"' in html
        assert "3.01, Zone A, Floor 3" in html
        assert "<script" not in html
        assert "<img" not in html

    def test_hours_are_the_sites_own(self, brussels, book, post_office):
        book(brussels.ann)
        start = brussels.site.instant(TUESDAY, time(9, 30))
        Booking.objects.update(period=Period(start, start + timedelta(hours=5)))
        run()
        assert "Desk: 3.01, Zone A, Floor 3, 09:30–14:30" in text_of(post_office.accepted[0])

    def test_a_day_without_a_desk(self, brussels, book, post_office):
        book(brussels.ann, desk=None)
        run()
        (mail,) = post_office.accepted
        assert mail["Subject"] == "Booked: Brussels on Tuesday 3 March"
        assert "You have a place, but no desk yet" in text_of(mail)

    def test_booked_by_somebody_else(self, brussels, book, post_office):
        grant(brussels.bob, "facility_manager")
        book(brussels.ann, by=brussels.bob)
        run()
        assert "Bob Test has booked a day at Brussels for you." in text_of(post_office.accepted[0])

    @pytest.mark.parametrize(
        ("language", "day"),
        [("nl", "dinsdag 3 maart"), ("fr", "mardi 3 mars"), ("de", "Dienstag, 3. März"), ("en", "Tuesday 3")],
    )
    def test_in_the_recipients_language(self, brussels, book, post_office, language, day):
        brussels.ann.language = language
        brussels.ann.save()
        book(brussels.ann)
        run()
        (mail,) = post_office.accepted
        assert day in mail["Subject"]
        assert f'<html lang="{language}">' in mail.get_body(("html",)).get_content()
        assert gettext("Day") == "Day", "the sender's language is as before"

    def test_a_visitor_has_no_week_to_open(self, brussels, post_office):
        visitor = Visitor.objects.create(name="Zoë Gast", email="zoe@example.org", language="nl", host=brussels.ann)
        day = Attendance.objects.create(
            visitor=visitor, site=brussels.site, date=TUESDAY, morning=True, afternoon=True,
            without_space_morning=True, without_space_afternoon=True,
            created_at=NOW, changed_at=NOW,
        )  # fmt: skip
        outbox.tell(kind="booked", key="booked:v", visitor_id=visitor.pk, payload={"attendance": day.pk}, now=NOW)
        run()
        (mail,) = post_office.accepted
        assert mail["To"] == "Zoë Gast <zoe@example.org>"
        assert "headroom.example.com" not in text_of(mail)

    def test_headers_say_that_a_machine_wrote_it_and_which_message_it_is(self, brussels, book, post_office):
        book(brussels.ann)
        run()
        Message.objects.update(state="due")  # as after a crash between the server's OK and the mark
        run()
        first, second = post_office.accepted
        assert first["Auto-Submitted"] == "auto-generated"
        assert first["Message-ID"] == second["Message-ID"]
        assert first["Message-ID"].endswith("@headroom.example.com>")

    def test_nobodys_text_breaks_a_header_or_the_page(self, brussels, book, post_office):
        brussels.site.name = "Brussels\r\nBcc: eve@example.com"
        brussels.site.save()
        brussels.ann.given_name = "Ann\nX-Evil: 1 <b>&"
        brussels.ann.save()
        book(brussels.ann, desk=None)
        run()
        (mail,) = post_office.accepted
        assert mail["Subject"] == "Booked: Brussels Bcc: eve@example.com on Tuesday 3 March"
        assert (mail["Bcc"], mail["X-Evil"], mail["X-RcptTo"]) == (None, None, "ann@brussels.example")
        assert "&lt;b&gt;&amp;" in mail.get_body(("html",)).get_content()
        assert "<b>&" in text_of(mail)

    def test_an_address_that_breaks_a_header_is_given_up(self, brussels, book, post_office):
        brussels.ann.email = "ann@example.com\nBcc: eve@example.com"
        brussels.ann.save()
        book(brussels.ann)
        assert run() == {"given_up": 1}
        assert post_office.accepted == []


def test_a_day_that_is_over_is_not_told(brussels, book, post_office):
    book(brussels.ann)
    midnight = brussels.site.instant(WEDNESDAY, time())
    assert run(midnight) == {"dropped": 1}


def test_dates_are_the_sites_own_across_the_change_to_summer_time(brussels, book, post_office):
    """29 March 2026: the clock jumps from 02:00 to 03:00, so a whole day has 23 hours."""
    brussels.site.working_days = [1, 2, 3, 4, 5, 6, 7]
    brussels.site.save()
    brussels.ann.working_days = [1, 2, 3, 4, 5, 6, 7]
    brussels.ann.save()
    book(brussels.ann, day=date(2026, 3, 29), now=datetime.fromisoformat("2026-03-28T08:00:00+00:00"))
    run(datetime.fromisoformat("2026-03-28T22:59:00+00:00"))
    assert "Time: whole day\nDesk: 3.01, Zone A, Floor 3\n" in text_of(post_office.accepted[0])
