"""Tables from a spreadsheet: UTF-8, comma, semicolon or tab, quoted fields, a header; every cell read or reported.

A column that the file leaves out is not touched; an empty cell stands for the default.
"""

import csv
import difflib
import io
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from booking.actions.import_outcome import ImportRefused, Problem

DELIMITERS = ",;\t"
YES = {"yes", "y", "true", "1", "x", "ja", "oui", "j", "o"}
NO = {"no", "n", "false", "0", "", "nee", "nein", "non"}


class Unreadable(ValueError):
    """A cell that does not hold what its column asks for; the message says what to give."""


@dataclass
class Row:
    """A line of the file. ``take`` reads a cell and keeps the problem, if there is one, for the report."""

    line: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.cells

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def take(self, column: str, read: Callable[[str], Any], *, empty: Any = None, needed: bool = False) -> Any:
        """The cell as ``read`` understands it; ``empty`` where it is blank. Reports, and gives ``empty``, otherwise."""
        value = self.text(column)
        if not value:
            if needed:
                self.report(column, "is needed here")
            return empty
        try:
            return read(value)
        except Unreadable as error:
            self.report(column, str(error))
            return empty

    def report(self, column: str, remedy: str) -> None:
        self.problems.append(Problem(f"line {self.line}", column, self.text(column), remedy))


def read_table(path: Path, *, columns: Sequence[str], needed: Collection[str]) -> list[Row]:
    """The rows of a file, blank ones left out. Raises ImportRefused where header or lines make no table."""
    text = _decoded(path)
    first, *_rest = text.split("\n", 1)
    skipped = 0
    if first.strip().lower() in {f"sep={delimiter}" for delimiter in DELIMITERS}:  # Excel's own first line
        text, skipped = _rest[0] if _rest else "", 1
    header_line = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    names: list[str] = []
    line = 1 + skipped
    try:
        for cells in reader:
            if not names:
                names = _header(cells, columns, needed, line)
            elif any(cell.strip() for cell in cells):
                while len(cells) > len(names) and not cells[-1].strip():
                    cells.pop()
                if len(cells) != len(names):
                    remedy = f"has {len(cells)} cells and the header {len(names)}: quote values that hold “{delimiter}”"
                    problems.append(Problem(f"line {line}", "", "", remedy))
                else:
                    rows.append(Row(line, dict(zip(names, cells, strict=True))))
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        problems.append(Problem(f"line {line}", "", "", f"is no table row ({error}): check its quotes"))
    if not names:
        problems.append(Problem("line 1", "", "", f"is empty: begin with the columns {', '.join(columns)}"))
    if problems:
        raise ImportRefused(problems)
    return rows


def refuse_duplicates(rows: Iterable[Row], column: str, key: Callable[[Row], Any], called: str) -> None:
    """Report every row whose key an earlier row has."""
    lines: dict[Any, int] = {}
    for row in rows:
        found = key(row)
        if found and lines.setdefault(found, row.line) != row.line:
            row.report(column, f"{called} is on line {lines[found]} already; keep one of the two")


def refuse_problems(rows: Iterable[Row]) -> None:
    """Raise ImportRefused with the problems of all rows, if there are any."""
    problems = [problem for row in rows for problem in row.problems]
    if problems:
        raise ImportRefused(problems)


def yes_or_no(value: str) -> bool:
    if (folded := value.lower()) in YES:
        return True
    if folded in NO:
        return False
    raise Unreadable("give yes or no")


def iso_date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Unreadable("give a date as year-month-day, such as 2026-03-17") from None


def clock(value: str) -> time:
    try:
        return time.fromisoformat(value if len(value) != 4 else f"0{value}")
    except ValueError:
        raise Unreadable("give a time such as 13:00") from None


def whole(value: str, *, low: int = 0, high: int = 1_000_000) -> int:
    try:
        number = int(value)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise Unreadable(f"give a whole number from {low} to {high}")
    return number


def decimal(value: str, *, high: int = 9_999_999) -> Decimal:
    """A number that is not negative, with one decimal mark, a point or a comma."""
    try:
        number = Decimal(value.replace(",", "."))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= high:
        raise Unreadable("give a number such as 12.5, without thousands separators")
    return number


def tenths(value: str) -> Decimal:
    """Square or cubic metres, kept to one decimal."""
    return decimal(value).quantize(Decimal("0.1"))


def centimetres(value: str) -> int:
    """Metres as whole centimetres."""
    return int((decimal(value, high=10_000) * 100).to_integral_value())


def weekday_list(value: str) -> list[int]:
    days = value.replace(",", " ").split()
    if not all(day in "1234567" and len(day) == 1 for day in days):
        raise Unreadable("give weekdays from 1 (Monday) to 7 (Sunday), such as 1 2 4")
    return sorted({int(day) for day in days})


def shorter_than(length: int) -> Callable[[str], str]:
    def read(value: str) -> str:
        if len(value) > length:
            raise Unreadable(f"give at most {length} characters, not {len(value)}")
        return value

    return read


def choice(known: Iterable[str]) -> Callable[[str], str]:
    known = list(known)

    def read(value: str) -> str:
        if value not in known:
            raise Unreadable(f"give {one_of_these(known, value)}")
        return value

    return read


def one_of_these(known: Collection[str], value: str) -> str:
    """“a, b or c”, or only the most alike where there are many."""
    shown = list(known) if len(known) <= 12 else difflib.get_close_matches(value, known, n=3, cutoff=0.5)
    if not shown:
        return f"one of the {len(known)} that exist" if known else "none: none exists yet"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _header(cells: list[str], columns: Sequence[str], needed: Collection[str], line: int) -> list[str]:
    names = [cell.strip().lower().replace(" ", "_") for cell in cells]
    while names and not names[-1]:  # Excel keeps columns that were emptied
        names.pop()
    where, problems = f"line {line}", []
    for name in dict.fromkeys(names):
        if name not in columns:
            known = one_of_these(columns, name) if len(columns) > 12 else ", ".join(columns)
            problems.append(
                Problem(where, name or "a column without a name", "", f"is no known column; perhaps {known}")
            )
        elif names.count(name) > 1:
            problems.append(Problem(where, name, "", "is there twice; keep one"))
    missing = [name for name in columns if name in needed and name not in names]
    problems += [Problem(where, name, "", "is missing; add this column") for name in missing]
    if problems:
        raise ImportRefused(problems)
    return names


def _decoded(path: Path) -> str:
    try:
        found = path.read_bytes()
    except OSError as error:
        raise ImportRefused([Problem(path.name, "", "", f"cannot be read: {error.strerror}")]) from None
    try:
        text = found.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        if "\0" in text:
            raise UnicodeDecodeError("utf-8", found, found.index(b"\0"), found.index(b"\0") + 1, "a zero byte")
        return text
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        remedy = "is not UTF-8; in Excel, save as “CSV UTF-8 (comma delimited)”"
        raise ImportRefused([Problem(f"line {line}", "", "", remedy)]) from None
