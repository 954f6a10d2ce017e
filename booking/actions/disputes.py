"""Somebody says that a day gone by is recorded wrongly; HR or the manager of its site corrects it, or says why not."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.cancellation import end_attendance_untold, hold_of
from booking.actions.permissions import NotAllowed, sites_answered_by
from booking.models import Attendance, Dispute, Employee
from booking.notifications.outbox import tell

State = Attendance.State
CORRECTIONS = (State.PRESENT, State.ABSENT, State.CANCELLED)
LONGEST = 500


def raise_dispute(*, attendance: Attendance, by: Employee, text: str, now: datetime) -> Dispute:
    """Keep that the record of one's own day is wrong, and why. The record stays as it is until it is answered.

    Raises NotAllowed, NotPossible (not over yet, no text, or disputed already).
    """
    if attendance.employee_id != by.pk:
        raise NotAllowed
    if not text.strip():
        raise NotPossible(_("Say what is wrong: whoever answers reads it."))
    if attendance.date >= attendance.site.local_date(now):
        raise NotPossible(_("This day is not over: change or cancel it instead."))
    try:
        with transaction.atomic():
            return Dispute.objects.create(attendance=attendance, employee=by, text=text.strip()[:LONGEST], at=now)
    except IntegrityError:  # one open dispute per day, by a constraint
        raise NotPossible(_("You dispute this day already, and wait for an answer.")) from None


def correct(*, dispute: Dispute, state: str, by: Employee, now: datetime, answer: str = "") -> None:
    """Agree: the day gets the ``state`` that is right, present, absent or cancelled. The person is told.

    A correction says what was, so no limit judges it. Raises NotAllowed, NotPossible (answered already, no such state,
    recorded so already, or another record of the same time stands), Busy.
    """
    _check_may_answer(dispute, by)
    if state not in CORRECTIONS:
        raise NotPossible(_("Choose whether the person was present, absent, or had cancelled."))
    with hold_of(dispute.attendance):
        attendance = Attendance.objects.select_related("site").get(pk=dispute.attendance_id)
        if attendance.state == state:
            raise NotPossible(_("The day is recorded so already."))
        _answer(dispute, Dispute.State.CORRECTED, answer, by, now)
        if state == State.CANCELLED:
            end_attendance_untold(attendance, by=by, now=now)
        else:
            if state == State.PRESENT:
                _check_stands_alone(attendance)
            ended = {} if state == State.ABSENT else {"ended_at": None, "ended_by": None, "held_until": None}
            Attendance.objects.filter(pk=attendance.pk).update(state=state, changed_at=now, **ended)


def reject(*, dispute: Dispute, answer: str, by: Employee, now: datetime) -> None:
    """Disagree, with an answer that the person reads. Raises NotAllowed, NotPossible (no answer, or answered), Busy."""
    _check_may_answer(dispute, by)
    if not answer.strip():
        raise NotPossible(_("Give an answer: the person reads it."))
    with hold_of(dispute.attendance):
        _answer(dispute, Dispute.State.REJECTED, answer, by, now)


def _check_may_answer(dispute: Dispute, by: Employee) -> None:
    """HR and managers of the site; nobody answers themselves."""
    if dispute.employee_id == by.pk or not sites_answered_by(by).filter(pk=dispute.attendance.site_id).exists():
        raise NotAllowed


def _answer(dispute: Dispute, state: str, answer: str, by: Employee, now: datetime) -> None:
    """Inside the hold of the day."""
    answered = Dispute.objects.filter(pk=dispute.pk, state=Dispute.State.OPEN).update(
        state=state, answer=answer.strip()[:LONGEST], answered_by=by, answered_at=now
    )
    if not answered:
        raise NotPossible(_("This dispute has been answered already."))
    tell(
        kind="dispute_answered",
        key=f"dispute_answered:{dispute.pk}",
        employee_id=dispute.employee_id,
        payload={"attendance": dispute.attendance_id, "dispute": dispute.pk},
        now=now,
    )


def _check_stands_alone(attendance: Attendance) -> None:
    """Raise NotPossible where another standing record has the site, or a half, of this day."""
    same_half = Q(morning=True) if attendance.morning else Q(afternoon=True)
    if attendance.afternoon:
        same_half |= Q(afternoon=True)
    others = Attendance.objects.standing().filter(employee=attendance.employee_id, date=attendance.date)
    if others.exclude(pk=attendance.pk).filter(Q(site=attendance.site_id) | same_half).exists():
        raise NotPossible(_("Another record of this day stands: the person was there by that one."))
