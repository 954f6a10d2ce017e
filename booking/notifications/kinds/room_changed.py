"""A meeting has another time, room or title. Told all who take part, with what became of their day."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message, Participant
from booking.notifications.calendar.invitation import meeting_invitation
from booking.notifications.letter import Letter, Pointless
from booking.notifications.meeting import Meeting, participation, standing_meeting
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = standing_meeting(message, now=now)
    part = participation(message, meeting)
    if part is None or part.response == Participant.Response.DECLINED:
        raise Pointless("The person takes no part.")
    if _told_later(message, meeting, part):
        raise Pointless("A later message tells this.")
    words = {"name": recipient.name, "what": meeting.what, "when": meeting.when}
    paragraphs = [_("Hello %(name)s, this is how %(what)s now stands.") % words]
    if part.response == Participant.Response.IN_PERSON:
        paragraphs.append(_("Your place at the site has moved along."))
    return Letter(
        subject=_("Changed: %(what)s, %(when)s") % words,
        title=meeting.when,
        paragraphs=paragraphs,
        facts=meeting.facts(),
        calendar=meeting_invitation(meeting, message, recipient, now=now),
    )


def _told_later(message: Message, meeting: Meeting, part: Participant) -> bool:
    """Whether a later change, or the first message, is still to be sent: it says all that this one would."""
    kinds = ["room_changed", "room_booked"]
    if part.response == Participant.Response.INVITED:
        kinds.append("invited")  # dropped once it is answered
    return (
        Message.objects.filter(
            employee=message.employee_id,
            visitor=message.visitor_id,
            payload__meeting=meeting.booking.pk,
            kind__in=kinds,
            state=Message.State.DUE,
        )
        .exclude(pk=message.pk)
        .exclude(kind="room_changed", created_at__lte=message.created_at)
        .exists()
    )
