"""A client that asks for the hold, writes half of a booking, says both, and never ends: its test kills it.

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

    from django.db import connection

    from booking.actions.locking import hold
    from booking.models import Attendance

    connection.ensure_connection()
    _say("asking")
    with hold(sites=[site_id], people=[("employee", employee_id)], days=[(site_id, day)]):
        Attendance.objects.create(
            employee_id=employee_id, site_id=site_id, date=day, morning=True, afternoon=True,
            created_at=datetime.now(UTC), changed_at=datetime.now(UTC),
        )  # fmt: skip
        _say("written")
        time.sleep(3600)


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), date.fromisoformat(sys.argv[3]))
