"""A place that was kept for somebody has gone on to the next: it was not taken in time."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.day import day_of
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient
from booking.notifications.room_queue import expired, is_of_a_room


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    if is_of_a_room(message):
        return expired(message, recipient, now=now)
    day = day_of(message)
    if day.is_over(now):
        raise Pointless("The day is over.")
    words = {"name": recipient.name, "site": day.site, "day": day.when}
    return Letter(
        subject=_("No longer kept for you: %(day)s") % words,
        title=_("The place on %(day)s is no longer kept") % words,
        paragraphs=[
            _("Hello %(name)s, a place at %(site)s was kept for you and not taken in time; somebody else gets it.")
            % words,
            _("Do you still want to come? Join the queue again."),
        ],
        facts=day.facts(),
    )
