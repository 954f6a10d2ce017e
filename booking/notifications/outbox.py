"""The outbox: who tells somebody writes a row in the transaction that causes it; delivery takes it from there.

A row is due → claimed → sent, or due again after a failure, and in the end given up; or it is dropped, since what it
would say no longer holds or helps. Nothing here sends, and nothing here enqueues a task: the clock finds what is due.
"""

import json
from datetime import datetime, timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q

from booking.models import Message
from booking.notifications.messages import GRACE
from booking.prepared import rows

# After the first failure a minute, and so on: eight attempts within some 17 hours outlast a night without mail.
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 240, 720)]
ATTEMPTS = len(BACK_OFF) + 1

_OPEN = [Message.State.DUE, Message.State.CLAIMED]
_INSERT = """
INSERT INTO booking_message
       (key, kind, employee_id, visitor_id, payload, state, due_at, useful_until, attempts, last_error, created_at)
VALUES (%s, %s, %s::int8, %s::int8, %s, 'due', %s, %s, 0, '', %s)
    ON CONFLICT (key) DO NOTHING RETURNING id
"""


def tell(
    *,
    kind: str,
    key: str,
    now: datetime,
    employee_id: int | None = None,
    visitor_id: int | None = None,
    payload: dict,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
) -> None:
    """Write one message, in the caller's transaction and in one query; a ``key`` that exists is left as it is.

    ``payload`` holds keys, dates and numbers, no sentences. Without ``due_at`` the message is due once its kind's time
    to undo has passed; from ``useful_until`` on it is no longer sent.
    """
    due_at = due_at or now + GRACE.get(kind, timedelta())
    # On the path of every booking, hence plain SQL: the ORM takes nearly twice as long to write this row.
    rows(_INSERT, [key, kind, employee_id, visitor_id, _json(payload), due_at, useful_until, now])


def claim(*, now: datetime, lease: timedelta, limit: int) -> list[Message]:
    """Take up to ``limit`` due messages, oldest first; nobody else gets them until ``lease`` has passed.

    A claim whose lease has passed belongs to a worker that died: it is taken like any other.
    """
    with transaction.atomic():
        messages = list(
            Message.objects.select_for_update(skip_locked=True)
            .filter(state__in=_OPEN, due_at__lte=now)
            .filter(Q(state=Message.State.DUE) | Q(claimed_until__lte=now))
            .order_by("due_at", "pk")[:limit]
        )
        for message in messages:
            message.state, message.claimed_until = Message.State.CLAIMED, now + lease
            message.attempts += 1
        Message.objects.bulk_update(messages, ["state", "claimed_until", "attempts"])
    return messages


def renew(message: Message, *, now: datetime, lease: timedelta) -> bool:
    """Start a claim's lease anew; False when it has passed meanwhile and the message is somebody else's."""
    if not _claimed(message).update(claimed_until=now + lease):
        return False
    message.claimed_until = now + lease
    return True


def note_sent(message: Message, *, now: datetime, told: dict) -> None:
    """The server has accepted it. Written whoever holds the claim by now, so that nobody sends it again."""
    payload = message.payload | ({"told": told} if told else {})
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.SENT, sent_at=now, claimed_until=None, last_error="", payload=payload
    )


def put_off(message: Message, *, now: datetime, error: str) -> None:
    """Try again later, by the back-off. Not for the last of the ATTEMPTS."""
    due_at = now + BACK_OFF[message.attempts - 1]
    _claimed(message).update(state=Message.State.DUE, due_at=due_at, claimed_until=None, last_error=error[:500])


def hand_back(message: Message, *, due_at: datetime) -> None:
    """It was not tried: free again, and the attempt does not count."""
    _claimed(message).update(state=Message.State.DUE, due_at=due_at, claimed_until=None, attempts=message.attempts - 1)


def give_up(message: Message, *, error: str) -> None:
    _claimed(message).update(state=Message.State.GIVEN_UP, claimed_until=None, last_error=error[:500])


def drop(message: Message, *, why: str) -> None:
    _claimed(message).update(state=Message.State.DROPPED, claimed_until=None, last_error=why[:500])


def _claimed(message: Message):
    """The row, as long as it is claimed by the very claim that ``message`` stems from."""
    return Message.objects.filter(pk=message.pk, state=Message.State.CLAIMED, claimed_until=message.claimed_until)


def _json(payload: dict) -> str:
    return json.dumps(payload, cls=DjangoJSONEncoder)
