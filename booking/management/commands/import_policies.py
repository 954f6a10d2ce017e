from typing import Any

from django.utils import timezone

from booking.actions.import_outcome import Outcome
from booking.actions.policies_import import import_policies
from booking.management.importing import ImportCommand, progress_shown


class Command(ImportCommand):
    help = "Publish policies from a TOML file (docs/imports.md). All or nothing; twice is once."

    def carry_out(self, **options: Any) -> Outcome:
        return import_policies(
            path=options["file"],
            by=None,
            now=timezone.now(),
            dry_run=options["dry_run"],
            progress=progress_shown(options["verbosity"]),
        )
