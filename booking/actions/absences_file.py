"""The columns of absences.csv and what a row of it asks for. Columns and examples: docs/imports.md."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from booking.actions.reading import Row, Unreadable, choice, iso_date, read_table, yes_or_no
from booking.models import Absence, Employee
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts

COLUMNS = ("employee_number", "email", "kind", "from", "back", "part", "withdrawn")
NEEDED = {"from", "back"}
PARTS = {"day": ALL_DAY, "morning": MORNING, "afternoon": AFTERNOON}


@dataclass
class AbsenceRow:
    """An absence [starts_on, back_on) as the file has it. Rows with problems may lack a person or a date."""

    row: Row
    employee: Employee | None
    kind: str
    starts_on: date | None
    back_on: date | None
    parts: Parts
    withdrawn: bool

    @property
    def key(self) -> tuple:
        """What makes it the same absence in the next file: whose, from when, in which part of the day."""
        return (self.employee.pk if self.employee else None, self.starts_on, self.parts)

    @property
    def who(self) -> str:
        return f"{self.employee}, {self.kind} from {self.starts_on}"


def read_absences(path: Path) -> list[AbsenceRow]:
    """The absences of a file, with the problems of their rows kept there. Raises ImportRefused without a table."""
    rows = read_table(path, columns=COLUMNS, needed=NEEDED)
    known = _People()
    absences = [_absence(row, known) for row in rows]
    _report_overlaps(absences)
    return absences


class _People:
    """Employees by number, and by address."""

    def __init__(self) -> None:
        everybody = list(Employee.objects.select_related("home_site"))
        self.by_number = {person.number: person for person in everybody if person.number}
        self.by_email = {person.email.lower(): person for person in everybody}

    def numbered(self, number: str) -> Employee:
        if number not in self.by_number:
            raise Unreadable("give the number of somebody who was imported, or leave it and give the e-mail address")
        return self.by_number[number]

    def addressed(self, email: str) -> Employee:
        if email.lower() not in self.by_email:
            raise Unreadable("give the e-mail address with which somebody signs in")
        return self.by_email[email.lower()]


def _absence(row: Row, known: _People) -> AbsenceRow:
    absence = AbsenceRow(
        row,
        employee=_person(row, known),
        kind=row.take("kind", choice(Absence.Kind.values), empty=Absence.Kind.OTHER),
        starts_on=row.take("from", iso_date, needed=True),
        back_on=row.take("back", iso_date, needed=True),
        parts=PARTS[row.take("part", choice(PARTS), empty="day")],
        withdrawn=row.take("withdrawn", yes_or_no, empty=False),
    )
    if absence.starts_on and absence.back_on and absence.back_on <= absence.starts_on:
        row.report("back", f"is not after from ({absence.starts_on}): give the first day back")
    return absence


def _person(row: Row, known: _People) -> Employee | None:
    numbered = row.take("employee_number", known.numbered)
    addressed = row.take("email", known.addressed)
    if numbered and addressed and numbered != addressed:
        row.report("email", f"is not the address of number {numbered.number}: give one of the two")
    if not row.text("employee_number") and not row.text("email"):
        row.report("email", "is needed here, or employee_number")
    return numbered or addressed


def _report_overlaps(absences: Iterable[AbsenceRow]) -> None:
    """Nobody is away twice in the same half-day."""
    of_person: dict[int, list[AbsenceRow]] = defaultdict(list)
    for absence in absences:
        if absence.employee is None or absence.withdrawn:
            continue
        earlier = of_person[absence.employee.pk]
        if other := next((one for one in earlier if _overlap(one, absence)), None):
            absence.row.report("from", f"overlaps line {other.row.line}: keep the days in one of them")
        earlier.append(absence)


def _overlap(one: AbsenceRow, other: AbsenceRow) -> bool:
    if one.starts_on is None or one.back_on is None or other.starts_on is None or other.back_on is None:
        return False  # reported already
    same_days = one.starts_on < other.back_on and other.starts_on < one.back_on
    return same_days and one.parts.minus(other.parts) != one.parts
