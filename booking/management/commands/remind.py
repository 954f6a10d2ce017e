from django.core.management.base import BaseCommand
from django.utils import timezone

from booking.actions import reminders


class Command(BaseCommand):
    help = "Write the reminders of each site's next working day that are due; they are sent with the outbox."

    def handle(self, *args, **options) -> None:
        written = reminders.remind(now=timezone.now())
        self.stdout.write(f"{written} reminder{'' if written == 1 else 's'} written.")
