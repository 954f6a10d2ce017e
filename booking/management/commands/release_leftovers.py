from django.core.management.base import BaseCommand
from django.utils import timezone

from booking.actions import meet_up


class Command(BaseCommand):
    help = "Let go of the places that leads held for their teams and that nobody has accepted by the stated time."

    def handle(self, *args, **options) -> None:
        released = meet_up.release_leftovers(now=timezone.now())
        self.stdout.write(f"{released} place{'' if released == 1 else 's'} released.")
