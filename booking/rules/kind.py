"""What a kind of rule is: a frozen dataclass whose fields are its parameters, with one measure that all share."""

from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar

from booking.rules.facts import Facts
from booking.rules.proposal import Proposal
from booking.rules.scope import Scope, Tally
from booking.rules.verdict import Objection, Usage

DAY, SPACE = "day", "space"
ANYWHERE = Scope()


class BadParameter(ValueError):
    """A parameter that a kind cannot take; the message says which one, why, and what to give."""


@dataclass(frozen=True)
class Kind:
    """Parameters come first, from data; ``scope`` is set when a rule is bound to its policy."""

    code: ClassVar[str]
    whole_site_only: ClassVar[bool] = False  # a kind that speaks of days cannot tell from which zone they come
    judges_things: ClassVar[bool] = False  # whether it speaks of a booking, too, by which nobody comes

    scope: Scope = field(default=ANYWHERE, kw_only=True)

    @classmethod
    def from_parameters(cls, parameters: dict[str, Any], scope: Scope = ANYWHERE) -> "Kind":
        """The kind with these JSON ``parameters``. Raises BadParameter."""
        known = {f.name: f for f in fields(cls) if f.name != "scope"}
        for name in parameters:
            if name not in known:
                raise BadParameter(f"{name}: {cls.code} knows no such parameter; it knows {', '.join(known)}.")
        for name, parameter in known.items():
            if parameter.default is MISSING and parameter.default_factory is MISSING and name not in parameters:
                raise BadParameter(f"{name}: is missing.")
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in parameters.items()}
        kind = cls(**values, scope=scope)
        if kind.whole_site_only and scope.place.level != "site":
            raise BadParameter(f"place: {cls.code} holds for a whole site, not for a floor or zone.")
        kind.check()
        return kind

    def check(self) -> None:
        """Raise BadParameter for a value out of range."""

    @property
    def speaks_of(self) -> str:
        """DAY, or SPACE where the answer depends on the space: so a calendar judges days and a plan spaces."""
        return DAY

    def tallies(self) -> tuple[Tally, ...]:
        """The counts that the measure will ask of the facts."""
        return ()

    @property
    def reach(self) -> int:
        """How far around a space the measure looks, in centimetres."""
        return 0

    def measure(self, proposal: Proposal, facts: Facts) -> Usage | None:
        """How full the limit is, before and with the proposal; None where the rule does not speak of it."""
        raise NotImplementedError

    def objects(self, usage: Usage) -> bool:
        """Above the limit, and higher than it was: what was granted under an older rule may stay or shrink."""
        return usage.applies and usage.asked > usage.limit and usage.asked > usage.used

    @staticmethod
    def title(objection: Objection) -> str:
        """A few words in the active language, such as “Cap reached”."""
        raise NotImplementedError

    @staticmethod
    def sentence(objection: Objection) -> str:
        """The reason with its numbers, in the active language."""
        raise NotImplementedError


def whole_number(name: str, value: Any, low: int, high: int) -> None:
    """Raise BadParameter unless ``value`` is an integer from ``low`` to ``high``."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadParameter(f"{name}: give a whole number from {low} to {high}, not {value!r}.")


def one_of(name: str, value: Any, choices: tuple[str, ...]) -> None:
    """Raise BadParameter unless ``value`` is one of ``choices``."""
    if value not in choices:
        raise BadParameter(f"{name}: give {' or '.join(choices)}, not {value!r}.")


def weekdays(name: str, value: Any) -> None:
    """Raise BadParameter unless ``value`` is a list of ISO weekdays."""
    if not isinstance(value, tuple) or not all(type(day) is int and 1 <= day <= 7 for day in value):
        raise BadParameter(f"{name}: give ISO weekdays, Monday 1 to Sunday 7, not {value!r}.")
