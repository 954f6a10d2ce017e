"""Enter an absence; the days that somebody had planned meanwhile end, or shrink to the half that is left."""

from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from booking.actions.amendment import shrink_held
from booking.actions.asking import NotPossible
from booking.actions.cancellation import check_can_be_let_go, end_attendance, hold_of, standing_attendance
from booking.actions.locking import hold
from booking.actions.permissions import check_may_act_for
from booking.models import Absence, Attendance, Employee
from booking.rules.proposal import ALL_DAY, NO_PART, Parts


def enter_absence(
    *,
    employee: Employee,
    kind: str,
    starts_on: date,
    ends_on: date,
    by: Employee,
    now: datetime,
    parts: Parts = ALL_DAY,
) -> Absence:
    """Keep that ``employee`` is away on the dates [starts_on, ends_on), during ``parts`` of each.

    Planned days end in holds of their own, after the absence is kept; a day on which they have checked in stays.
    Raises NotAllowed, NotPossible, Busy.
    """
    check_may_act_for(by=by, employee_id=employee.pk, site_id=employee.home_site_id or 0)
    if starts_on >= ends_on or parts == NO_PART:
        raise NotPossible("An absence lasts at least half a day.")
    # Whoever books for this person at the moment is waited for; whoever comes later reads the absence.
    with hold(sites=[], people=[("employee", employee.pk)]):
        absence = Absence.objects.create(
            employee=employee,
            kind=kind,
            period=DateRange(starts_on, ends_on),
            morning=parts.morning,
            afternoon=parts.afternoon,
        )
    planned = Attendance.objects.filter(
        employee=employee,
        date__gte=starts_on,
        date__lt=ends_on,
        state__in=[Attendance.State.HELD, Attendance.State.PLANNED],
    ).select_related("site")
    for attendance in planned.order_by("date"):
        _make_way(attendance, parts, by=by, now=now)
    return absence


def _make_way(attendance: Attendance, away: Parts, *, by: Employee, now: datetime) -> None:
    """End a day, or keep the part of it that the absence leaves; a day gone by stays as it was.

    At whichever site: whoever may enter the absence may do what follows from it.
    """
    try:
        with hold_of(attendance):
            standing = standing_attendance(attendance.pk, now=now)
            check_can_be_let_go(standing, now=now)
            has = Parts(standing.morning, standing.afternoon)
            left = has.minus(away)
            if left == NO_PART:
                end_attendance(standing, by=by, now=now, reason="absence")
            elif left != has:
                shrink_held(standing, parts=left, by=by, now=now, reason="absence")
    except NotPossible:
        return  # ended, or checked in, in the meantime
