"""What somebody said about the record of a day has been answered: corrected, or left as it is, and why."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Dispute, Message
from booking.notifications.day import day_of
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    dispute = Dispute.objects.select_related("answered_by").filter(pk=message.payload["dispute"]).first()
    if dispute is None:
        raise Pointless("The dispute is gone.")
    day = day_of(message)
    words = {"name": recipient.name, "day": day.when, "site": day.site}
    if dispute.state == Dispute.State.CORRECTED:
        subject = _("Corrected: your record of %(day)s") % words
        opening = _("Hello %(name)s, the record of your day at %(site)s is corrected, as you asked.") % words
    else:
        subject = _("Not corrected: your record of %(day)s") % words
        opening = _("Hello %(name)s, the record of your day at %(site)s stays as it is.") % words
    paragraphs = [opening]
    if dispute.answer:
        paragraphs.append(_("The answer: %(answer)s") % {"answer": dispute.answer})
    return Letter(
        subject=subject,
        title=day.when,
        paragraphs=paragraphs,
        facts=[
            *day.facts(),
            (_("You wrote"), dispute.text),
            (_("Recorded as"), day.attendance.get_state_display()),
            *([(_("Answered by"), dispute.answered_by.get_full_name())] if dispute.answered_by else []),
        ],
    )
