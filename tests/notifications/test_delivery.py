"""Sending over real SMTP: once, in a connection per batch; again after a failure; given up where all can see it."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from booking.models import Message
from booking.notifications import outbox
from booking.notifications.delivery import Round, deliver
from booking.notifications.messages import CONFIRMATION_GRACE
from tests.cast import NOW, TUESDAY, office
from tests.notifications.test_outbox import write

DUE = NOW + CONFIRMATION_GRACE
ANN = "ann@brussels.example"


def run(now=DUE) -> dict[str, int]:
    return dict(deliver(clock=lambda: now))


def test_a_confirmation_arrives_once(brussels, book, post_office):
    book(brussels.ann)
    assert run(NOW) == {}
    assert run() == {"sent": 1}
    assert run() == {}
    (mail,) = post_office.accepted
    assert mail["X-RcptTo"] == ANN
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.claimed_until, message.attempts) == ("sent", DUE, None, 1)


def test_a_batch_takes_one_connection(brussels, book, post_office):
    for desk, who in enumerate(brussels.people.values()):
        book(who, desk=desk)
    assert run() == {"sent": 4}
    assert (len(post_office.accepted), post_office.connections) == (4, 1)


def test_refused_for_now_then_accepted(brussels, book, post_office):
    book(brussels.ann)
    post_office.data_replies = ["451 try again later", "452 still too busy"]
    assert run() == {"put_off": 1}
    message = Message.objects.get()
    assert (message.state, message.due_at, message.last_error) == (
        "due",
        DUE + timedelta(minutes=1),
        "451 try again later",
    )
    assert run(DUE + timedelta(seconds=59)) == {}
    assert run(DUE + timedelta(minutes=1)) == {"put_off": 1}
    assert Message.objects.get().due_at == DUE + timedelta(minutes=3)
    assert run(DUE + timedelta(minutes=3)) == {"sent": 1}
    assert (len(post_office.accepted), Message.objects.get().last_error) == (1, "")


def test_no_server_puts_the_whole_batch_off_after_one_try(brussels, book, post_office, monkeypatch):
    tries = []
    monkeypatch.setattr(
        "django.core.mail.backends.smtp.EmailBackend.open",
        lambda self: tries.append(self) or (_ for _ in ()).throw(ConnectionRefusedError("nobody listens")),
    )
    for desk, who in enumerate(brussels.people.values()):
        book(who, desk=desk)
    assert run() == {"put_off": 4}
    assert len(tries) == 1
    assert {message.last_error for message in Message.objects.all()} == {"ConnectionRefusedError: nobody listens"}


def test_a_server_that_is_down_comes_back(brussels, book, post_office):
    book(brussels.ann)
    post_office.close()
    assert run() == {"put_off": 1}
    post_office.open()
    assert run(DUE + timedelta(minutes=1)) == {"sent": 1}
    assert len(post_office.accepted) == 1


def test_an_unknown_recipient_is_given_up_at_once_and_harms_nobody(brussels, book, post_office):
    book(brussels.ann, desk=0)
    book(brussels.bob, desk=1)
    post_office.recipient_replies[ANN] = "550 5.1.1 User unknown"
    assert run() == {"given_up": 1, "sent": 1}
    given_up = Message.objects.get(employee=brussels.ann)
    assert (given_up.state, given_up.last_error) == ("given_up", "550 5.1.1 User unknown")
    assert [mail["X-RcptTo"] for mail in post_office.accepted] == ["bob@brussels.example"]
    assert post_office.connections == 1


def test_given_up_after_the_last_attempt(brussels, book, post_office, capsys):
    book(brussels.ann, day=TUESDAY + timedelta(days=1))
    post_office.data_replies = ["451 busy"] * 20
    now, spent = DUE, []
    while Message.objects.get().state == "due":
        spent.append(run(now))
        now = Message.objects.get().due_at
    assert spent == [{"put_off": 1}] * (outbox.ATTEMPTS - 1) + [{"given_up": 1}]
    assert timedelta(hours=12) < now - DUE < timedelta(hours=24)
    assert Message.objects.get().last_error == "451 busy"
    out = StringIO()
    call_command("deliver_messages", stdout=out)
    assert out.getvalue() == (
        "Sent 0, put off 0, dropped 0, given up 0. In the outbox: 0 waiting, 1 given up in all.\n"
    )


def test_a_message_that_kills_its_workers_is_given_up(brussels, post_office):
    write(brussels.ann, kind="booked", due_at=NOW)
    for n in range(outbox.ATTEMPTS):
        assert outbox.claim(now=NOW + n * timedelta(minutes=2), lease=timedelta(minutes=2), limit=1)
    assert run(NOW + timedelta(hours=1)) == {"given_up": 1}
    assert post_office.accepted == []


def test_too_late_to_be_of_use(brussels, post_office):
    write(brussels.ann, kind="reminder", useful_until=NOW)
    assert run(NOW) == {"dropped": 1}
    assert (Message.objects.get().state, post_office.connections) == ("dropped", 0)


def test_a_kind_that_nobody_knows_waits_for_a_newer_worker(brussels, post_office):
    write(brussels.ann, kind="from_tomorrow")
    assert run(NOW) == {"put_off": 1}


def test_no_mail_for_who_has_left_or_has_no_address(brussels, book, post_office):
    book(brussels.ann, desk=0)
    book(brussels.bob, desk=1)
    brussels.ann.left_on = NOW.date()
    brussels.ann.save()
    brussels.bob.is_active = False
    brussels.bob.save()
    assert run() == {"dropped": 2}
    assert post_office.accepted == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_deliverers_at_once_send_nothing_twice(post_office):
    from booking.actions.reservation import reserve

    brussels = office(desks=60, people=60)
    for desk, who in enumerate(brussels.people.values()):
        reserve(ask=brussels.ask(who, desk=desk), by=who, now=NOW, door="test")
    start = threading.Barrier(4)

    def work() -> None:
        try:
            start.wait()
            run()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    recipients = [mail["X-RcptTo"] for mail in post_office.accepted]
    assert sorted(recipients) == sorted(who.email for who in brussels.people.values())
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert post_office.connections > 1, "one of them did all the work"


def test_a_batch_that_outlived_its_lease_is_left_to_whoever_has_it_now(brussels, book, post_office):
    book(brussels.ann, desk=0)
    book(brussels.bob, desk=1)
    lease = timedelta(minutes=2)
    slow = outbox.claim(now=DUE, lease=lease, limit=2)
    outbox.claim(now=DUE + lease, lease=lease, limit=1)
    turn = Round(lambda: DUE + lease, DUE + 2 * lease)
    turn.deliver(slow)
    assert [mail["X-RcptTo"] for mail in post_office.accepted] == ["bob@brussels.example"]
    assert Message.objects.get(employee=brussels.ann).state == "claimed"
