"""The visit that a message is about, as it stands when the message is sent, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking.models import Attendance, Employee, Message, Visit
from booking.notifications.letter import Pointless
from booking.rules.dates_in_words import long_day, long_day_with_year


@dataclass(frozen=True)
class Visiting:
    visit: Visit

    @property
    def day(self) -> Attendance:
        return self.visit.attendance

    @property
    def host(self) -> Employee:
        assert self.day.visitor is not None  # a visit is a visitor's
        return self.day.visitor.host

    @property
    def site(self) -> str:
        return self.day.site.name

    @property
    def when(self) -> str:
        """Such as “Tuesday 3 March, 10:00–11:00”, by the clock at the site."""
        return _("%(day)s, %(hours)s") % {"day": long_day(self.day.date), "hours": self.hours}

    @property
    def hours(self) -> str:
        zone = self.day.site.zone_info
        start, end = (moment.astimezone(zone) for moment in (self.visit.period.lower, self.visit.period.upper))
        return f"{date_format(start, 'H:i')}–{date_format(end, 'H:i')}"

    def facts(self) -> list[tuple[str, str]]:
        """Day, time, place and host, each with its label; the note is for the reception alone."""
        site = self.day.site
        return [
            (_("Day"), long_day_with_year(self.day.date)),
            (_("Time"), self.hours),
            (_("Place"), ", ".join(filter(None, [site.name, site.address]))),
            (_("Your host"), f"{self.host.get_full_name()}, {self.host.email}"),
        ]

    def told(self) -> dict:
        """All that a mail says and that may change, to be compared with a later state."""
        period = self.visit.period
        return {
            "visit": [self.day.site_id, period.lower.isoformat(), period.upper.isoformat()],
            "sequence": self.visit.sequence,
        }


def visit_of(message: Message) -> Visiting:
    """Raises Pointless for a visit that is gone."""
    visits = Visit.objects.select_related("attendance__site", "attendance__visitor__host")
    visit = visits.filter(pk=message.payload["visit"]).first()
    if visit is None or visit.attendance.visitor is None:
        raise Pointless("The visit is gone.")
    return Visiting(visit)


def coming_visit(message: Message, *, now: datetime) -> Visiting:
    """The visit of ``message``. Raises Pointless when it no longer stands, has begun, or was told so already."""
    visiting = visit_of(message)
    if visiting.day.state != Attendance.State.PLANNED or visiting.visit.period.upper <= now:
        raise Pointless("The visit no longer stands, or has begun.")
    latest = sent_about(message).order_by("-sent_at", "-pk").first()
    if latest is not None and latest.payload.get("told", {}).get("visit") == visiting.told()["visit"]:
        raise Pointless("An earlier mail has told this already.")
    return visiting


def sent_about(message: Message):
    """The mails about the same visit that the visitor has got."""
    return about(message).filter(state=Message.State.SENT)


def about(message: Message):
    """The other messages to the visitor about the same visit."""
    return Message.objects.filter(visitor=message.visitor_id, payload__visit=message.payload["visit"]).exclude(
        pk=message.pk
    )
