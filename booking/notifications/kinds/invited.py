"""Somebody is invited to a meeting. Told only as long as they have not answered."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message, Participant
from booking.notifications.calendar.invitation import meeting_invitation
from booking.notifications.letter import Letter, Pointless
from booking.notifications.meeting import participation, standing_meeting
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = standing_meeting(message, now=now)
    part = participation(message, meeting)
    if part is None or part.response != Participant.Response.INVITED:
        raise Pointless("The person has answered already.")
    words = {"name": recipient.name, "what": meeting.what, "when": meeting.when}
    organiser = meeting.booking.organiser
    if organiser is None:
        opening = _("Hello %(name)s, you are invited to %(what)s.") % words
    else:
        words["other"] = organiser.get_full_name()
        opening = _("Hello %(name)s, %(other)s invites you to %(what)s.") % words
    paragraphs = [opening]
    if recipient.signs_in:
        paragraphs.append(
            _("Say whether you come, join remotely or decline. If you come, you get a place at the site.")
        )
    return Letter(
        subject=_("Invitation: %(what)s, %(when)s") % words,
        title=meeting.when,
        paragraphs=paragraphs,
        facts=meeting.facts(),
        calendar=meeting_invitation(meeting, message, recipient, now=now),
    )
