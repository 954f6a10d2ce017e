from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from booking.demo.loading import OtherOrganisation, is_loaded, load


class Command(BaseCommand):
    help = "Load the demo organisation, with attendance around today. Only while DEBUG; twice is once."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has a password that everybody knows: it needs DEBUG=1.")
        if is_loaded():
            if verbosity:
                self.stdout.write("The demo organisation is loaded already.")
            return
        if verbosity:
            self.stdout.write("Loading the demo organisation …")
        with tqdm(total=1, disable=None if verbosity else True, leave=False) as bar:
            try:
                for doing, done, total in load(now=timezone.now()):
                    bar.set_description(f"  {doing}", refresh=False)
                    bar.total = total
                    bar.n = done
                    bar.refresh()
            except OtherOrganisation as other:
                raise CommandError(f"This database has a site “{other}”: the demo wants one of its own.") from None
        if verbosity:
            self.stdout.write("Loaded: Brussels, Antwerp and Liège, with six weeks past and three to come.")
