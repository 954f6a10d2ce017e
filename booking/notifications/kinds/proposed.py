"""A lead proposes a day to the team: whether a place is kept, until when, and where to answer."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Attendance, Invitation, MeetUp, Message
from booking.notifications.letter import Letter, Pointless
from booking.notifications.meet_up import Proposed, proposed_of
from booking.notifications.recipients import Recipient
from booking.rules import wording
from booking.rules.verdict import Objection


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    meeting = proposed_of(message, now=now)
    if meeting.meet_up.state != MeetUp.State.PROPOSED or meeting.meet_up.release_at <= now:
        raise Pointless("The proposal no longer stands.")
    if meeting.invitation.attendance is not None and meeting.invitation.answer != Invitation.Response.WAITING:
        raise Pointless("The person has answered already.")
    words = meeting.words() | {"name": recipient.name}
    hello = _("Hello %(name)s, %(lead)s proposes that %(team)s meets at %(site)s on %(day)s.") % words
    return Letter(
        subject=_("Meet at %(site)s on %(day)s?") % words,
        title=_("%(lead)s proposes %(day)s") % words,
        paragraphs=[hello, *_your_place(meeting, words)],
        facts=meeting.facts(),
    )


def _your_place(meeting: Proposed, words: dict[str, str]) -> list[str]:
    invitation = meeting.invitation
    if invitation.answer == Invitation.Response.ACCEPTED:
        return [_("You come on that day already, so there is nothing to do.")]
    if invitation.attendance is not None and invitation.attendance.state == Attendance.State.HELD:
        return [
            _("A place is kept for you until %(release)s. Accept or decline it in your week.") % words,
            _("After that time it goes to somebody else."),
        ]
    why = [wording.sentence(Objection.from_json(stored)) for stored in invitation.objections]
    return [_("No place could be kept for you."), *why] if why else [_("Answer it on the page “With whom”.")]
