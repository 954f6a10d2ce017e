"""Tomorrow, or on the next working day, somebody is expected. One reminder a day, at however many sites."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Attendance, Message
from booking.notifications.day import elsewhere, standing_day
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    day = standing_day(message, now=now)
    if day.attendance.state == Attendance.State.PRESENT:
        raise Pointless("The person is there already.")
    return Letter(
        subject=_("Reminder: %(what)s on %(day)s") % {"what": day.site, "day": day.when},
        title=_("You are expected on %(day)s") % {"day": day.when},
        paragraphs=[
            _("Hello %(name)s, a short reminder of your day at %(site)s.") % {"name": recipient.name, "site": day.site},
            *(
                _("On the same day you are expected at %(site)s, too: %(time)s.")
                % {"site": other.site, "time": other.time_of(other.parts)}
                for other in elsewhere(day)
            ),
            _("Can you not come after all? Give the day back, and somebody else can."),
        ],
        facts=day.facts(),
        told=day.told(),
    )
