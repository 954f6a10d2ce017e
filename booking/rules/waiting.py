"""Who waits for a day, or for a space on it: while they do, a free place is theirs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from booking.rules.proposal import Parts, Period, Proposal
from booking.rules.scope import Tally

FOR_THE_DAY, FOR_THE_SPACE = "day", "space"


class Waiter(NamedTuple):
    """Somebody waits for a space (a room: for a ``period``), or (space empty) for the day."""

    employee_id: int
    space_id: int | None
    parts: Parts
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """Those who wait at one site for one date.

    ``counts`` are (morning, afternoon) numbers of people of a tally who wait for the day; ``named`` are those who wait
    for a space, and whatever the judged people wait for.
    """

    counts: Mapping[Tally, tuple[int, int]]
    named: Sequence[Waiter] = ()

    def before(self, proposal: Proposal, tally: Tally) -> tuple[int, int]:
        """How many others wait for the day, by half; none where the proposal is served from that very queue."""
        if proposal.queue == FOR_THE_DAY:
            return (0, 0)
        morning, afternoon = self.counts.get(tally, (0, 0))
        if tally.population.includes(proposal.person, proposal.site_id):
            for waiter in self.named:
                if waiter.space_id is None and waiter.employee_id == proposal.person.employee_id:
                    morning, afternoon = morning - waiter.parts.morning, afternoon - waiter.parts.afternoon
        return max(0, morning), max(0, afternoon)

    def for_space(self, proposal: Proposal, parts: Parts) -> Iterator[Waiter]:
        """The others who wait for the proposed space in any of ``parts``."""
        if proposal.queue == FOR_THE_SPACE:
            return
        for waiter in self.named:
            if (
                waiter.space_id == proposal.space_id
                and waiter.employee_id != proposal.person.employee_id
                and ((waiter.parts.morning and parts.morning) or (waiter.parts.afternoon and parts.afternoon))
            ):
                yield waiter

    def for_room(self, proposal: Proposal, periods: Sequence[Period]) -> Iterator[Waiter]:
        """The others who wait for the proposed room at a time that overlaps any of ``periods``."""
        if proposal.queue == FOR_THE_SPACE:
            return
        for waiter in self.named:
            if (
                waiter.space_id == proposal.space_id
                and waiter.employee_id != proposal.person.employee_id
                and waiter.period is not None
                and any(waiter.period.overlaps(period) for period in periods)
            ):
                yield waiter


NOBODY = Queue({})
