"""How a room may be booked: how long, at which hours, how far ahead, and how far from other meetings in it."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext, ngettext

from booking.rules.facts import Facts
from booking.rules.kind import SPACE, BadParameter, Kind, whole_number
from booking.rules.proposal import Period, Proposal
from booking.rules.verdict import Objection, Usage

LONGEST, BUFFER, OPENS, CLOSES, AHEAD = "longest_minutes", "buffer_minutes", "opens_at", "closes_at", "days_ahead"


@dataclass(frozen=True)
class RoomLimits(Kind):
    """At most ``longest_minutes``; ``buffer_minutes`` kept free before and after other meetings in the same room;
    between ``opens_at`` and ``closes_at`` (HH:MM); from 00:00 on the day ``days_ahead`` days before.

    All in the site's zone. The population is that of organisers; a walk-up at the door has none and is among everyone.
    """

    code = "room_limits"
    judges_things = True

    longest_minutes: int | None = None
    buffer_minutes: int | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    days_ahead: int | None = None

    def check(self) -> None:
        numbers = ((LONGEST, 1, 24 * 60), (BUFFER, 1, 12 * 60), (AHEAD, 0, 730))
        if all(getattr(self, name) is None for name in (LONGEST, BUFFER, OPENS, CLOSES, AHEAD)):
            raise BadParameter(f"{LONGEST}: give {LONGEST}, {BUFFER}, {OPENS}, {CLOSES} or {AHEAD}.")
        for name, low, high in numbers:
            if (value := getattr(self, name)) is not None:
                whole_number(name, value, low, high)
        for name in (OPENS, CLOSES):
            if (value := getattr(self, name)) is not None:
                _check_time(name, value)
        if self.opens_at and self.closes_at and _clock(self.opens_at) >= _clock(self.closes_at):
            raise BadParameter(f"{CLOSES}: give a time after {OPENS}.")

    @property
    def speaks_of(self) -> str:
        return SPACE

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        book = facts.rulebook(proposal)
        room = book.spaces.get(proposal.space_id or 0)
        if proposal.presence or room is None or room.kind != "room" or not book.stands_in(room.id, self.scope.place):
            return None
        population = self.scope.population
        # A limit is broken by what goes beyond it farther than the booking that is changed.
        now = self._beyond(proposal.period, proposal, facts)
        before = [
            self._beyond(old.period, proposal, facts)
            for old in facts.bookings.get((room.id, proposal.date), ())
            if old.booking_id in proposal.gives_up
        ]
        broken = [name for name, beyond in now.items() if beyond > max([0, *(was[name] for was in before)])]
        return Usage(
            limit=0,
            used=0,
            asked=len(broken),
            applies=population.kind == "everyone" or population.includes(proposal.person, proposal.site_id),
            details={
                "space": room.name or room.code,
                "broken": [[name, getattr(self, name)] for name in broken],
                "minutes": _minutes(proposal.period.end, proposal.period.start),
                "free": self._free_around(proposal.period, proposal, facts),
            },
        )

    def _beyond(self, period: Period, proposal: Proposal, facts: Facts) -> dict[str, int]:
        """By how much a booking for ``period`` goes beyond each limit: minutes, or days."""
        site, day = facts.rulebook(proposal).site, proposal.date
        found = {}
        if self.longest_minutes is not None:
            found[LONGEST] = _minutes(period.end, period.start) - self.longest_minutes
        if self.buffer_minutes is not None:
            free = self._free_around(period, proposal, facts)
            found[BUFFER] = 0 if free is None else self.buffer_minutes - free
        if self.opens_at is not None:
            found[OPENS] = _minutes(site.instant(day, _clock(self.opens_at)), period.start)
        if self.closes_at is not None:
            found[CLOSES] = _minutes(period.end, site.instant(day, _clock(self.closes_at)))
        if self.days_ahead is not None:
            found[AHEAD] = (day - site.local_date(proposal.now)).days - self.days_ahead
        return found

    def _free_around(self, period: Period, proposal: Proposal, facts: Facts) -> int | None:
        """Minutes to the nearest other meeting in the room; None where there is none, or it overlaps (it is taken)."""
        return min(
            (
                max(_minutes(other.period.start, period.end), _minutes(period.start, other.period.end))
                for other in facts.others(proposal.space_id or 0, proposal)
                if not other.period.overlaps(period)
            ),
            default=None,
        )

    @staticmethod
    def title(objection: Objection) -> str:
        return gettext("Beyond the limits of this room")

    @staticmethod
    def sentence(objection: Objection) -> str:
        details = objection.details
        return " ".join(_sentence(name, limit, details) for name, limit in details["broken"])


def _sentence(name: str, limit, details) -> str:
    words = {"space": details["space"], "limit": limit, "minutes": details["minutes"], "free": details["free"]}
    match name:
        case "longest_minutes":
            said = ngettext(
                "%(space)s can be booked for %(limit)d minute at most; you ask for %(minutes)d.",
                "%(space)s can be booked for %(limit)d minutes at most; you ask for %(minutes)d.",
                limit,
            )
        case "buffer_minutes":
            said = ngettext(
                "%(limit)d minute stays free between meetings in %(space)s; %(free)d would be left.",
                "%(limit)d minutes stay free between meetings in %(space)s; %(free)d would be left.",
                limit,
            )
        case "opens_at":
            said = gettext("%(space)s can be used from %(limit)s.")
        case "closes_at":
            said = gettext("%(space)s can be used until %(limit)s.")
        case _:
            said = ngettext(
                "%(space)s can be booked %(limit)d day ahead.", "%(space)s can be booked %(limit)d days ahead.", limit
            )
    return said % words


def _minutes(later: datetime, earlier: datetime) -> int:
    # By timestamps: Python subtracts two moments of one zone by the wall clock, which jumps twice a year.
    return int((later.timestamp() - earlier.timestamp()) // 60)


def _clock(stored: str) -> time:
    return time.fromisoformat(stored)


def _check_time(name: str, value) -> None:
    try:
        time.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadParameter(f"{name}: give a time such as 08:00, not {value!r}.") from None
