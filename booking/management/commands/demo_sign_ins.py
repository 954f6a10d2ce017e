from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from booking.demo import staff
from booking.demo.loading import PASSWORD
from booking.models import Employee


class Command(BaseCommand):
    help = "Say as whom one can sign in to the demo. Only while DEBUG."

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo's sign-ins are for DEBUG=1 only.")
        sign_ins = staff.sign_in_addresses()
        present = set(
            Employee.objects.filter(email__in=[email for _, email in sign_ins]).values_list("email", flat=True)
        )
        if len(present) < len(sign_ins):
            raise CommandError("The demo organisation is not loaded: run `manage.py load_demo`.")
        self.stdout.write("Sign in as")
        wide = max(len(part) for part, _email in sign_ins), max(len(email) for _part, email in sign_ins)
        for part, email in sign_ins:
            self.stdout.write(f"  {part:<{wide[0]}}  {email:<{wide[1]}}  {PASSWORD}")
