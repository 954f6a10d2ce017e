from django.core.management.base import BaseCommand
from django.utils import timezone

from booking.models import Message
from booking.notifications.delivery import deliver


class Command(BaseCommand):
    help = "Send what is due in the outbox, once, and say what became of it."

    def handle(self, *args, **options) -> None:
        tally = deliver(clock=timezone.now)
        waiting = Message.objects.filter(state__in=[Message.State.DUE, Message.State.CLAIMED]).count()
        given_up = Message.objects.filter(state=Message.State.GIVEN_UP).count()
        self.stdout.write(
            f"Sent {tally['sent']}, put off {tally['put_off']}, dropped {tally['dropped']},"
            f" given up {tally['given_up']}. In the outbox: {waiting} waiting, {given_up} given up in all."
        )
