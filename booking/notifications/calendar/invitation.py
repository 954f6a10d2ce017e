"""The calendar that a mail carries: a REQUEST to keep a time, or to take it out again."""

from datetime import datetime

from booking.models import Message, Participant
from booking.notifications.calendar.days import day_event, last_change
from booking.notifications.calendar.event import CANCEL, CANCELLED, PUBLISH, REQUEST, Attendee, Event, calendar_text
from booking.notifications.calendar.meetings import meeting_event
from booking.notifications.calendar.visits import visit_event
from booking.notifications.day import Day
from booking.notifications.letter import CalendarPart
from booking.notifications.meeting import Meeting
from booking.notifications.recipients import Recipient
from booking.notifications.visit import Visiting


def day_invitation(day: Day, recipient: Recipient, *, now: datetime) -> CalendarPart:
    """Of a day as it stands, or as it has ended."""
    attendee = Attendee(recipient.name, recipient.address)
    return _invitation([day_event(day, changed_at=last_change(day.attendance), attendee=attendee)], now)


def meeting_invitation(meeting: Meeting, message: Message, recipient: Recipient, *, now: datetime) -> CalendarPart:
    """Of a meeting, or all the dates of one message, for who reads it.

    A request is about one event by RFC 5546; several dates are published: whoever opens the file takes them over.
    """
    parts = {
        part.booking_id: part
        for part in Participant.objects.filter(
            booking__in=meeting.dates, employee=message.employee_id, visitor=message.visitor_id
        )
    }
    return _invitation(
        [
            meeting_event(booking, part=parts.get(booking.pk), name=recipient.name, address=recipient.address)
            for booking in meeting.dates
        ],
        now,
    )


def visit_invitation(visiting: Visiting, recipient: Recipient, *, now: datetime) -> CalendarPart:
    return _invitation([visit_event(visiting, attendee=Attendee(recipient.name, recipient.address))], now)


def _invitation(events: list[Event], now: datetime) -> CalendarPart:
    method = CANCEL if events[0].status == CANCELLED else REQUEST
    if len(events) > 1:
        method = PUBLISH
    return CalendarPart(method, calendar_text([event.component(stamp=now) for event in events], method=method))
