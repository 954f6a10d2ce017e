"""Occupied desks stay so far apart: centre to centre on the same floor, at overlapping times."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext

from booking.rules.facts import Facts, SpaceBooking
from booking.rules.kind import SPACE, Kind, whole_number
from booking.rules.proposal import Proposal
from booking.rules.verdict import Objection, Usage

if TYPE_CHECKING:
    from booking.rules.rulebook import SpaceFacts


@dataclass(frozen=True)
class Distance(Kind):
    """At least ``centimetres`` between the centres of two occupied desks."""

    code = "distance"

    centimetres: int

    def check(self) -> None:
        whole_number("centimetres", self.centimetres, 1, 10_000)

    @property
    def speaks_of(self) -> str:
        return SPACE

    @property
    def reach(self) -> int:
        return self.centimetres

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        rulebook = facts.rulebook(proposal)
        desk = rulebook.spaces.get(proposal.space_id or 0)
        if desk is None or desk.kind != "desk" or not rulebook.stands_in(desk.id, self.scope.place):
            return None
        near = [
            (int(math.dist(desk.centre, rulebook.spaces[taken.space_id].centre)), taken.space_id)
            for taken in facts.occupants(rulebook.neighbours(desk.id, self.centimetres), proposal)
            if taken.person != proposal.person.key and not self._was_as_near(desk, taken, proposal, facts)
        ]
        # Turned round, so that "asked above limit" means too near: how much closer than allowed, in centimetres.
        distance, neighbour = min(near, default=(self.centimetres, None))
        return Usage(
            limit=0,
            used=0,
            asked=self.centimetres - distance,
            details={
                "centimetres": self.centimetres,
                "distance": distance,
                "space": desk.code,
                "neighbour": rulebook.spaces[neighbour].code if neighbour is not None else "",
            },
        )

    def _was_as_near(self, desk: "SpaceFacts", taken: SpaceBooking, proposal: Proposal, facts: Facts) -> bool:
        """Whether a desk that the person gives up is no farther from this neighbour, all the time that both are in."""
        rulebook = facts.rulebook(proposal)
        theirs = rulebook.spaces[taken.space_id]
        together = taken.period.shared_with(proposal.period)
        return any(
            mine.floor_id == theirs.floor_id
            and math.dist(mine.centre, theirs.centre) <= math.dist(desk.centre, theirs.centre)
            and own.period.covers(together)
            for own in facts.given_up(proposal)
            if (mine := rulebook.spaces[own.space_id]).kind == "desk"
        )

    @staticmethod
    def title(objection: Objection) -> str:
        return gettext("Too close to a taken desk")

    @staticmethod
    def sentence(objection: Objection) -> str:
        details = objection.details
        return gettext("%(neighbour)s is taken, %(distance)s m away; at least %(least)s m is asked.") % {
            "neighbour": details["neighbour"],
            "distance": number_format(f"{details['distance'] / 100:g}"),
            "least": number_format(f"{details['centimetres'] / 100:g}"),
        }
