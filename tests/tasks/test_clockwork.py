"""Confirmation and reminder reach a real SMTP server once each, whatever happens to the processes in between."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from booking.actions.reservation import reserve
from booking.models import Message
from booking.tasks import deliver_messages, remind
from config.celery import app
from config.embedded.child import wait_until
from tests.cast import Office, office

pytestmark = pytest.mark.django_db(transaction=True)

EVENING = 18  # the hour that it is now where the story takes place


@pytest.fixture
def somewhere() -> Office:
    """An office that is open every day, in a time zone where it is now about six in the evening."""
    cast = office()
    ahead = EVENING - datetime.now(UTC).hour
    ahead -= 24 if ahead > 12 else 0
    cast.site.time_zone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"  # their signs are turned round
    cast.site.holiday_country, cast.site.working_days = "", [1, 2, 3, 4, 5, 6, 7]
    cast.site.save()
    for who in cast.people.values():
        who.working_days = cast.site.working_days
        who.save()
    return cast


def book_tomorrow(cast: Office, who, desk: int) -> None:
    """Booked at noon: the confirmation is due, and so is the reminder."""
    noon = timezone.now() - timedelta(hours=6)
    tomorrow = cast.site.local_date(timezone.now()) + timedelta(days=1)
    reserve(ask=cast.ask(who, tomorrow, desk=desk), by=who, now=noon, door="test")


def subjects(post_office, who) -> list[str]:
    return sorted(mail["Subject"].split(":")[0] for mail in post_office.to(who.email))


def states() -> set[str]:
    return set(Message.objects.values_list("state", flat=True))


def test_the_worker_is_killed_between_claim_and_send(clockwork, post_office, somewhere):
    book_tomorrow(somewhere, somewhere.ann, 0)
    post_office.doors_open.clear()
    clockwork.start_beat("beat")
    first = clockwork.start_worker("first")
    assert post_office.someone_waits.wait(30), clockwork.log("first")
    assert "claimed" in states()
    clockwork.kill(first)
    assert "sent" not in states()
    assert post_office.accepted == []

    post_office.doors_open.set()
    clockwork.start_worker("second")
    remind.apply()
    assert wait_until(lambda: states() == {"sent"}, seconds=40, every=0.2), clockwork.log("second")
    time.sleep(6)  # a further turn of the clock, and longer than a lease
    assert subjects(post_office, somewhere.ann) == ["Booked", "Reminder"]
    assert Message.objects.get(kind="booked").attempts == 2


def test_two_clocks_two_workers_a_redis_restart_and_replayed_tasks(clockwork, post_office, somewhere):
    book_tomorrow(somewhere, somewhere.ann, 0)
    book_tomorrow(somewhere, somewhere.bob, 1)
    for name in ("beat-1", "beat-2"):
        clockwork.start_beat(name)
    clockwork.start_worker("worker-1")
    clockwork.start_worker("worker-2")
    with app.connection_for_write(clockwork.broker_url) as broker:
        for _ in range(10):
            remind.apply_async(connection=broker)
            deliver_messages.apply_async(connection=broker)
    assert wait_until(lambda: len(post_office.accepted) >= 4, seconds=40, every=0.2), clockwork.log("worker-1")

    clockwork.restart_redis()
    book_tomorrow(somewhere, somewhere.cas, 2)
    remind.apply()
    assert wait_until(lambda: len(post_office.accepted) >= 6, seconds=60, every=0.2), clockwork.log("worker-1")
    time.sleep(6)
    for who in (somewhere.ann, somewhere.bob, somewhere.cas):
        assert subjects(post_office, who) == ["Booked", "Reminder"]
    assert (states(), Message.objects.count()) == ({"sent"}, 6)


def test_a_task_replayed_ten_times(post_office, somewhere):
    book_tomorrow(somewhere, somewhere.ann, 0)
    for _ in range(10):
        remind.apply(throw=True)
        deliver_messages.apply(throw=True)
    assert subjects(post_office, somewhere.ann) == ["Booked", "Reminder"]


def test_every_turn_of_the_clock_is_a_task_that_exists_and_expires(settings):
    app.loader.import_default_modules()
    for turn in settings.CELERY_BEAT_SCHEDULE.values():
        assert turn["task"] in app.tasks
        assert turn["options"]["expires"] == turn["schedule"].total_seconds()
