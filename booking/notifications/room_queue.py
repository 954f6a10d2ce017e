"""What those who waited for a room are told: it is kept, is theirs, or is no longer kept."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Message, WaitlistEntry
from booking.notifications.calendar.invitation import meeting_invitation
from booking.notifications.kept_until import kept_until
from booking.notifications.letter import Letter, Pointless
from booking.notifications.meeting import meeting_of, participation, standing_meeting
from booking.notifications.recipients import Recipient


def is_of_a_room(message: Message) -> bool:
    return "meeting" in message.payload


def offered(message: Message, recipient: Recipient, *, entry: WaitlistEntry, now: datetime) -> Letter:
    """``entry`` is offered, with a time until which it is."""
    meeting = standing_meeting(message, now=now)
    site = meeting.booking.space.floor.site
    assert entry.offered_until is not None
    until = kept_until(entry.offered_until, site=site, day=entry.date)
    words = {"name": recipient.name, "room": meeting.room, "when": meeting.when, "until": until}
    return Letter(
        subject=_("%(room)s for you, %(when)s: take it by %(until)s") % words,
        title=_("%(room)s is kept for you, %(when)s") % words,
        paragraphs=[
            _("Hello %(name)s, you waited for %(room)s, and it is free now.") % words,
            _("Take it in Headroom by %(until)s; after that it goes to the next who waits.") % words,
        ],
        facts=[*meeting.facts(), (_("Kept until"), until)],
    )


def granted(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = standing_meeting(message, now=now)
    part = participation(message, meeting)
    words = {"name": recipient.name, "room": meeting.room, "when": meeting.when}
    paragraphs = [_("Hello %(name)s, you waited, and %(room)s has come free: it is booked for you.") % words]
    if meeting.booking.awaits_approval:
        paragraphs.append(_("A manager has yet to say yes; until then the room is kept for you."))
    if part is not None and part.attendance_id is None:
        paragraphs.append(_("You have no place at the site on that day, so you are entered as joining remotely."))
    paragraphs.append(_("Plans change. Give the room back in time, and somebody else can have it."))
    return Letter(
        subject=_("The room is yours: %(room)s, %(when)s") % words,
        title=_("%(room)s is yours, %(when)s") % words,
        paragraphs=paragraphs,
        facts=meeting.facts(),
        calendar=meeting_invitation(meeting, message, recipient, now=now),
    )


def expired(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = meeting_of(message)
    if meeting.booking.period.upper <= now:
        raise Pointless("The time is over.")
    words = {"name": recipient.name, "room": meeting.room, "when": meeting.when}
    return Letter(
        subject=_("No longer kept for you: %(room)s, %(when)s") % words,
        title=_("%(room)s is no longer kept, %(when)s") % words,
        paragraphs=[
            _("Hello %(name)s, %(room)s was kept for you and not taken in time; it goes on to the next.") % words,
            _("Do you still need it? Join the queue again."),
        ],
        facts=meeting.facts(),
    )
