"""At the door: visitors arrive, get a badge, and leave; and some come whom nobody has announced."""

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from booking.actions.asking import Ask, NotPossible, judge_ask
from booking.actions.cancellation import hold_of, standing_attendance
from booking.actions.locking import hold
from booking.actions.permissions import check_may_receive
from booking.actions.refusing import refusals_kept
from booking.actions.remaining import meetings_of
from booking.actions.reservation import write_untold
from booking.actions.visitors import Guest, visitor_of
from booking.actions.visits import write_day
from booking.models import Attendance, Employee, Site, Visit
from booking.notifications.outbox import tell
from booking.rules.proposal import ALL_DAY, NO_PART, Parts, Period


def arrive(
    *, attendance: Attendance, by: Employee, now: datetime, door: str, reason: str = "", override_reason: str = ""
) -> Visit:
    """The visitor is here, or back: they have a badge, and their host is told. A second time changes nothing.

    Whoever comes in a half-day that was not theirs is judged for it. Raises Refused (kept as a refusal), ReasonNeeded,
    NotAllowed, NotPossible, Busy.
    """
    check_may_receive(by=by, site_id=attendance.site_id)
    with refusals_kept(verb="arrive", by=by, door=door, now=now), hold_of(attendance):
        standing = _of_today(attendance, now=now)
        visit = _visit_of(standing)
        is_here = standing.state == Attendance.State.PRESENT
        if is_here and visit.left_at is None:
            return visit
        half = Parts.touched(Period(now, now + timedelta(seconds=1)), standing.site, standing.date)
        if half.minus(Parts(standing.morning, standing.afternoon)) != NO_PART:
            ask = Ask(visitor_id=standing.visitor_id or 0, site_id=standing.site_id, day=standing.date, parts=half)
            granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
            write_untold(granted, by=by, now=now)
        if is_here:
            return _note_left(visit, None, now=now)
        return _note_here(standing, visit, now=now)


def leave(*, attendance: Attendance, by: Employee, now: datetime) -> Visit:
    """The visitor has left the building. A second time changes nothing. Raises NotAllowed, NotPossible, Busy."""
    check_may_receive(by=by, site_id=attendance.site_id)
    with hold_of(attendance):
        standing = _of_today(attendance, now=now)
        if standing.state != Attendance.State.PRESENT:
            raise NotPossible(_("This visitor has not arrived."))
        visit = _visit_of(standing)
        return visit if visit.left_at is not None else _note_left(visit, now, now=now)


def take_back_arrival(*, attendance: Attendance, by: Employee, now: datetime) -> None:
    """It was somebody else: the visitor is expected again, and keeps the number of the badge.

    Raises NotAllowed, NotPossible, Busy.
    """
    check_may_receive(by=by, site_id=attendance.site_id)
    with hold_of(attendance):
        standing = _of_today(attendance, now=now)
        if standing.state != Attendance.State.PRESENT or _visit_of(standing).left_at is not None:
            raise NotPossible(_("This visitor is not in the building."))
        Attendance.objects.filter(pk=standing.pk).update(
            state=Attendance.State.PLANNED, checked_in_at=None, changed_at=now
        )


def walk_in(
    *,
    guest: Guest,
    host: Employee,
    site_id: int,
    until: datetime,
    by: Employee,
    now: datetime,
    door: str,
    note: str = "",
    reason: str = "",
    override_reason: str = "",
) -> Visit:
    """Somebody is at the door whom nobody has announced: judged from now ``until`` then, and here at once.

    Raises Refused (kept as a refusal), ReasonNeeded, IsEmployee, NotAllowed, NotPossible, Busy.
    """
    check_may_receive(by=by, site_id=site_id)
    day = Site.objects.get(pk=site_id).local_date(now)
    period = Period(now.replace(second=0, microsecond=0), until)
    visitor = visitor_of(host=host, guest=guest, day=day)
    ask = Ask(visitor_id=visitor.pk, site_id=site_id, day=day, period=period)
    with (
        refusals_kept(verb="walk_in", by=by, door=door, now=now),
        hold(sites=[site_id], people=[ask.person_key], days=[(site_id, day)]),
    ):
        attendance_id = write_day(ask, by=by, now=now, reason=reason, override_reason=override_reason)
        visit = Visit.objects.create(attendance_id=attendance_id, period=DateTimeTZRange(*period), note=note.strip())
        return _note_here(visit.attendance, visit, now=now)


def _of_today(attendance: Attendance, *, now: datetime) -> Attendance:
    """The visitor's day as it is under the hold. Raises NotPossible unless it stands and is today."""
    standing = standing_attendance(attendance.pk, now=now)
    if standing.visitor_id is None:
        raise NotPossible(_("Only visitors are received here."))
    if standing.date != standing.site.local_date(now):
        raise NotPossible(_("This visit is on another day."))
    return standing


def _visit_of(standing: Attendance) -> Visit:
    """Whoever comes to a meeting without another invitation has a visit from the door on: for the meeting's hours."""
    visit = Visit.objects.filter(attendance=standing).first()
    if visit is not None:
        return visit
    meetings = list(meetings_of(standing))
    whole = Parts(standing.morning, standing.afternoon).period(standing.site, standing.date)
    start = min((meeting.period.lower for meeting in meetings), default=whole.start)
    end = max((meeting.period.upper for meeting in meetings), default=whole.end)
    return Visit.objects.create(attendance=standing, period=DateTimeTZRange(start, end))


def _note_here(standing: Attendance, visit: Visit, *, now: datetime) -> Visit:
    Attendance.objects.filter(pk=standing.pk).update(
        state=Attendance.State.PRESENT, checked_in_at=now, held_until=None, changed_at=now
    )
    visit.badge = visit.badge or str(_next_badge(standing))
    Visit.objects.filter(pk=visit.pk).update(badge=visit.badge, left_at=None)
    tell(
        kind="visitor_arrived",
        key=f"visitor_arrived:{visit.pk}:{now.timestamp()}",
        employee_id=standing.visitor.host_id if standing.visitor else None,
        payload={"visit": visit.pk, "attendance": standing.pk, "at": now.isoformat()},
        now=now,
        useful_until=ALL_DAY.period(standing.site, standing.date).end,
    )
    return visit


def _note_left(visit: Visit, left_at: datetime | None, *, now: datetime) -> Visit:
    Visit.objects.filter(pk=visit.pk).update(left_at=left_at)
    Attendance.objects.filter(pk=visit.attendance_id).update(changed_at=now)
    visit.left_at = left_at
    return visit


def _next_badge(standing: Attendance) -> int:
    """Badges are counted anew at each site and day, which the hold keeps to one writer."""
    given = Visit.objects.filter(attendance__site=standing.site_id, attendance__date=standing.date)
    numbers = (int(badge) for badge in given.values_list("badge", flat=True) if badge.isdigit())
    return max(numbers, default=0) + 1
