"""A visit has other hours or another date. Told as it stands now; a visit told so already is not told again."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.calendar.invitation import visit_invitation
from booking.notifications.letter import Letter
from booking.notifications.recipients import Recipient
from booking.notifications.visit import coming_visit


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    visiting = coming_visit(message, now=now)
    words = {"name": recipient.name, "site": visiting.site, "when": visiting.when}
    return Letter(
        subject=_("Changed: your visit to %(site)s, %(when)s") % words,
        title=visiting.when,
        paragraphs=[_("Hello %(name)s, this is how your visit to %(site)s now stands.") % words],
        facts=visiting.facts(),
        told=visiting.told(),
        calendar=visit_invitation(visiting, recipient, now=now),
    )
