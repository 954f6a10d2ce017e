"""A lead has withdrawn a proposal. Whoever has not read of it needs no mail about its end."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Invitation, Message
from booking.notifications.letter import Letter, NotYet, Pointless
from booking.notifications.meet_up import proposed_of
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = proposed_of(message, now=now)
    proposal = Message.objects.filter(key=f"proposed:{meeting.meet_up.pk}:{message.employee_id}").first()
    if proposal is not None and proposal.state == Message.State.CLAIMED:
        raise NotYet
    if proposal is None or proposal.state != Message.State.SENT:
        raise Pointless("The person was never told of the proposal.")
    words = meeting.words() | {"name": recipient.name}
    opening = _("Hello %(name)s, %(lead)s has withdrawn the proposal to meet at %(site)s on %(day)s.") % words
    rest = []
    if meeting.invitation.answer == Invitation.Response.ACCEPTED:
        rest = [_("Your day stays booked. Cancel it if you do not come now.")]
    elif meeting.invitation.attendance is not None:
        rest = [_("The place that was kept for you has been given back.")]
    return Letter(
        subject=_("Withdrawn: %(site)s on %(day)s") % words,
        title=_("You do not meet on %(day)s") % words,
        paragraphs=[opening, *rest],
        facts=meeting.facts(),
    )
