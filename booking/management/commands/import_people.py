from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from booking.actions.import_outcome import Outcome
from booking.actions.people_import import import_people
from booking.management.importing import ImportCommand, progress_shown


class Command(ImportCommand):
    help = "Import people from a CSV file (docs/imports.md). All or nothing; twice is once."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--from",
            dest="starts_on",
            type=date.fromisoformat,
            metavar="DATE",
            help="the date from which a changed headcount is the base of percentages (default: today)",
        )
        parser.add_argument(
            "--password-for-all", metavar="PASSWORD", help="one password for all new people; only while DEBUG"
        )

    def carry_out(self, **options: Any) -> Outcome:
        if options["password_for_all"] and not settings.DEBUG:
            raise CommandError("--password-for-all is for trying things out: it needs DEBUG=1.")
        return import_people(
            path=options["file"],
            by=None,
            now=timezone.now(),
            starts_on=options["starts_on"],
            dry_run=options["dry_run"],
            password=options["password_for_all"],
            progress=progress_shown(options["verbosity"]),
        )
