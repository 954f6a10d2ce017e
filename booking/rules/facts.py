"""What a judgement may know, gathered once for one proposal or ten thousand. Plain data: no query happens here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from booking.models.place import Site
from booking.rules.proposal import NO_PART, Parts, Period, Proposal
from booking.rules.scope import Place, Tally
from booking.rules.waiting import NOBODY, Queue

if TYPE_CHECKING:
    from booking.rules.rulebook import Rulebook

PersonKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class SpaceBooking:
    """A standing booking of a space; ``person`` is None for a room booking without an attendance."""

    booking_id: int
    space_id: int
    date: date
    period: Period
    parts: Parts
    person: PersonKey | None
    attendance_id: int | None


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A standing attendance of the judged person, with its standing bookings.

    ``team_id``, ``telework_able`` and ``roles`` are those that it was granted with, and by which it is counted.
    ``meetings`` are the standing bookings of rooms to which the person comes: they count there, and hold no space.
    """

    attendance_id: int
    site_id: int
    date: date
    parts: Parts
    bookings: tuple[SpaceBooking, ...] = ()
    state: str = "planned"
    team_id: int | None = None
    telework_able: bool = False
    roles: tuple[str, ...] = ()
    meetings: tuple[SpaceBooking, ...] = ()

    def can_be_let_go(self, site: Site, now: datetime) -> bool:
        """Whether its owner has not come, and some of it is still to come; ``site`` is that of the day."""
        return self.state != "present" and now < self.parts.period(site, self.date).end


@dataclass(slots=True)
class Facts:
    """Counts are (morning, afternoon) numbers of distinct people; a missing key counts nobody.

    ``in_person`` are the people who come to a meeting, by the key of its booking.
    """

    rulebooks: Mapping[int, "Rulebook"]
    counts: Mapping[tuple[Tally, int, date], tuple[int, int]] = field(default_factory=dict)
    own_days: Mapping[PersonKey, tuple[OwnDay, ...]] = field(default_factory=dict)
    bookings: Mapping[tuple[int, date], tuple[SpaceBooking, ...]] = field(default_factory=dict)
    in_person: Mapping[int, int] = field(default_factory=dict)
    queues: Mapping[tuple[int, date], Queue] = field(default_factory=dict)  # of sites and dates with any

    def rulebook(self, proposal: Proposal) -> "Rulebook":
        return self.rulebooks[proposal.site_id]

    def people(self, tally: Tally, proposal: Proposal) -> tuple[int, int]:
        """How many people of a tally stand in the morning and in the afternoon of the proposed date."""
        return self.counts.get((tally, proposal.site_id, proposal.date), (0, 0))

    def queue(self, proposal: Proposal) -> Queue:
        """Who waits at the proposed site and date."""
        return self.queues.get((proposal.site_id, proposal.date), NOBODY)

    def kept_days(self, proposal: Proposal) -> Iterator[OwnDay]:
        """The person's other standing attendances, without those that the proposal leaves."""
        return (day for day in self.own_days.get(proposal.person.key, ()) if day.attendance_id not in proposal.leaves)

    def days_now(self, proposal: Proposal) -> tuple[OwnDay, ...]:
        """The person's standing attendances as they are before the proposal."""
        return self.own_days.get(proposal.person.key, ())

    def given_up(self, proposal: Proposal) -> Iterator[SpaceBooking]:
        """The person's bookings that the proposal lets go of."""
        return (b for day in self.days_now(proposal) for b in day.bookings if b.booking_id in proposal.gives_up)

    def as_counted(self, proposal: Proposal) -> Proposal:
        """The proposal with the person as their standing day counts them, should they have changed teams since."""
        day = self.standing_day(proposal)
        if day is None or proposal.person.employee_id is None:
            return proposal
        person = replace(
            proposal.person,
            team_id=day.team_id,
            telework_able=day.telework_able,
            roles=frozenset((role, None) for role in day.roles),
        )
        return proposal if person == proposal.person else replace(proposal, person=person)

    def comes_to(self, meeting_id: int, proposal: Proposal) -> bool:
        """Whether the person is among those who come to a meeting already."""
        return any(meeting.booking_id == meeting_id for day in self.days_now(proposal) for meeting in day.meetings)

    def standing_day(self, proposal: Proposal) -> OwnDay | None:
        """The person's attendance at the proposed site and date that the proposal adds to, if there is one."""
        for day in self.kept_days(proposal):
            if day.site_id == proposal.site_id and day.date == proposal.date:
                return day
        return None

    def attends(self, proposal: Proposal) -> bool:
        """Whether the person has a standing attendance at the proposed site and date already."""
        return any(day.site_id == proposal.site_id and day.date == proposal.date for day in self.days_now(proposal))

    def parts_already_in(self, proposal: Proposal, place: Place) -> Parts:
        """The parts of the proposed date in which the person is counted in ``place`` already."""
        parts = NO_PART
        for day in self.days_now(proposal):
            if day.site_id != proposal.site_id or day.date != proposal.date:
                continue
            if place.level == "site":
                parts = parts.union(day.parts)
            else:
                for booking in (*day.bookings, *day.meetings):
                    if self.rulebook(proposal).stands_in(booking.space_id, place):
                        parts = parts.union(booking.parts)
        return parts

    def occupants(self, space_ids: Iterable[int], proposal: Proposal) -> Iterator[SpaceBooking]:
        """Bookings of these spaces that overlap the proposed period, without those that the proposal gives up."""
        for space_id in space_ids:
            for booking in self.others(space_id, proposal):
                if booking.period.overlaps(proposal.period):
                    yield booking

    def others(self, space_id: int, proposal: Proposal) -> Iterator[SpaceBooking]:
        """Bookings of a space on the proposed date, without the meeting that is joined and those that are given up."""
        for booking in self.bookings.get((space_id, proposal.date), ()):
            if booking.booking_id not in proposal.gives_up and booking.booking_id != proposal.meeting_id:
                yield booking
