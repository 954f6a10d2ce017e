"""Delivery: claim what is due, send it over SMTP, and mark it.

A message is claimed and committed before it is sent, and marked as soon as the server has accepted it. Of the two ways
to fail in between, this is the one that loses nothing: a worker that dies before the server has accepted leaves a claim
whose lease passes, and another worker sends it, once. A worker that dies after the server's “250 OK” and before the
mark (a single UPDATE, so milliseconds) causes a second mail; no protocol closes that window. Both mails then carry the
same Message-ID, by which mail systems and readers recognise the copy.
"""

import smtplib
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.utils.translation import override

from booking.models import Message
from booking.notifications import outbox
from booking.notifications.letter import Letter, NotYet, Pointless
from booking.notifications.mail import mail_of
from booking.notifications.messages import compose
from booking.notifications.recipients import Recipient, recipient_of

BATCH = 20  # messages on one connection
RUN_FOR = timedelta(seconds=30)  # then the worker is free for other tasks; the clock comes again in seconds
A_MOMENT = timedelta(seconds=5)

log = structlog.get_logger(__name__)


def deliver(*, clock: Callable[[], datetime]) -> Counter[str]:
    """Send what is due. Returns how many were sent, put_off, given_up and dropped; safe many times at once.

    Sending takes time, so the clock itself is passed in, not a moment.
    """
    until = clock() + RUN_FOR
    tally: Counter[str] = Counter()
    while clock() < until and (batch := outbox.claim(now=clock(), lease=_lease(), limit=BATCH)):
        turn = Round(clock, until)
        turn.deliver(batch)
        tally += turn.tally
        if turn.unreachable:
            break
    return tally


class NoConnection(Exception):
    """The server cannot be reached, or does not let us in: not the fault of any message."""


class Round:
    """One batch on one connection. After a failure to connect, the rest of the batch is put off without trying."""

    def __init__(self, clock: Callable[[], datetime], until: datetime) -> None:
        self.clock = clock
        self.until = until
        self.connection = get_connection()
        self.unreachable = ""
        self.tally: Counter[str] = Counter()

    def deliver(self, batch: list[Message]) -> None:
        try:
            for message in batch:
                # Each message gets a whole lease: under a slow server it would run out for the last ones.
                if outbox.renew(message, now=self.clock(), lease=_lease()):
                    self._deliver_one(message)
        finally:
            _close(self.connection)

    def _deliver_one(self, message: Message) -> None:
        now = self.clock()
        if now >= self.until:
            return outbox.hand_back(message, due_at=message.due_at)
        if message.attempts > outbox.ATTEMPTS:  # its worker died each time
            return self._give_up(message, message.last_error or "The worker died while sending it.")
        if message.useful_until and message.useful_until <= now:
            return self._drop(message, "Too late to be of use.")
        if self.unreachable:
            return self._put_off(message, self.unreachable)
        return self._try(message, now)

    def _try(self, message: Message, now: datetime) -> None:
        try:
            recipient = recipient_of(message, now=now)
            letter = self._send(message, recipient, now)
        except Pointless as why:
            self._drop(message, str(why))
        except NotYet:
            outbox.hand_back(message, due_at=now + A_MOMENT)
        except NoConnection as error:
            self.unreachable = str(error)
            self._put_off(message, self.unreachable)
        except ValidationError:
            self._give_up(message, "The person's address is no e-mail address.")
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refusal:
            self._note_refusal(message, refusal)
        except Exception as error:  # whatever it is, the other messages and the next attempt must go on
            _close(self.connection)
            self._put_off(message, _in_short(error))
        else:
            outbox.note_sent(message, now=self.clock(), told=letter.told)
            self.tally["sent"] += 1

    def _send(self, message: Message, recipient: Recipient, now: datetime) -> Letter:
        with override(recipient.language):
            letter = compose(message, recipient, now=now)
            mail = mail_of(message, letter, recipient)
        try:
            self.connection.open()  # a no-op on an open connection; it stays open for the next message
        except (OSError, smtplib.SMTPException) as error:
            raise NoConnection(_in_short(error)) from error
        mail.connection = self.connection
        mail.send()
        return letter

    def _note_refusal(self, message: Message, refusal: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> None:
        """5xx is the server's last word on this message; anything else may pass by itself."""
        code, words = _reply(refusal)
        if code >= 500:
            self._give_up(message, f"{code} {words}")
        else:
            self._put_off(message, f"{code} {words}")

    def _put_off(self, message: Message, error: str) -> None:
        if message.attempts >= outbox.ATTEMPTS:
            return self._give_up(message, error)
        outbox.put_off(message, now=self.clock(), error=error)
        log.warning("message put off", key=message.key, attempts=message.attempts, error=error)
        self.tally["put_off"] += 1
        return None

    def _give_up(self, message: Message, error: str) -> None:
        outbox.give_up(message, error=error)
        log.error("message given up", key=message.key, attempts=message.attempts, error=error)
        self.tally["given_up"] += 1

    def _drop(self, message: Message, why: str) -> None:
        outbox.drop(message, why=why)
        log.info("message dropped", key=message.key, why=why)
        self.tally["dropped"] += 1


def _close(connection) -> None:
    """Also of a server that has gone away, which smtplib reports on some ways out and Django not on all."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        connection.connection = None


def _reply(refusal: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> tuple[int, str]:
    """The server's code and words, without the recipient's address."""
    code: int
    answer: bytes | str
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(refusal.recipients.values()))
    else:
        code, answer = refusal.smtp_code, refusal.smtp_error
    return code, answer.decode(errors="replace") if isinstance(answer, bytes) else answer


def _in_short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _lease() -> timedelta:
    return timedelta(seconds=settings.MESSAGE_LEASE_SECONDS)
