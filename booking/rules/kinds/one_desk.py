"""One desk at a time: nobody holds two desks for overlapping times."""

from dataclasses import dataclass

from django.utils.translation import gettext

from booking.rules.facts import Facts
from booking.rules.kind import SPACE, Kind
from booking.rules.proposal import Proposal
from booking.rules.verdict import Objection, Usage


@dataclass(frozen=True)
class OneDesk(Kind):
    """No parameters."""

    code = "one_desk"
    whole_site_only = True

    @property
    def speaks_of(self) -> str:
        return SPACE

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        spaces = facts.rulebook(proposal).spaces
        desk = spaces.get(proposal.space_id or 0)
        if desk is None or desk.kind != "desk":
            return None
        held = [
            booking
            for day in facts.kept_days(proposal)
            for booking in day.bookings
            if booking.booking_id not in proposal.gives_up
            and booking.space_id != proposal.space_id
            and booking.period.overlaps(proposal.period)
            and _is_desk(booking.space_id, facts)
        ]
        # Whoever has two desks since before this rule may exchange one of them.
        exchanged = [booking.period for booking in facts.given_up(proposal) if _is_desk(booking.space_id, facts)]
        new = [
            booking
            for booking in held
            if not any(period.covers(booking.period.shared_with(proposal.period)) for period in exchanged)
        ]
        return Usage(
            limit=1,
            used=len(held) if new else min(len(held) + 1, len(held) + len(exchanged)),
            asked=len(held) + 1,
            applies=self.scope.population.includes(proposal.person, proposal.site_id),
            details={"desks": sorted(_code(booking.space_id, facts) for booking in held)},
        )

    @staticmethod
    def title(objection: Objection) -> str:
        return gettext("You have a desk at that time")

    @staticmethod
    def sentence(objection: Objection) -> str:
        return gettext("One desk at a time; yours: %(desks)s.") % {"desks": ", ".join(objection.details["desks"])}


def _is_desk(space_id: int, facts: Facts) -> bool:
    return any(space_id in book.spaces and book.spaces[space_id].kind == "desk" for book in facts.rulebooks.values())


def _code(space_id: int, facts: Facts) -> str:
    return next((book.spaces[space_id].code for book in facts.rulebooks.values() if space_id in book.spaces), "")
