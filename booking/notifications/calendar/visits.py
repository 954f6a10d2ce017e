"""A visit as an event in the calendar of the visitor."""

from django.utils.translation import gettext as _

from booking.notifications.calendar.event import CANCELLED, CONFIRMED, Attendee, Event, uid
from booking.notifications.visit import Visiting


def visit_event(visiting: Visiting, *, attendee: Attendee) -> Event:
    """As it stands, or as it has ended; the note is for the reception alone. A visitor has no page to be sent to."""
    visit, day = visiting.visit, visiting.day
    host = visiting.host
    return Event(
        uid=uid("visit", visit.pk),
        start=visit.period.lower,
        end=visit.period.upper,
        summary=_("Visit to %(site)s") % {"site": visiting.site},
        description="\n".join(f"{label}: {value}" for label, value in visiting.facts()[2:]),
        location=", ".join(filter(None, [visiting.site, day.site.address])),
        changed_at=day.changed_at,
        sequence=visit.sequence,
        is_busy=True,
        status=CONFIRMED if day.standing else CANCELLED,
        organiser=host.get_full_name(),
        attendee=attendee,
    )
