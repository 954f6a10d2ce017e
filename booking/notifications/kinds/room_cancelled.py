"""A meeting is cancelled. Told all who had heard of it, with what became of their day."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Employee, Message
from booking.notifications.calendar.invitation import meeting_invitation
from booking.notifications.letter import Letter, Pointless
from booking.notifications.meeting import Meeting, meeting_of, need_to_have_told
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = meeting_of(message)
    gone = [booking for booking in meeting.dates if not booking.standing and booking.period.upper > now]
    if not gone:
        raise Pointless("The meeting stands, or is over.")
    meeting = Meeting(gone[0], gone)
    need_to_have_told(message, meeting)
    paragraphs = [_opening(meeting, message, recipient)]
    if message.payload.get("reason") == "left":
        paragraphs.append(_("Its organiser has left. The room is free: book it yourself if you still meet."))
    elif reason := message.payload.get("reason"):
        paragraphs.append(_("The reason given: %(reason)s") % {"reason": reason})
    if message.payload.get("day") == "ended":
        paragraphs.append(_("Nothing else needed your day at the site, so it is cancelled, too."))
    elif message.payload.get("day") == "shrunk":
        paragraphs.append(_("Your day at the site keeps only the half that something else needs."))
    return Letter(
        subject=_("Cancelled: %(what)s, %(when)s") % {"what": meeting.what, "when": meeting.when},
        title=_("Cancelled: %(when)s") % {"when": meeting.when},
        paragraphs=paragraphs,
        facts=meeting.facts(),
        calendar=meeting_invitation(meeting, message, recipient, now=now),
    )


def _opening(meeting: Meeting, message: Message, recipient: Recipient) -> str:
    words = {"name": recipient.name, "what": meeting.what}
    by = message.payload.get("by")
    if by is not None and by == message.employee_id:
        return _("Hello %(name)s, %(what)s is cancelled, as you asked. The room is free for others.") % words
    other = Employee.objects.filter(pk=by).first()
    if other is None:
        return _("Hello %(name)s, %(what)s has been cancelled.") % words
    return _("Hello %(name)s, %(other)s has cancelled %(what)s.") % (words | {"other": other.get_full_name()})
