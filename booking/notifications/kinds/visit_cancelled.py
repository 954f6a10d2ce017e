"""A visit is cancelled. Who never heard of it hears nothing."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.calendar.invitation import visit_invitation
from booking.notifications.letter import Letter, NotYet, Pointless
from booking.notifications.recipients import Recipient
from booking.notifications.visit import about, visit_of


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    visiting = visit_of(message)
    if visiting.day.standing:
        raise Pointless("The visit stands again.")
    if visiting.visit.period.upper <= now:
        raise Pointless("The time is over.")
    _need_to_have_told(message)
    words = {"name": recipient.name, "host": visiting.host.get_full_name(), "site": visiting.site}
    words["when"] = visiting.when
    return Letter(
        subject=_("Cancelled: your visit to %(site)s, %(when)s") % words,
        title=_("Cancelled: %(day)s") % {"day": visiting.when},
        paragraphs=[
            _("Hello %(name)s, your visit to %(site)s will not take place. Please ask %(host)s, should you wonder why.")
            % words
        ],
        facts=visiting.facts(),
        told={"cancelled": True, "sequence": visiting.visit.sequence},
        calendar=visit_invitation(visiting, recipient, now=now),
    )


def _need_to_have_told(message: Message) -> None:
    """Raise Pointless when the visitor never heard of the visit: there is nothing to take back."""
    states = set(about(message).values_list("state", flat=True))
    if Message.State.SENT in states:
        return
    if Message.State.CLAIMED in states:
        raise NotYet
    raise Pointless("Cancelled before it was told.")
