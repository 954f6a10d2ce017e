"""There was a place for somebody who waited, and something else stood in the way: why, in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message, WaitlistEntry
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient
from booking.rules import wording
from booking.rules.dates_in_words import long_day, long_day_with_year
from booking.rules.verdict import Objection


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    entry = WaitlistEntry.objects.select_related("site").filter(pk=message.payload["entry"]).first()
    if entry is None:
        raise Pointless("The wish is gone.")
    if entry.site.local_date(now) > entry.date:
        raise Pointless("The day is over.")
    objections = [Objection.from_json(stored) for stored in message.payload["objections"]]
    words = {"name": recipient.name, "site": entry.site.name, "day": long_day(entry.date)}
    return Letter(
        subject=_("No place for you on %(day)s") % words,
        title=_("You no longer wait for %(day)s") % words,
        paragraphs=[
            _("Hello %(name)s, a place at %(site)s has come free, but you cannot take it.") % words,
            *(f"{wording.title(objection)}: {wording.sentence(objection)}" for objection in objections),
            _("It goes to the next who waits. If this changes, join the queue again."),
        ],
        facts=[(_("Day"), long_day_with_year(entry.date)), (_("Place"), entry.site.name)],
    )
