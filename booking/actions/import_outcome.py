"""What an import says when it is over: what it changed, or everything that is wrong with the file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")

# Shows how far an import is: given the rows and what is done to them, hands the rows on one by one.
Progress = Callable[[Sequence[T], str], Iterable[T]]


def silent(rows: Sequence[T], doing: str) -> Iterable[T]:
    """No progress shown."""
    return rows


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file, where it is, and what to give instead."""

    where: str  # "line 7", with the policy and its rule where it is one
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        named = f", {self.column}" if self.column else ""
        shown = f" “{_shortened(self.value)}”" if self.value else ""
        return f"{self.where}{named}{shown}: {self.remedy}"


class ImportRefused(Exception):
    """The file cannot be imported, and nothing was changed. ``problems`` are all that were found, in order."""

    def __init__(self, problems: Sequence[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Change:
    """An existing row and what becomes of its fields: name → (as it was, as it becomes)."""

    who: str
    fields: dict[str, tuple[Any, Any]]

    def __str__(self) -> str:
        told = (f"{name}: {_said(before)} → {_said(after)}" for name, (before, after) in self.fields.items())
        return f"{self.who}: {'; '.join(told)}"


@dataclass
class Outcome:
    """What an import did or, in a dry run, would do."""

    created: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    notes: list[str] = field(default_factory=list)
    ended_days: list["EndedDay"] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not (self.created or self.changed or self.ended_days)


@dataclass(frozen=True, order=True)
class EndedDay:
    """A coming day of somebody who leaves, or is away then."""

    person: str
    date: date
    site: str


def _said(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return str(value)


def _shortened(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:77]}…"
