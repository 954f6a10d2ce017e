"""Somebody who waited has been booked at once, as they chose."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.calendar.invitation import day_invitation
from booking.notifications.day import space_in_words, standing_day
from booking.notifications.letter import Letter
from booking.notifications.recipients import Recipient
from booking.notifications.room_queue import granted, is_of_a_room


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    if is_of_a_room(message):
        return granted(message, recipient, now=now)
    day = standing_day(message, now=now)
    booking = next((booking for booking in day.bookings if booking.pk == message.payload.get("booking")), None)
    what = space_in_words(booking.space) if booking else day.site
    paragraphs = [
        _("Hello %(name)s, you waited, and a place has come free: it is booked for you.") % {"name": recipient.name}
    ]
    if not day.bookings:
        paragraphs.append(_("You have a place, but no desk yet; you can still choose one."))
    paragraphs.append(_("Plans change. Give the day back in time, and somebody else can come."))
    return Letter(
        subject=_("You are in: %(what)s on %(day)s") % {"what": what, "day": day.when},
        title=_("You are in on %(day)s") % {"day": day.when},
        paragraphs=paragraphs,
        facts=day.facts(),
        told=day.told(),
        calendar=day_invitation(day, recipient, now=now),
    )
