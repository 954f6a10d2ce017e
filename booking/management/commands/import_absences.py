from typing import Any

from django.utils import timezone

from booking.actions.absences_import import import_absences
from booking.actions.import_outcome import Outcome
from booking.management.importing import ImportCommand, progress_shown


class Command(ImportCommand):
    help = "Import absences from a CSV file (docs/imports.md). All or nothing; twice is once."
    ends_days_of_whoever = "is away"

    def carry_out(self, **options: Any) -> Outcome:
        return import_absences(
            path=options["file"],
            now=timezone.now(),
            dry_run=options["dry_run"],
            progress=progress_shown(options["verbosity"]),
        )
