"""A room that needs approval is asked for. Told the managers of the site, as long as nobody has answered."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message
from booking.notifications.letter import Letter, Pointless
from booking.notifications.meeting import Meeting, standing_meeting
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = standing_meeting(message, now=now)
    waiting = [booking for booking in meeting.dates if booking.awaits_approval]
    if not waiting:
        raise Pointless("Somebody has answered already.")
    meeting = Meeting(waiting[0], waiting)
    organiser = meeting.booking.organiser
    words = {
        "name": recipient.name,
        "other": organiser.get_full_name() if organiser else "",
        "room": meeting.room,
        "when": meeting.when,
    }
    return Letter(
        subject=_("To approve: room %(room)s, %(when)s") % words,
        title=meeting.when,
        paragraphs=[
            _("Hello %(name)s, %(other)s asks for room %(room)s.") % words,
            _("The room is kept meanwhile. Say yes or no in Headroom."),
        ],
        facts=[*meeting.facts(), (_("People"), str(meeting.booking.people))],
    )
