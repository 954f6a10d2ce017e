"""The meeting that a message is about, as it stands when the message is sent, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.models import Booking, Message, Participant
from booking.notifications.day import floor_in_words
from booking.notifications.letter import NotYet, Pointless
from booking.rules.dates_in_words import long_day, long_day_with_year

MOST_DATES = 12  # of a series, written out


@dataclass(frozen=True)
class Meeting:
    """``dates`` are those of one message: of a series, all that the same stroke has booked, changed or cancelled."""

    booking: Booking
    dates: list[Booking]

    @property
    def room(self) -> str:
        return self.booking.space.name or self.booking.space.code

    @property
    def what(self) -> str:
        """Its title, or the room, within a sentence."""
        return self.booking.title or _("a meeting in %(room)s") % {"room": self.room}

    @property
    def when(self) -> str:
        """Such as “Tuesday 3 March, 10:00–11:00”; of several dates, the first and how many follow."""
        first = _("%(day)s, %(hours)s") % {"day": long_day(self.booking.date), "hours": self.hours}
        more = len(self.dates) - 1
        if more < 1:
            return first
        said = ngettext("%(first)s and %(more)d more date", "%(first)s and %(more)d more dates", more)
        return said % {"first": first, "more": more}

    @property
    def hours(self) -> str:
        zone = self.booking.space.floor.site.zone_info
        start, end = (
            moment.astimezone(zone) for moment in (self.booking.period.lower, self.booking.period.upper)
        )  # fmt: skip
        return f"{date_format(start, 'H:i')}–{date_format(end, 'H:i')}"

    def facts(self) -> list[tuple[str, str]]:
        """Title, day or dates, time, room and place, each with its label."""
        space = self.booking.space
        site = space.floor.site
        facts = [(_("Meeting"), self.booking.title)] if self.booking.title else []
        if len(self.dates) > 1:
            facts.append((_("Days"), self._dates_in_words()))
        else:
            facts.append((_("Day"), long_day_with_year(self.booking.date)))
        facts += [
            (_("Time"), self.hours),
            (_("Room"), ", ".join([self.room, floor_in_words(space)])),
            (_("Place"), ", ".join(filter(None, [site.name, site.address]))),
        ]
        if self.booking.organiser is not None:
            facts.append((_("Organiser"), self.booking.organiser.get_full_name()))
        return facts

    def _dates_in_words(self) -> str:
        named = [long_day(booking.date) for booking in self.dates[:MOST_DATES]]
        if more := len(self.dates) - len(named):
            named.append(ngettext("%(more)d more", "%(more)d more", more) % {"more": more})
        return ", ".join(named)


def meeting_of(message: Message) -> Meeting:
    """The meeting of ``message``, and those of its series that the same stroke has touched. Raises Pointless."""
    bookings = Booking.objects.select_related("space__floor__site", "organiser")
    booking = bookings.filter(pk=message.payload["meeting"]).first()
    if booking is None:
        raise Pointless("The meeting is gone.")
    dates = [booking]
    if booking.series_id is not None:
        at = datetime.fromisoformat(message.payload["at"])
        dates = (
            list(bookings.filter(Q(created_at=at) | Q(changed_at=at), series=booking.series_id).order_by("period"))
            or dates
        )
    return Meeting(dates[0], dates)


def standing_meeting(message: Message, *, now: datetime) -> Meeting:
    """The meeting of ``message``. Raises Pointless when none of its dates stands and is still to come."""
    meeting = meeting_of(message)
    coming = [booking for booking in meeting.dates if booking.standing and booking.period.upper > now]
    if not coming:
        raise Pointless("The meeting no longer stands, or is over.")
    return Meeting(coming[0], coming)


def participation(message: Message, meeting: Meeting) -> Participant | None:
    """The part that the recipient takes in the meeting by now."""
    return Participant.objects.filter(
        booking=meeting.booking, employee=message.employee_id, visitor=message.visitor_id
    ).first()


def need_to_have_told(message: Message, meeting: Meeting) -> None:
    """Raise Pointless when the recipient never heard of the meeting: there is nothing to take back."""
    part = participation(message, meeting)
    organises = message.employee_id is not None and message.employee_id == meeting.booking.organiser_id
    if part is not None and part.response != Participant.Response.INVITED and not organises:
        return  # whoever has answered has heard of it
    about = Message.objects.filter(
        employee=message.employee_id, visitor=message.visitor_id, kind__in=["room_booked", "invited"]
    ).exclude(pk=message.pk)
    series = message.payload.get("series")
    about = (
        about.filter(payload__series=series) if series else about.filter(payload__meeting=message.payload["meeting"])
    )
    states = set(about.values_list("state", flat=True))
    if Message.State.SENT in states or not states:
        return
    if Message.State.CLAIMED in states:
        raise NotYet
    raise Pointless("Cancelled before it was told.")
