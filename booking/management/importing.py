"""What the import commands share: the file, the dry run, progress on a terminal, and how the outcome is told."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from booking.actions.import_outcome import ImportRefused, Outcome, Progress
from booking.actions.locking import Busy

SHOWN = 20  # of each sort, unless asked for all


class ImportCommand(BaseCommand):
    """A subclass says what it imports, and imports it."""

    requires_migrations_checks = True
    ends_days_of_whoever = "leaves"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")

    def carry_out(self, **options: Any) -> Outcome:
        raise NotImplementedError

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        try:
            outcome = self.carry_out(**options)
        except ImportRefused as refused:
            count = len(refused.problems)
            told = "\n".join(f"  {path.name}, {problem}" for problem in refused.problems)
            raise CommandError(
                f"{path.name}: nothing was imported, for {count} {'problem' if count == 1 else 'problems'}:\n{told}"
            ) from None
        except Busy:
            raise CommandError(f"{path.name}: nothing was imported, the database is busy; try again.") from None
        for line in self._told(path, outcome, **options):
            self.stdout.write(line)

    def _told(self, path: Path, outcome: Outcome, *, dry_run: bool, verbosity: int, **options: Any) -> Iterable[str]:
        would = "would be " if dry_run else ""
        shown = None if verbosity > 1 else SHOWN
        if dry_run or verbosity > 1:
            yield from _some("+ ", outcome.created, shown)
            yield from _some("~ ", outcome.changed, shown)
        for day in sorted(outcome.ended_days):
            yield f"  {day.person} {self.ends_days_of_whoever}: {day.date} at {day.site} {would or 'was '}ended"
        for note in outcome.notes:
            yield f"  {note}"
        yield (
            f"{path.name}: {len(outcome.created)} {would}created, {len(outcome.changed)} {would}changed,"
            f" {outcome.unchanged} unchanged{', nothing was written' if dry_run else ''}"
            + (". Nothing to do." if outcome.changes_nothing else ".")
        )


def progress_shown(verbosity: int) -> Progress:
    """A bar on a terminal, silence elsewhere."""

    def shown(rows: Sequence[Any], doing: str) -> Iterable[Any]:
        return tqdm(rows, desc=f"  {doing}", disable=None if verbosity else True, leave=False)

    return shown


def _some(mark: str, lines: Sequence[Any], shown: int | None) -> Iterable[str]:
    for line in lines[:shown]:
        yield f"  {mark}{line}"
    if shown is not None and len(lines) > shown:
        yield f"  {mark}… and {len(lines) - shown} more (-v 2 shows all)"
