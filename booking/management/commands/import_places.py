from typing import Any

from booking.actions.import_outcome import Outcome
from booking.actions.places_import import import_places
from booking.management.importing import ImportCommand, progress_shown


class Command(ImportCommand):
    help = (
        "Import sites, floors, zones, desks and rooms from a CSV file (docs/imports.md). All or nothing; twice is once."
    )

    def carry_out(self, **options: Any) -> Outcome:
        return import_places(
            path=options["file"], dry_run=options["dry_run"], progress=progress_shown(options["verbosity"])
        )
