"""The day that a message is about, as it stands when the message is sent, in words."""

from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from booking.models import Attendance, Booking, Message, Space, Zone
from booking.notifications.letter import Pointless
from booking.rules.dates_in_words import long_day, long_day_with_year
from booking.rules.proposal import Parts


@dataclass(frozen=True)
class Day:
    attendance: Attendance
    bookings: list[Booking]
    meetings: list[Booking] = field(default_factory=list)

    @property
    def when(self) -> str:
        """The date at the site, such as “Tuesday 3 March”."""
        return long_day(self.attendance.date)

    @property
    def site(self) -> str:
        return self.attendance.site.name

    @property
    def parts(self) -> Parts:
        return Parts(self.attendance.morning, self.attendance.afternoon)

    def is_over(self, now: datetime) -> bool:
        return self.attendance.site.local_date(now) > self.attendance.date

    def facts(self) -> list[tuple[str, str]]:
        """Day, time, spaces and place, each with its label."""
        site = self.attendance.site
        return [
            (_("Day"), long_day_with_year(self.attendance.date)),
            (_("Time"), self.time_of(self.parts)),
            *(self._space(booking) for booking in (*self.bookings, *self.meetings)),
            (_("Place"), ", ".join(filter(None, [site.name, site.address]))),
        ]

    def time_of(self, parts: Parts) -> str:
        """A part of the day, with the hour at which it ends or begins."""
        midday = time_format(self.attendance.site.midday, "H:i")
        if parts.morning and parts.afternoon:
            return _("whole day")
        if parts.morning:
            return _("morning, until %(time)s") % {"time": midday}
        return _("afternoon, from %(time)s") % {"time": midday}

    def told(self) -> dict:
        """All that a mail says about the day and that may change, to be compared with a later state."""
        return {
            "parts": list(self.parts),
            "spaces": [
                [booking.space_id, booking.period.lower.isoformat(), booking.period.upper.isoformat()]
                for booking in (*self.bookings, *self.meetings)
            ],
        }

    def _space(self, booking: Booking) -> tuple[str, str]:
        space = booking.space
        label = _("Room") if space.kind == Space.Kind.ROOM else _("Desk")
        where = [space.name or space.code, zone_in_words(space.zone) if space.zone else "", floor_in_words(space)]
        if Parts(booking.morning, booking.afternoon) != self.parts or not self._whole_parts(booking):
            where.append(self._hours(booking))
        return label, ", ".join(filter(None, where))

    def _whole_parts(self, booking: Booking) -> bool:
        whole = self.attendance.site.part_of_day(
            self.attendance.date, morning=booking.morning, afternoon=booking.afternoon
        )
        return (booking.period.lower, booking.period.upper) == whole

    def _hours(self, booking: Booking) -> str:
        if self._whole_parts(booking):
            return self.time_of(Parts(booking.morning, booking.afternoon))
        zone = self.attendance.site.zone_info
        start, end = booking.period.lower.astimezone(zone), booking.period.upper.astimezone(zone)
        until = "24:00" if end.time() == time() else date_format(end, "H:i")
        return f"{date_format(start, 'H:i')}–{until}"


def standing_day(message: Message, *, now: datetime) -> Day:
    """The day of ``message``. Raises Pointless when it has been cancelled, or is over."""
    day = day_of(message)
    if not day.attendance.standing:
        raise Pointless("The day no longer stands.")
    if day.is_over(now):
        raise Pointless("The day is over.")
    return day


def elsewhere(day: Day) -> list[Day]:
    """The same person's standing days at other sites on the same date."""
    attendance = day.attendance
    others = Attendance.objects.standing().filter(employee=attendance.employee_id, date=attendance.date)
    return [Day(other, []) for other in others.exclude(site=attendance.site_id).select_related("site")]


def day_of(message: Message) -> Day:
    """The day of ``message`` with its standing bookings and the meetings that its owner comes to.

    Of a day that was cancelled, with the bookings that ended with it.
    """
    attendance = (
        Attendance.objects.select_related("site", "requested_by").filter(pk=message.payload["attendance"]).first()
    )
    if attendance is None:
        raise Pointless("The day is gone.")
    bookings = Booking.objects.filter(attendance=attendance)
    bookings = bookings.select_related("space__zone", "space__floor", "requested_by")
    if attendance.standing:
        bookings = bookings.standing()
    elif attendance.ended_at is not None:
        bookings = bookings.filter(ended_at=attendance.ended_at)
    meetings = Booking.objects.standing().filter(participants__attendance=attendance)
    return Day(attendance, list(bookings), list(meetings.select_related("space__zone", "space__floor")))


def space_in_words(space: Space) -> str:
    """Such as “desk 3.14”, within a sentence."""
    if space.kind == Space.Kind.ROOM:
        return _("room %(name)s") % {"name": space.name or space.code}
    return _("desk %(name)s") % {"name": space.name or space.code}


def zone_in_words(zone: Zone) -> str:
    """A zone by its letter and its name, unless the name says the letter already."""
    if zone.code in zone.name.split():
        return zone.name
    return pgettext("in a building", "zone %(name)s") % {"name": zone}


def floor_in_words(space: Space) -> str:
    return space.floor.name or _("floor %(name)s") % {"name": space.floor.code}
