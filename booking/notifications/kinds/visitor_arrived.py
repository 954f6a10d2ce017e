"""A visitor is at the reception. Their host is told at once."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking.models import Attendance, Message
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient
from booking.notifications.visit import visit_of


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    visiting = visit_of(message)
    visit, day = visiting.visit, visiting.day
    if day.state != Attendance.State.PRESENT or visit.left_at is not None:
        raise Pointless("The visitor is not there, or has left.")
    visitor = day.visitor
    assert visitor is not None
    at = datetime.fromisoformat(message.payload["at"]).astimezone(day.site.zone_info)
    words = {"name": recipient.name, "visitor": visitor.name, "site": visiting.site, "time": date_format(at, "H:i")}
    facts = [
        (_("Visitor"), ", ".join(filter(None, [visitor.name, visitor.organisation]))),
        (_("Arrived"), words["time"]),
        (_("Invited for"), visiting.hours),
        (_("Place"), visiting.site),
    ]
    return Letter(
        subject=_("%(visitor)s is at the reception of %(site)s") % words,
        title=_("%(visitor)s has arrived") % words,
        paragraphs=[_("Hello %(name)s, %(visitor)s came at %(time)s and waits for you at the reception.") % words],
        facts=facts,
    )
