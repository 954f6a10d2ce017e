"""When a day can be booked: so many days ahead, or in weekly openings; and until so many hours before it begins."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import formats
from django.utils.translation import gettext

from booking.models.place import Site
from booking.rules.dates_in_words import long_day
from booking.rules.facts import Facts
from booking.rules.kind import BadParameter, Kind, whole_number
from booking.rules.proposal import Proposal
from booking.rules.verdict import Objection, Usage


@dataclass(frozen=True)
class BookingWindow(Kind):
    """``days_ahead``: the day opens at 00:00 that many days before. Or a weekly opening: the ISO weeks up to
    ``weeks_ahead`` from the current one open together, on ``opens_on`` (ISO weekday) at ``opens_at`` (HH:MM).
    ``closes_hours``: the day closes that many hours before its first asked part begins. All in the site's zone.
    """

    code = "booking_window"
    whole_site_only = True

    days_ahead: int | None = None
    weeks_ahead: int | None = None
    opens_on: int = 1
    opens_at: str = "00:00"
    closes_hours: int | None = None

    def check(self) -> None:
        if self.days_ahead is not None and self.weeks_ahead is not None:
            raise BadParameter("days_ahead: give either days_ahead or weeks_ahead.")
        if self.days_ahead is None and self.weeks_ahead is None and self.closes_hours is None:
            raise BadParameter("days_ahead: give days_ahead, weeks_ahead or closes_hours.")
        for name, value, high in (
            ("days_ahead", self.days_ahead, 730),
            ("weeks_ahead", self.weeks_ahead, 104),
            ("closes_hours", self.closes_hours, 24 * 60),
        ):
            if value is not None:
                whole_number(name, value, 0, high)
        whole_number("opens_on", self.opens_on, 1, 7)
        try:
            time.fromisoformat(self.opens_at)
        except (TypeError, ValueError):
            raise BadParameter(f"opens_at: give a time such as 12:00, not {self.opens_at!r}.") from None

    def opens(self, day: date, site: Site) -> datetime | None:
        """The moment from which ``day`` can be booked; None where it always could."""
        if self.days_ahead is not None:
            return site.instant(day - timedelta(days=self.days_ahead), time())
        if self.weeks_ahead is not None:
            monday = day - timedelta(days=day.weekday())
            opening = monday - timedelta(weeks=self.weeks_ahead) + timedelta(days=self.opens_on - 1)
            return site.instant(opening, time.fromisoformat(self.opens_at))
        return None

    def closes(self, start: datetime) -> datetime | None:
        """The moment from which a part that begins at ``start`` can no longer be booked; None where it never closes."""
        return None if self.closes_hours is None else start.astimezone(UTC) - timedelta(hours=self.closes_hours)

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        site = facts.rulebook(proposal).site
        new = proposal.parts.minus(facts.parts_already_in(proposal, self.scope.place))
        # Whoever has the morning and stays for the afternoon asks for the afternoon.
        start = max(proposal.period.start, new.period(site, proposal.date).start) if any(new) else proposal.period.start
        opens, closes = self.opens(proposal.date, site), self.closes(start)
        early = opens is not None and proposal.now < opens
        late = closes is not None and proposal.now >= closes
        return Usage(
            limit=0,
            used=int(not any(new)),
            asked=int(early or late),
            applies=self.scope.population.includes(proposal.person, proposal.site_id),
            details={
                "opens": opens.astimezone(site.zone_info).isoformat() if opens and early else None,
                "closed": closes.astimezone(site.zone_info).isoformat() if closes and late else None,
            },
        )

    @staticmethod
    def title(objection: Objection) -> str:
        return gettext("Not open yet") if objection.details["opens"] else gettext("Booking has closed")

    @staticmethod
    def sentence(objection: Objection) -> str:
        if opens := objection.details["opens"]:
            return gettext("Can be booked from %(moment)s.") % {"moment": _moment(opens)}
        return gettext("Could be booked until %(moment)s.") % {"moment": _moment(objection.details["closed"])}


def _moment(stored: str) -> str:
    moment = datetime.fromisoformat(stored)
    return gettext("%(date)s, %(time)s") % {
        "date": long_day(moment.date()),
        "time": formats.date_format(moment, "H:i"),
    }
