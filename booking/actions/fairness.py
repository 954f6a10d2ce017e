"""In which order people are served who all want the same day: by what they had lately, then by lot. Nobody's speed."""

import hashlib
from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Count

from booking.models import Attendance

LATELY = timedelta(weeks=4)


def days_granted(employee_ids: Collection[int], *, before: date) -> dict[int, int]:
    """How many days each person was granted in the four weeks before a date; cancelled ones do not count."""
    rows = (
        Attendance.objects.filter(employee__in=employee_ids, date__gte=before - LATELY, date__lt=before)
        .exclude(state=Attendance.State.CANCELLED)
        .order_by()
        .values("employee")
        .annotate(days=Count("date", distinct=True))
        .values_list("employee", "days")
    )
    return dict(rows)


def lot(*, seed: str, site_id: int, day: date, employee_id: int) -> str:
    """A person's lot for a site and date: anybody who knows the seed can draw it again."""
    return hashlib.sha256(f"{seed}:{site_id}:{day.isoformat()}:{employee_id}".encode()).hexdigest()
