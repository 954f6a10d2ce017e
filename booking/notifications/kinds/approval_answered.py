"""A manager has said yes to a room, or no. Told its organiser."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.calendar.invitation import meeting_invitation
from booking.notifications.letter import Letter, Pointless
from booking.notifications.meeting import meeting_of
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = meeting_of(message)
    approved = message.payload["approved"]
    if meeting.dates[-1].period.upper <= now:
        raise Pointless("The meeting is over.")
    if approved and not meeting.booking.standing:
        raise Pointless("The meeting has been cancelled since.")
    words = {"name": recipient.name, "room": meeting.room, "when": meeting.when}
    if approved:
        subject = _("Approved: room %(room)s, %(when)s") % words
        paragraphs = [_("Hello %(name)s, room %(room)s is yours.") % words]
    else:
        subject = _("Declined: room %(room)s, %(when)s") % words
        paragraphs = [_("Hello %(name)s, you cannot have room %(room)s this time; your request is cancelled.") % words]
    if reason := message.payload.get("reason"):
        paragraphs.append(_("The reason given: %(reason)s") % {"reason": reason})
    return Letter(
        subject=subject,
        title=meeting.when,
        paragraphs=paragraphs,
        facts=meeting.facts(),
        calendar=meeting_invitation(meeting, message, recipient, now=now),
    )
