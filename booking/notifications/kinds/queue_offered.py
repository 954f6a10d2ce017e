"""A place, or a room, has come free and is kept for somebody who waited, until they take it or its time is over."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message, WaitlistEntry
from booking.notifications.day import Day, space_in_words, standing_day
from booking.notifications.kept_until import kept_until
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient
from booking.notifications.room_queue import is_of_a_room, offered


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    entry = WaitlistEntry.objects.filter(pk=message.payload["entry"]).first()
    if entry is None or entry.state != WaitlistEntry.State.OFFERED or entry.offered_until is None:
        raise Pointless("The offer has been answered, or is over.")
    if is_of_a_room(message):
        return offered(message, recipient, entry=entry, now=now)
    day = standing_day(message, now=now)
    until = kept_until(entry.offered_until, site=day.attendance.site, day=day.attendance.date)
    return Letter(
        subject=_("A place for you on %(day)s: take it by %(until)s") % {"day": day.when, "until": until},
        title=_("A place is kept for you on %(day)s") % {"day": day.when},
        paragraphs=[
            _opening(day, recipient),
            _("Take it in Headroom by %(until)s; after that it goes to the next who waits.") % {"until": until},
        ],
        facts=[*day.facts(), (_("Kept until"), until)],
        told=day.told(),
    )


def _opening(day: Day, recipient: Recipient) -> str:
    words = {"name": recipient.name, "site": day.site}
    if day.bookings:
        words["what"] = space_in_words(day.bookings[0].space)
        return _("Hello %(name)s, you waited for %(what)s at %(site)s, and it is free now.") % words
    return _("Hello %(name)s, you waited for a place at %(site)s, and one is free now.") % words
