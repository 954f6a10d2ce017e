"""A room booking as an event: of somebody who takes part, or of the room."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from booking.models import Booking, Participant
from booking.notifications.calendar.event import (
    ACCEPTED,
    CANCELLED,
    CONFIRMED,
    DECLINED,
    NEEDS_ACTION,
    TENTATIVE,
    Attendee,
    Event,
    uid,
)
from booking.notifications.day import floor_in_words

Response = Participant.Response
ANSWERS = {
    Response.INVITED: NEEDS_ACTION,
    Response.IN_PERSON: ACCEPTED,
    Response.REMOTE: ACCEPTED,
    Response.DECLINED: DECLINED,
}


def meeting_event(booking: Booking, *, part: Participant | None, name: str, address: str) -> Event:
    """A meeting in the calendar of somebody (by ``name`` and ``address``) who takes ``part``, or only organises it."""
    answer = ANSWERS[Response(part.response)] if part is not None else ACCEPTED
    response = _response_in_words(part)
    organiser = booking.organiser.get_full_name() if booking.organiser else ""
    return Event(
        **_what(booking, changed_at=max(booking.changed_at, part.changed_at) if part else booking.changed_at),
        summary=booking.title or _("Meeting in %(room)s") % {"room": _room(booking)},
        description="\n".join(filter(None, [response, _organised_by(organiser), f"{settings.SITE_URL}/"])),
        is_busy=answer != DECLINED,
        organiser=organiser,
        attendee=Attendee(name, address, answer),
    )


def room_event(booking: Booking, *, summary: str, organiser: str) -> Event:
    """A booking in the calendar of its room, in the words that its readers may see."""
    return Event(
        **_what(booking, changed_at=booking.changed_at),
        summary=summary,
        description=_organised_by(organiser),
        is_busy=True,
    )


def _what(booking: Booking, *, changed_at: datetime) -> dict:
    site = booking.space.floor.site
    return {
        "uid": uid("meeting", booking.pk),
        "start": booking.period.lower,
        "end": booking.period.upper,
        "location": ", ".join(filter(None, [_room(booking), floor_in_words(booking.space), site.name, site.address])),
        "changed_at": changed_at,
        "sequence": booking.sequence,
        "status": _status(booking),
    }


def _status(booking: Booking) -> str:
    if not booking.standing:
        return CANCELLED
    return TENTATIVE if booking.awaits_approval else CONFIRMED


def _room(booking: Booking) -> str:
    return booking.space.name or booking.space.code


def _organised_by(name: str) -> str:
    return _("Organiser: %(name)s") % {"name": name} if name else ""


def _response_in_words(part: Participant | None) -> str:
    if part is None:
        return ""
    return {
        Response.INVITED: _("You have not answered yet."),
        Response.IN_PERSON: _("You come in person."),
        Response.REMOTE: _("You join remotely."),
        Response.DECLINED: _("You have declined."),
    }[Response(part.response)]
