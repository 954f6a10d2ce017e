"""What a room's calendar holds: when it is taken; by whom and what for, as far as the organiser shows it."""

from datetime import date

from django.utils.translation import gettext as _

from booking.models import Booking, Employee, Space
from booking.notifications.calendar.event import Event
from booking.notifications.calendar.meetings import room_event


def events_of_room(space: Space, *, since: date) -> list[Event]:
    """From ``since`` on, in order of time. The address may be passed on, so only who shows to everyone is named."""
    bookings = (
        Booking.objects.standing()
        .filter(space=space, date__gte=since)
        .select_related("space__floor__site", "organiser")
        .order_by("period", "pk")
    )
    return [_event(booking) for booking in bookings]


def _event(booking: Booking) -> Event:
    shown = booking.organiser is None or booking.organiser.visibility == Employee.Visibility.EVERYONE
    return room_event(
        booking,
        summary=(shown and booking.title) or _("Booked"),
        organiser=booking.organiser.get_full_name() if shown and booking.organiser else "",
    )
