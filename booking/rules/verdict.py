"""The answer to a proposal: every objection, as codes and numbers, and the usage of every rule that spoke."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from booking.rules.proposal import Proposal

REFUSE, WARN, GUIDE = "refuse", "warn", "guide"


@dataclass(frozen=True, slots=True)
class Usage:
    """How full a limit is. People, days or centimetres, whatever the kind counts; ``details`` holds JSON values only.

    ``used`` is what stands now, ``asked`` what would stand with the proposal, ``base`` what a percentage is taken of.
    ``applies`` is False where the person is outside the rule's population: then the numbers inform and never object.
    """

    limit: int
    used: int
    asked: int
    base: int | None = None
    applies: bool = True
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


@dataclass(frozen=True, slots=True)
class Objection:
    code: str
    strength: str = REFUSE
    limit: int | None = None
    used: int | None = None
    asked: int | None = None
    base: int | None = None
    rule_id: int | None = None
    policy_id: int | None = None
    policy_name: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "strength": self.strength,
            "limit": self.limit,
            "used": self.used,
            "asked": self.asked,
            "base": self.base,
            "rule": self.rule_id,
            "policy": self.policy_id,
            "policy_name": self.policy_name,
            "details": dict(self.details),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Objection":
        names = {"rule": "rule_id", "policy": "policy_id"}
        return cls(**{names.get(name, name): value for name, value in stored.items()})


@dataclass(frozen=True, slots=True)
class Measured:
    """A rule in force and the usage that it measured."""

    code: str
    strength: str
    rule_id: int
    policy_id: int
    policy_name: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Verdict:
    proposal: Proposal
    objections: tuple[Objection, ...]
    measured: tuple[Measured, ...]
    already_in: bool = False  # the person attends at that site on that date before the proposal

    @property
    def refusals(self) -> tuple[Objection, ...]:
        return tuple(o for o in self.objections if o.strength == REFUSE)

    @property
    def warnings(self) -> tuple[Objection, ...]:
        return tuple(o for o in self.objections if o.strength == WARN)

    @property
    def refused(self) -> bool:
        return any(o.strength == REFUSE for o in self.objections)

    def usage(self, code: str) -> Usage | None:
        """The tightest usage measured by rules of one kind that speak of this person, or else of anybody."""
        usages = [m.usage for m in self.measured if m.code == code]
        return min(usages, key=lambda u: (not u.applies, u.left), default=None)
