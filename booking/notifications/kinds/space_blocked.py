"""A desk or room that somebody has booked is out of order then. Their day stands; they may choose another place."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from booking.models import Booking, Message
from booking.notifications.day import space_in_words
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient
from booking.rules.dates_in_words import long_day, long_day_with_year


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    booking = Booking.objects.select_related("space__floor__site").filter(pk=message.payload["booking"]).first()
    if booking is None or not booking.standing or booking.period.upper <= now:
        raise Pointless("The booking no longer stands, or is over.")
    words = {
        "name": recipient.name,
        "space": space_in_words(booking.space),
        "day": long_day(booking.date),
        "until": long_day(date.fromisoformat(message.payload["until"])),
    }
    return Letter(
        subject=_("Out of order on %(day)s: %(space)s") % words,
        title=_("Choose another place for %(day)s") % words,
        paragraphs=[
            _("Hello %(name)s, %(space)s is out of order and can be used again on %(until)s.") % words,
            _("You are still expected. Choose another place in Headroom."),
        ],
        facts=[(_("Day"), long_day_with_year(booking.date)), (_("Place"), booking.space.floor.site.name)],
    )
