from django.core.management.base import BaseCommand
from django.utils import timezone

from booking.actions import promotion


class Command(BaseCommand):
    help = "Give free places to those who wait for them, and release offers that nobody took in time."

    def handle(self, *args, **options) -> None:
        tally = promotion.promote(now=timezone.now())
        self.stdout.write(
            f"Offered {tally['offered']}, booked at once or taken {tally['accepted']},"
            f" expired {tally['expired']}, withdrawn {tally['withdrawn']}."
        )
