"""A standing day has changed. Told only if it differs from what its owner was last told."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.calendar.invitation import day_invitation
from booking.notifications.day import standing_day
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient, last_told, other_who_acted
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
        paragraphs=[_opening(message, recipient)],
        facts=facts,
        told=day.told(),
        calendar=day_invitation(day, recipient, now=now),
    )


def _opening(message: Message, recipient: Recipient) -> str:
    by = other_who_acted(message)
    if by is None:
        return _("Hello %(name)s, this is how your day now stands.") % {"name": recipient.name}
    words = {"name": recipient.name, "other": by.get_full_name()}
    return _("Hello %(name)s, %(other)s has changed your day. This is how it now stands.") % words
