"""One event, and a calendar of several, in iCalendar.

Instants are written in UTC: each event is a single one, so no rule of a time zone is needed to place it, nor can an old
VTIMEZONE misplace it after a law has changed the clocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

PRODUCT = "-//Headroom//Headroom//EN"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
ACCEPTED, DECLINED, NEEDS_ACTION = "ACCEPTED", "DECLINED", "NEEDS-ACTION"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Whose calendar the event is for; ``answer`` is a PARTSTAT."""

    name: str
    address: str
    answer: str = ACCEPTED


@dataclass(frozen=True, kw_only=True)
class Event:
    """Half-open from ``start`` to ``end``: dates for whole days, else aware instants. Texts in the reader's language.

    ``organiser`` is a name: answers count under limits, so they are given in Headroom, and its address stands here.
    """

    uid: str
    start: date | datetime
    end: date | datetime
    summary: str
    description: str
    location: str
    changed_at: datetime
    sequence: int
    is_busy: bool  # whether others cannot have this time: being at the office alone takes none
    status: str = CONFIRMED
    organiser: str = ""
    attendee: Attendee | None = None

    def component(self, *, stamp: datetime | None = None) -> icalendar.Event:
        """As a VEVENT; ``stamp`` is when it is told. In a feed, which says nothing anew, it is the last change."""
        event = icalendar.Event()
        event.add("uid", self.uid)
        event.add("dtstamp", (stamp or self.changed_at).astimezone(UTC))
        event.add("last-modified", self.changed_at.astimezone(UTC))
        event.add("sequence", self.sequence)
        event.add("dtstart", _in_utc(self.start))
        event.add("dtend", _in_utc(self.end))
        event.add("summary", self.summary)
        event.add("description", self.description)
        event.add("location", self.location)
        event.add("status", self.status)
        event.add("transp", "OPAQUE" if self.is_busy else "TRANSPARENT")
        if not self.is_busy:
            event.add("x-microsoft-cdo-busystatus", "FREE")  # Outlook shows whole days as busy otherwise
        if self.attendee is not None:
            event.add("organizer", _address(self.organiser or "Headroom", headroom_address()))
            event.add("attendee", _attendee(self.attendee))
        return event


def calendar_text(events: Iterable[icalendar.Event], *, method: str = "", name: str = "") -> str:
    """A VCALENDAR with line ends as RFC 5545 has them; a ``method`` makes it a mail's, a ``name`` a feed's."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical().decode()


def uid(*what: object) -> str:
    """The same for the same thing, in every mail and feed."""
    return f"{'-'.join(map(str, what))}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def headroom_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _attendee(attendee: Attendee) -> icalendar.vCalAddress:
    address = _address(attendee.name, attendee.address)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = attendee.answer
    address.params["RSVP"] = "FALSE"
    return address


def _address(name: str, address: str) -> icalendar.vCalAddress:
    calendar_address = icalendar.vCalAddress(f"mailto:{address}")
    # A parameter's value may hold neither a double quote nor a control character.
    calendar_address.params["CN"] = "".join(c for c in name if c.isprintable() and c != '"')
    return calendar_address


def _in_utc(moment: date | datetime) -> date | datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
