"""A room is booked, once or for a series. Told its organiser, if it still stands."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message, Participant
from booking.notifications.calendar.invitation import meeting_invitation
from booking.notifications.letter import Letter
from booking.notifications.meeting import Meeting, participation, standing_meeting
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = standing_meeting(message, now=now)
    words = {"name": recipient.name, "room": meeting.room, "when": meeting.when}
    if meeting.booking.awaits_approval:
        subject = _("Asked for: %(room)s on %(when)s") % words
        opening = _("Hello %(name)s, room %(room)s is kept for you until a manager has said yes or no.") % words
    else:
        subject = _("Booked: room %(room)s on %(when)s") % words
        opening = _("Hello %(name)s, room %(room)s is booked for you.") % words
    return Letter(
        subject=subject,
        title=meeting.when,
        paragraphs=[opening, _whether_you_come(message, meeting)],
        facts=[*meeting.facts(), *_invited(meeting)],
        calendar=meeting_invitation(meeting, message, recipient, now=now),
    )


def _whether_you_come(message: Message, meeting: Meeting) -> str:
    part = participation(message, meeting)
    if part is not None and part.response == Participant.Response.IN_PERSON:
        return _("You come in person, so you have a place at the site for that time.")
    return _("You have said that you join remotely; no place at the site is kept for you.")


def _invited(meeting: Meeting) -> list[tuple[str, str]]:
    others = [
        str(part.employee or part.visitor.name)  # type: ignore[union-attr]
        for part in meeting.booking.participants.select_related("employee", "visitor")
        if part.employee_id != meeting.booking.organiser_id or part.employee_id is None
    ]
    return [(_("Invited"), ", ".join(others))] if others else []
