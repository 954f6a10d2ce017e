"""What the worker does when the clock says so (config/schedule.py). Each task may come late, or twice at once."""

import structlog
from celery import shared_task
from django.utils import timezone

from booking.actions import autopilot, meet_up, promotion, reminders
from booking.notifications.delivery import deliver

log = structlog.get_logger(__name__)


@shared_task
def deliver_messages() -> None:
    """Send what is due in the outbox."""
    if tally := deliver(clock=timezone.now):
        log.info("messages delivered", **tally)


@shared_task
def remind() -> None:
    """Write the reminders of each site's next working day."""
    if written := reminders.remind(now=timezone.now()):
        log.info("reminders written", written=written)


@shared_task
def promote() -> None:
    """Give free places to those who wait for them."""
    if tally := promotion.promote(now=timezone.now()):
        log.info("waitlist served", **tally)


@shared_task
def fly_autopilot() -> None:
    """Give standing wishes their turn for the dates that have opened."""
    if counts := autopilot.fly(now=timezone.now()):
        log.info("autopilot has flown", **counts)


@shared_task
def release_leftovers() -> None:
    """Let go of the places that leads held for their teams and nobody has accepted in time."""
    if released := meet_up.release_leftovers(now=timezone.now()):
        log.info("held places released", released=released)
