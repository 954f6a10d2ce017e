"""Visits: somebody from outside comes for some hours, judged and counted as a visitor, at the word of their host."""

from dataclasses import replace
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from booking.actions.asking import Ask, NotPossible, judge_ask, parts_touched
from booking.actions.cancellation import end_attendance_untold, hold_of, standing_attendance
from booking.actions.locking import hold
from booking.actions.permissions import check_may_act_for, check_may_change
from booking.actions.refusing import refusals_kept
from booking.actions.remaining import meetings_of
from booking.actions.reservation import write_untold
from booking.actions.visitors import Guest, visitor_of
from booking.models import Attendance, Employee, Visit
from booking.notifications.outbox import tell
from booking.rules.proposal import Parts, Period


def invite_visitor(
    *,
    guest: Guest,
    host: Employee,
    site_id: int,
    day: date,
    period: Period,
    by: Employee,
    now: datetime,
    door: str,
    note: str = "",
    reason: str = "",
    override_reason: str = "",
) -> Visit:
    """Invite somebody for some hours of a day, and tell them; ``note`` is for the reception only.

    Raises Refused (kept as a refusal), ReasonNeeded, IsEmployee, NotAllowed, NotPossible, Busy.
    """
    check_may_act_for(by=by, employee_id=host.pk, site_id=site_id)
    visitor = visitor_of(host=host, guest=guest, day=day)
    ask = Ask(visitor_id=visitor.pk, site_id=site_id, day=day, period=period)
    with (
        refusals_kept(verb="invite", by=by, door=door, now=now),
        hold(sites=[site_id], people=[ask.person_key], days=[(site_id, day)]),
    ):
        attendance_id = write_day(ask, by=by, now=now, reason=reason, override_reason=override_reason)
        visit = Visit.objects.create(attendance_id=attendance_id, period=DateTimeTZRange(*period), note=note.strip())
        tell_of_visit("visit_invited", visit, visitor.pk, now=now)
        return visit


def change_visit(
    *,
    visit: Visit,
    day: date,
    period: Period,
    by: Employee,
    now: datetime,
    door: str,
    note: str = "",
    reason: str = "",
    override_reason: str = "",
) -> None:
    """Other hours, another date or another note for a visit that is still to come; in one stroke, or not at all.

    Raises Refused (kept as a refusal), ReasonNeeded, NotAllowed, NotPossible, Busy.
    """
    attendance = visit.attendance
    check_may_change(by=by, attendance=attendance)
    site_id = attendance.site_id
    with (
        refusals_kept(verb="move_visit", by=by, door=door, now=now),
        hold(sites=[site_id], people=[attendance.person_key], days={(site_id, attendance.date), (site_id, day)}),
    ):
        current = _coming(visit, now=now)
        standing = current.attendance
        moves = (standing.date, Period(current.period.lower, current.period.upper)) != (day, period)
        if moves:
            ask = Ask(visitor_id=standing.visitor_id or 0, site_id=site_id, day=day, period=period)
            if day == standing.date:
                _take_other_hours(current, ask, by=by, now=now, reason=reason, override_reason=override_reason)
            else:
                ask = replace(ask, leaves=frozenset({standing.pk}))
                current.attendance_id = write_day(
                    ask, by=by, now=now, reason=reason, override_reason=override_reason, leaving=standing
                )
            current.period, current.sequence = DateTimeTZRange(*period), current.sequence + 1
        current.note = note.strip()
        _save(current, now=now)
        if moves:
            tell_of_visit("visit_changed", current, standing.visitor_id or 0, now=now)


def cancel_visit(*, visit: Visit, by: Employee, now: datetime) -> None:
    """End a visit that is still to come, and tell the visitor. Raises NotAllowed, NotPossible, Busy."""
    attendance = visit.attendance
    check_may_change(by=by, attendance=attendance)
    with hold_of(attendance):
        current = _coming(visit, now=now)
        _check_not_over(Period(current.period.lower, current.period.upper), now)
        end_attendance_untold(current.attendance, by=by, now=now)
        current.sequence += 1
        _save(current, now=now)
        tell_of_visit("visit_cancelled", current, current.attendance.visitor_id or 0, now=now)


def restore_visit(
    *, visit: Visit, by: Employee, now: datetime, door: str, reason: str = "", override_reason: str = ""
) -> None:
    """Undo a cancellation: the same visit, judged anew. Raises as ``invite_visitor`` does."""
    attendance = visit.attendance
    check_may_change(by=by, attendance=attendance)
    period = Period(visit.period.lower, visit.period.upper)
    ask = Ask(visitor_id=attendance.visitor_id or 0, site_id=attendance.site_id, day=attendance.date, period=period)
    with refusals_kept(verb="invite", by=by, door=door, now=now), hold_of(attendance):
        current = Visit.objects.select_related("attendance").get(pk=visit.pk)
        if current.attendance.standing or current.attendance_id != attendance.pk:
            raise NotPossible(_("This visit stands; there is nothing to undo."))
        current.attendance_id = write_day(ask, by=by, now=now, reason=reason, override_reason=override_reason)
        current.sequence += 1
        _save(current, now=now)
        tell_of_visit("visit_invited", current, attendance.visitor_id or 0, now=now)


def write_day(
    ask: Ask,
    *,
    by: Employee,
    now: datetime,
    reason: str = "",
    override_reason: str = "",
    leaving: Attendance | None = None,
) -> int:
    """Judge and write a visitor's day that has no visit yet; ``leaving`` ends once it is granted. Inside a hold.

    Raises Refused, ReasonNeeded, NotPossible.
    """
    if Visit.objects.filter(
        attendance__in=Attendance.objects.standing().filter(visitor=ask.visitor_id, site=ask.site_id, date=ask.day)
    ).exists():
        raise NotPossible(_("This visitor is invited for that day already. Change that visit instead."))
    granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
    if leaving is not None:
        end_attendance_untold(leaving, by=by, now=now)
    return write_untold(granted, by=by, now=now).attendance_id


def tell_of_visit(kind: str, visit: Visit, visitor_id: int, *, now: datetime) -> None:
    """Tell the visitor. The visit and its sequence are what a calendar knows the event by."""
    tell(
        kind=kind,
        key=f"{kind}:{visit.pk}:{visit.sequence}",
        visitor_id=visitor_id,
        payload={"visit": visit.pk, "sequence": visit.sequence, "attendance": visit.attendance_id},
        now=now,
    )


def _coming(visit: Visit, *, now: datetime) -> Visit:
    """The visit as it is under the hold. Raises NotPossible where it has ended, moved meanwhile, or begun."""
    current = Visit.objects.get(pk=visit.pk)
    if current.attendance_id != visit.attendance_id:
        raise NotPossible(_("This visit has been changed meanwhile."))
    current.attendance = standing_attendance(current.attendance_id, now=now)
    if current.attendance.state == Attendance.State.PRESENT:
        raise NotPossible(_("The visitor has arrived already."))
    return current


def _take_other_hours(
    visit: Visit, ask: Ask, *, by: Employee, now: datetime, reason: str, override_reason: str
) -> None:
    """The same day for other hours; no rule can object to fewer."""
    period, standing = ask.period, visit.attendance
    assert period is not None
    if Period(visit.period.lower, visit.period.upper).covers(period):
        _check_not_over(period, now)
    else:
        granted = judge_ask(ask, by=by, now=now, reason=reason, override_reason=override_reason)
        write_untold(granted, by=by, now=now)
    _keep_only(standing, parts_touched(period, standing.site, standing.date), now=now)


def _check_not_over(period: Period, now: datetime) -> None:
    if period.end <= now:
        raise NotPossible(_("This time is over."))


def _keep_only(standing: Attendance, parts: Parts, *, now: datetime) -> None:
    """The day is for the visit's parts, and for the meetings in others that the visitor comes to all the same."""
    kept = parts
    for meeting in meetings_of(standing):
        kept = kept.union(Parts(meeting.morning, meeting.afternoon))
    Attendance.objects.filter(pk=standing.pk).update(
        morning=kept.morning,
        afternoon=kept.afternoon,
        without_space_morning=parts.morning,
        without_space_afternoon=parts.afternoon,
        changed_at=now,
    )


def _save(visit: Visit, *, now: datetime) -> None:
    """Its day is changed, too, by which those who look at it see that there is something new."""
    Visit.objects.filter(pk=visit.pk).update(
        attendance=visit.attendance_id, period=visit.period, note=visit.note, sequence=visit.sequence
    )
    Attendance.objects.filter(pk=visit.attendance_id).update(changed_at=now)
