"""A client that takes the hold, writes half of a booking, says so, and never ends: its test kills it.

    python -m tests.races.dying_client EMPLOYEE SITE DATE

DATABASE_URL names the database of the test.
"""

import os
import sys
import time
from datetime import UTC, date, datetime


def main(employee_id: int, site_id: int, day: date) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from booking.actions.locking import hold
    from booking.models import Attendance

    with hold(sites=[site_id], people=[("employee", employee_id)], days=[(site_id, day)]):
        Attendance.objects.create(
            employee_id=employee_id, site_id=site_id, date=day, morning=True, afternoon=True,
            created_at=datetime.now(UTC), changed_at=datetime.now(UTC),
        )  # fmt: skip
        sys.stdout.write("written\n")
        sys.stdout.flush()
        time.sleep(3600)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), date.fromisoformat(sys.argv[3]))
