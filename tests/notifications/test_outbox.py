"""Rows are written once, in one query, and belong to one claimer at a time."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from booking.actions.locking import hold
from booking.models import Message
from booking.notifications import outbox
from booking.notifications.messages import CONFIRMATION_GRACE
from tests.cast import NOW, TODAY, office

LEASE = timedelta(minutes=2)


def write(employee, key: str = "note:1", **fields) -> None:
    fields = {"kind": "note", "payload": {"attendance": 1, "day": TODAY}, "now": NOW} | fields
    outbox.tell(key=key, employee_id=employee.pk, **fields)


def claim(limit: int = 10, now=NOW) -> list[Message]:
    return outbox.claim(now=now, lease=LEASE, limit=limit)


def test_one_query_inside_a_hold(brussels, django_assert_num_queries):
    with hold(sites=[brussels.site.pk], days=[(brussels.site.pk, TODAY)]), django_assert_num_queries(1):
        write(brussels.ann)
    message = Message.objects.get()
    assert (message.state, message.attempts, message.due_at, message.useful_until) == ("due", 0, NOW, None)
    assert message.payload == {"attendance": 1, "day": "2026-03-02"}


def test_the_same_key_is_the_same_message(brussels):
    write(brussels.ann)
    write(brussels.ann, payload={"attendance": 2})
    assert Message.objects.get().payload["attendance"] == 1


def test_what_is_rolled_back_is_not_told(brussels):
    with transaction.atomic():
        write(brussels.ann)
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_what_can_be_undone_waits(brussels):
    write(brussels.ann, kind="booked")
    assert Message.objects.get().due_at == NOW + CONFIRMATION_GRACE
    assert claim() == []
    assert len(claim(now=NOW + CONFIRMATION_GRACE)) == 1


def test_a_claim_is_exclusive_until_its_lease_passes(brussels):
    write(brussels.ann)
    (first,) = claim()
    assert claim(now=NOW + LEASE - timedelta(seconds=1)) == []
    (second,) = claim(now=NOW + LEASE)
    assert second.attempts == 2
    # The first claimer, should it live, can neither go on nor undo what the second does.
    assert not outbox.renew(first, now=NOW + LEASE, lease=LEASE)
    outbox.put_off(first, now=NOW + LEASE, error="late")
    outbox.drop(first, why="late")
    assert Message.objects.get().state == "claimed"
    assert outbox.renew(second, now=NOW + LEASE, lease=LEASE)


def test_the_oldest_first(brussels):
    for minutes in (3, 1, 2):
        write(brussels.ann, key=f"note:{minutes}", due_at=NOW - timedelta(minutes=minutes))
    assert [message.key for message in claim(limit=2)] == ["note:3", "note:2"]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_claimers_at_once_share_without_overlap():
    ann = office().ann
    for number in range(200):
        write(ann, key=f"note:{number}")
    claims: list[list[str]] = [[] for _ in range(6)]
    start = threading.Barrier(len(claims))

    def work(mine: list[str]) -> None:
        try:
            start.wait()
            while batch := claim(limit=7):
                mine.extend(message.key for message in batch)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[mine]) for mine in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    claimed = [key for mine in claims for key in mine]
    assert len(claimed) == len(set(claimed)) == 200
    assert sum(bool(mine) for mine in claims) > 1, "one claimer kept all others out"
