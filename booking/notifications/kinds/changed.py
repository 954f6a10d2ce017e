"""A standing day has changed. Told only if it differs from what its owner was last told."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.day import standing_day
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient, last_told
from booking.rules.proposal import Parts


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    day = standing_day(message, now=now)
    if last_told(message) == day.told():
        raise Pointless("An earlier mail has told this already.")
    before = message.payload.get("before", {})
    facts = day.facts()
    if "morning" in before and Parts(before["morning"], before["afternoon"]) != day.parts:
        facts.append((_("Before"), day.time_of(Parts(before["morning"], before["afternoon"]))))
    return Letter(
        subject=_("Changed: %(what)s on %(day)s") % {"what": day.site, "day": day.when},
        title=_("Your day has changed: %(day)s") % {"day": day.when},
        paragraphs=[_("Hello %(name)s, this is how your day now stands.") % {"name": recipient.name}],
        facts=facts,
        told=day.told(),
    )
