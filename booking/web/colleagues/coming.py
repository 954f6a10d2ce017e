"""Who of a few people, and oneself, is in on the coming days: one query for any number of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from booking.models import Attendance
from booking.rules.proposal import Parts

IN = (Attendance.State.PLANNED, Attendance.State.PRESENT)  # what is only held may yet be declined

Coming = Mapping[date, Mapping[int, Parts]]  # by day and employee


def coming(people: Collection[int], *, site_id: int, first: date, last: date) -> Coming:
    """The parts of each day for which they are in. ``people`` must be those whom the reader may see."""
    rows = Attendance.objects.filter(
        employee__in=people, site=site_id, date__range=(first, last), state__in=IN
    ).values_list("date", "employee", "morning", "afternoon")
    found: dict[date, dict[int, Parts]] = defaultdict(dict)
    for day, employee_id, morning, afternoon in rows:
        found[day][employee_id] = Parts(morning, afternoon)
    return found
