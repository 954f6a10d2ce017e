"""A meeting has moved to where the rules refuse one who would have come: they are invited again, and told why."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message, Participant
from booking.notifications.calendar.invitation import meeting_invitation
from booking.notifications.letter import Letter, Pointless
from booking.notifications.meeting import participation, standing_meeting
from booking.notifications.recipients import Recipient
from booking.rules.verdict import Objection
from booking.rules.wording import sentence, title


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = standing_meeting(message, now=now)
    part = participation(message, meeting)
    if part is None or part.response != Participant.Response.INVITED:
        raise Pointless("The person has answered since.")
    objections = [Objection.from_json(stored) for stored in message.payload["objections"]]
    words = {"name": recipient.name, "what": meeting.what, "when": meeting.when}
    return Letter(
        subject=_("Your place fell back: %(what)s, %(when)s") % words,
        title=meeting.when,
        paragraphs=[
            _("Hello %(name)s, %(what)s has moved, and you cannot come in person at the new time:") % words,
            *(f"{title(objection)}. {sentence(objection)}" for objection in objections),
            _("You are still invited: join remotely, or try again later."),
        ],
        facts=meeting.facts(),
        calendar=meeting_invitation(meeting, message, recipient, now=now),
    )
