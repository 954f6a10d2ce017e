"""What a building has besides days: something broken, and a desk that its owner lends for a week."""

from datetime import datetime, timedelta

from booking.actions.desk_release import release_desk
from booking.actions.faults import report_fault
from booking.models import DeskRelease, Employee, Fault, Space


def report_a_fault(*, space: Space, by: Employee, now: datetime) -> None:
    """Once, however often the loading was interrupted."""
    if not Fault.objects.exists():
        report_fault(space=space, what="The lamp flickers.", by=by, now=now)


def lend_a_desk(*, owner: Employee, now: datetime) -> None:
    """The owner's desk is anybody's in the third week, in which they do not come."""
    desk = owner.own_spaces.select_related("floor__site").get()
    if not DeskRelease.objects.exists():
        today = desk.floor.site.local_date(now)
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=2)
        release_desk(space=desk, starts_on=monday, ends_on=monday + timedelta(days=5), by=owner, now=now)
