"""What a toast says of a meeting that was booked or changed, in the language of the one who did it."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.models import Booking, Participant
from booking.web.days_in_words import long_day

Response = Participant.Response


def booked(meeting: Booking) -> str:
    if meeting.awaits_approval:
        return capfirst(_("%(room)s is kept for you on %(day)s, %(time)s, until a manager answers.") % words(meeting))
    return capfirst(_("%(room)s is booked on %(day)s, %(time)s.") % words(meeting))


def series_booked(meeting: Booking, count: int) -> str:
    said = ngettext("%(room)s is booked on %(count)d date.", "%(room)s is booked on %(count)d dates.", count)
    return said % {**words(meeting), "count": count}


def changed(meeting: Booking) -> str:
    return capfirst(_("The meeting is now on %(day)s, %(time)s, in %(room)s.") % words(meeting))


def series_changed(done: int, refused: int) -> str:
    said = ngettext("%(done)d date is changed.", "%(done)d dates are changed.", done) % {"done": done}
    if not refused:
        return said
    left = ngettext(
        "%(refused)d stays as it was, since the rules refuse it.",
        "%(refused)d stay as they were, since the rules refuse them.",
        refused,
    )
    return f"{said} {left % {'refused': refused}}"


def cancelled(meeting: Booking) -> str:
    return capfirst(_("%(room)s is free again on %(day)s, %(time)s.") % words(meeting))


def series_cancelled(count: int) -> str:
    return ngettext("%(count)d date is cancelled.", "%(count)d dates are cancelled.", count) % {"count": count}


def ended(meeting: Booking) -> str:
    return _("The meeting has ended; %(room)s is free from now on.") % words(meeting)


def invited(count: int) -> str:
    return ngettext("%(count)d person is invited.", "%(count)d people are invited.", count) % {"count": count}


def answered(response: str, name: str = "") -> str:
    """``name``: of another, for whom it was answered."""
    if name:
        return {
            Response.IN_PERSON: _("%(name)s comes in person."),
            Response.REMOTE: _("%(name)s joins remotely."),
            Response.DECLINED: _("%(name)s does not take part."),
        }[Response(response)] % {"name": name}
    return {
        Response.IN_PERSON: _("You come in person."),
        Response.REMOTE: _("You join remotely."),
        Response.DECLINED: _("You do not take part."),
    }[Response(response)]


def approved(meeting: Booking) -> str:
    return _("Approved: %(room)s.") % words(meeting)


def declined(meeting: Booking) -> str:
    return _("Declined; %(room)s is free again.") % words(meeting)


def words(meeting: Booking) -> dict[str, str]:
    """Room, day and time of a meeting, read with its space, floor and site."""
    zone = meeting.space.floor.site.zone_info
    start, end = (moment.astimezone(zone) for moment in (meeting.period.lower, meeting.period.upper))
    return {"room": str(meeting.space), "day": long_day(meeting.date), "time": f"{start:%H:%M}–{end:%H:%M}"}
