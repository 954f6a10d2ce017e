"""Somebody from outside is invited. Told with time, place and host once the time to undo it has passed."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.calendar.invitation import visit_invitation
from booking.notifications.letter import Letter
from booking.notifications.recipients import Recipient
from booking.notifications.visit import coming_visit


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    visiting = coming_visit(message, now=now)
    words = {
        "name": recipient.name,
        "host": visiting.host.get_full_name(),
        "site": visiting.site,
        "when": visiting.when,
    }
    return Letter(
        subject=_("Your visit to %(site)s: %(when)s") % words,
        title=visiting.when,
        paragraphs=[
            _("Hello %(name)s, %(host)s invites you to %(site)s.") % words,
            _("Please report to the reception when you arrive; your host is told at once."),
        ],
        facts=visiting.facts(),
        told=visiting.told(),
        calendar=visit_invitation(visiting, recipient, now=now),
    )
