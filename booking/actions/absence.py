"""Enter an absence, and end one. The days planned meanwhile end, or shrink to the half that the absence leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from booking.actions.amendment import shrink_held
from booking.actions.asking import NotPossible
from booking.actions.cancellation import check_can_be_let_go, end_attendance, hold_of, standing_attendance
from booking.actions.locking import hold
from booking.actions.permissions import check_may_act_for
from booking.models import Absence, Attendance, Employee
from booking.rules.proposal import ALL_DAY, NO_PART, Parts


@dataclass(frozen=True)
class LostDay:
    """A planned day, and what an absence leaves of it."""

    attendance: Attendance
    away: Parts
    left: Parts


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

    Planned days end in holds of their own, after the absence is kept; a day on which they have checked in stays. Asked
    twice, it is one absence. Raises NotAllowed, NotPossible, Busy.
    """
    check_may_act_for(by=by, employee_id=employee.pk, site_id=employee.home_site_id or 0)
    if starts_on >= ends_on or parts == NO_PART:
        raise NotPossible(_("An absence lasts at least half a day."))
    # Whoever books for this person at the moment is waited for; whoever comes later reads the absence.
    with hold(sites=[], people=[("employee", employee.pk)]):
        same = {
            "employee": employee,
            "kind": kind,
            "period": DateRange(starts_on, ends_on),
            "morning": parts.morning,
            "afternoon": parts.afternoon,
        }
        absence = Absence.objects.standing().filter(**same).first() or Absence.objects.create(**same)
    make_way([absence], by=by, now=now)
    return absence


def end_absence(*, absence: Absence, back_on: date, by: Employee, now: datetime) -> None:
    """Let ``back_on`` be the first day back: the absence ends sooner, or, from its first day on, is taken back.

    Days that it had cancelled stay cancelled. Raises NotAllowed, NotPossible (over, imported, taken back), Busy.
    """
    employee = absence.employee
    check_may_act_for(by=by, employee_id=employee.pk, site_id=employee.home_site_id or 0)
    with hold(sites=[], people=[("employee", employee.pk)]):
        standing = Absence.objects.standing().filter(pk=absence.pk).first()
        if standing is None or back_on >= standing.period.upper:
            raise NotPossible(_("This absence does not last until then."))
        if standing.source == Absence.Source.IMPORTED:
            raise NotPossible(_("This absence comes from the staff office; it is ended there."))
        if back_on < today_of(employee, now):
            raise NotPossible(_("This day is over."))
        if back_on <= standing.period.lower:
            standing.withdrawn_at = now
        else:
            standing.period = DateRange(standing.period.lower, back_on)
        standing.save(update_fields=["withdrawn_at", "period"])


def lost_days(absences: Iterable[Absence], *, now: datetime) -> list[LostDay]:
    """The coming days that ``absences`` (perhaps not kept yet) end or shorten, by date."""
    lost = []
    for absence in absences:
        away = Parts(absence.morning, absence.afternoon)
        planned = Attendance.objects.filter(
            employee=absence.employee_id,
            date__gte=absence.period.lower,
            date__lt=absence.period.upper,
            state__in=[Attendance.State.HELD, Attendance.State.PLANNED],
        ).select_related("site", "employee")
        for attendance in planned:
            has = Parts(attendance.morning, attendance.afternoon)
            left = has.minus(away)
            if left != has and attendance.date >= attendance.site.local_date(now):
                lost.append(LostDay(attendance, away, left))
    return sorted(lost, key=lambda day: (day.attendance.date, day.attendance.pk))


def make_way(absences: Iterable[Absence], *, by: Employee | None, now: datetime) -> list[LostDay]:
    """End those days, or keep the part that the absence leaves, each in a hold of its own; returns them.

    ``by`` is None for an import. Call it after the absences were committed. Raises Busy.
    """
    return [day for day in lost_days(absences, now=now) if _make_way(day, by=by, now=now)]


def _make_way(day: LostDay, *, by: Employee | None, now: datetime) -> bool:
    """Whether the day has ended, or shrunk. At whichever site: whoever may enter the absence may do what follows."""
    try:
        with hold_of(day.attendance):
            standing = standing_attendance(day.attendance.pk, now=now)
            check_can_be_let_go(standing, now=now)
            has = Parts(standing.morning, standing.afternoon)
            left = has.minus(day.away)
            if left == NO_PART:
                end_attendance(standing, by=by, now=now, reason="absence")
            elif left != has:
                shrink_held(standing, parts=left, by=by, now=now, reason="absence")
            return left != has
    except NotPossible:
        return False  # ended, or checked in, in the meantime


def today_of(employee: Employee, now: datetime) -> date:
    """The date where somebody works."""
    site = employee.home_site
    return site.local_date(now) if site else now.date()
