"""A fault that somebody has reported is mended, dismissed, or its place blocked. Told whoever reported it."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Fault, Message
from booking.notifications.day import space_in_words
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    fault = Fault.objects.select_related("space__floor__site").filter(pk=message.payload["fault"]).first()
    if fault is None or fault.state == Fault.State.OPEN:
        raise Pointless("There is no answer any more.")
    words = {"name": recipient.name, "space": space_in_words(fault.space), "what": fault.what}
    subject, said = {
        Fault.State.MENDED: (_("Mended: %(space)s"), _("what you reported at %(space)s is mended.")),
        Fault.State.DISMISSED: (_("Not changed: %(space)s"), _("nothing is done about your report at %(space)s.")),
        Fault.State.BLOCKED: (_("Blocked: %(space)s"), _("%(space)s cannot be booked until it is mended.")),
    }[Fault.State(fault.state)]
    paragraphs = [_("Hello %(name)s, %(said)s Thank you for telling us.") % (words | {"said": said % words})]
    if fault.answer:
        paragraphs.append(_("The answer: %(answer)s") % {"answer": fault.answer})
    return Letter(
        subject=subject % words,
        title=subject % words,
        paragraphs=paragraphs,
        facts=[(_("Reported"), fault.what), (_("Place"), fault.space.floor.site.name)],
    )
