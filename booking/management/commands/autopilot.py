from django.core.management.base import BaseCommand
from django.utils import timezone

from booking.actions import autopilot


class Command(BaseCommand):
    help = "Give standing wishes their turn for the dates that have opened by now; twice is once."

    def handle(self, *args, **options) -> None:
        counts = autopilot.fly(now=timezone.now())
        self.stdout.write(
            f"{counts[autopilot.BOOKED]} booked, {counts[autopilot.REFUSED]} refused,"
            f" {counts[autopilot.THERE]} settled already, {counts[autopilot.BUSY]} to be tried again."
        )
