"""Import absences: compare a file with those that are kept, write the difference, end the days planned meanwhile.

All or nothing. An absence that the file does not name stays; one that is no longer so is withdrawn by its row.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from booking.actions.absence import LostDay, lost_days, make_way
from booking.actions.absences_file import AbsenceRow, read_absences
from booking.actions.import_outcome import Change, Outcome, Progress, silent
from booking.actions.leaving import as_ended, wait_for_bookings_of
from booking.actions.reading import refuse_problems
from booking.models import Absence
from booking.rules.proposal import NO_PART, Parts


def import_absences(*, path: Path, now: datetime, dry_run: bool = False, progress: Progress = silent) -> Outcome:
    """Import absences.csv. Raises ImportRefused, Busy."""
    rows = read_absences(path)
    refuse_problems(row.row for row in rows)
    outcome, matches = Outcome(), _matches(rows, progress)
    for match in matches:
        _note(match, outcome)
    becoming = [match.becomes(now) for match in matches if match.is_new or match.changes]
    standing = [absence for absence in becoming if absence.withdrawn_at is None]
    if dry_run:
        _note_lost(outcome, lost_days(standing, now=now))
        return outcome
    with transaction.atomic(durable=True):
        for absence in progress(becoming, "Writing absences"):
            absence.save()
    wait_for_bookings_of({absence.employee_id for absence in standing})
    _note_lost(outcome, make_way(standing, by=None, now=now))
    return outcome


@dataclass
class _Match:
    """A row beside the absence that it means, if there is one."""

    wanted: AbsenceRow
    absence: Absence | None

    @property
    def is_new(self) -> bool:
        return self.absence is None and not self.wanted.withdrawn

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Column → as it was, as it becomes."""
        if self.absence is None:
            return {}
        if self.wanted.withdrawn:
            return {"withdrawn": (False, True)}
        both = {
            "kind": (self.absence.kind, self.wanted.kind),
            "back": (self.absence.period.upper, self.wanted.back_on),
        }
        return {column: (before, after) for column, (before, after) in both.items() if before != after}

    def becomes(self, now: datetime) -> Absence:
        """The row to write, which is the staff office's from then on."""
        wanted = self.wanted
        absence = self.absence or Absence(
            employee=wanted.employee, morning=wanted.parts.morning, afternoon=wanted.parts.afternoon
        )
        absence.source = Absence.Source.IMPORTED
        if wanted.withdrawn:
            absence.withdrawn_at = now
        else:
            absence.kind, absence.period = wanted.kind, DateRange(wanted.starts_on, wanted.back_on)
        return absence


def _matches(rows: list[AbsenceRow], progress: Progress) -> list[_Match]:
    people = {row.employee.pk for row in rows if row.employee}
    kept = {
        (absence.employee_id, absence.period.lower, Parts(absence.morning, absence.afternoon)): absence
        for absence in Absence.objects.standing().filter(employee__in=people)
    }
    return [_Match(row, kept.get(row.key)) for row in progress(rows, "Comparing absences")]


def _note(match: _Match, outcome: Outcome) -> None:
    if match.is_new:
        outcome.created.append(match.wanted.who)
    elif match.changes:
        outcome.changed.append(Change(match.wanted.who, match.changes))
    else:
        outcome.unchanged += 1


def _note_lost(outcome: Outcome, lost: list[LostDay]) -> None:
    for day in lost:
        if day.left == NO_PART:
            outcome.ended_days.append(as_ended(day.attendance))
        else:
            half = "morning" if day.left.morning else "afternoon"
            attendance = day.attendance
            outcome.notes.append(
                f"{attendance.employee} keeps the {half} of {attendance.date} at {attendance.site.code}"
            )
