"""A day, or a space on it, is booked. Told once the time to undo it has passed, if it still stands, and only once."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.calendar.days import only_for_meetings
from booking.notifications.calendar.invitation import day_invitation
from booking.notifications.day import Day, space_in_words, standing_day
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient, last_told, other_who_acted


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    day = standing_day(message, now=now)
    booking_id = message.payload.get("booking")
    booking = next((booking for booking in day.bookings if booking.pk == booking_id), None)
    if booking_id and booking is None:
        raise Pointless("The booking no longer stands.")
    # A reminder that was quicker does not replace the confirmation.
    if last_told(message, kinds=("booked", "changed")) == day.told():
        raise Pointless("An earlier mail has told this already.")
    what = space_in_words(booking.space) if booking else day.site
    return Letter(
        subject=_("Booked: %(what)s on %(day)s") % {"what": what, "day": day.when},
        title=_("See you on %(day)s") % {"day": day.when},
        paragraphs=[_opening(day, message, recipient), *_without_space(day), *_closing(recipient)],
        facts=day.facts(),
        told=day.told(),
        calendar=None if only_for_meetings(day) else day_invitation(day, recipient, now=now),
    )


def _opening(day: Day, message: Message, recipient: Recipient) -> str:
    by = other_who_acted(message)
    if by is not None:
        return _("Hello %(name)s, %(other)s has booked a day at %(site)s for you.") % {
            "name": recipient.name,
            "other": by.get_full_name(),
            "site": day.site,
        }
    return _("Hello %(name)s, your day at %(site)s is booked.") % {"name": recipient.name, "site": day.site}


def _without_space(day: Day) -> list[str]:
    return [] if day.bookings or day.meetings else [_("You have a place, but no desk yet; you can still choose one.")]


def _closing(recipient: Recipient) -> list[str]:
    if not recipient.signs_in:
        return []
    return [_("Plans change. Give the day back in time, and somebody else can come.")]
