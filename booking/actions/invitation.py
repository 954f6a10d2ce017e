"""Answer a lead's proposal: the place that is held becomes a planned day, with a desk near the team, or is let go."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import Ask, Granted, NotPossible, Refused, judge_ask
from booking.actions.locking import hold
from booking.actions.permissions import check_may_act_for
from booking.actions.refusing import refusals_kept
from booking.actions.reservation import Reserved, write
from booking.actions.usual_desk import desk_choices
from booking.models import Attendance, Employee, Invitation, MeetUp
from booking.rules.proposal import Parts

TRIES = 5  # desks tried before one comes without; each costs a judgement inside the hold


def accept(*, invitation: Invitation, by: Employee, now: datetime, door: str, reason: str = "") -> Reserved:
    """Come, at a free desk near those of the team who have accepted, or without one. Who has declined may yet accept.

    Where no place could be held, or it was declined, the day is judged anew. Raises Refused, ReasonNeeded, NotAllowed,
    NotPossible (answered already, withdrawn, too late), Busy.
    """
    meet_up = invitation.meet_up
    check_may_act_for(by=by, employee_id=invitation.employee_id, site_id=meet_up.site_id)
    ask = Ask(
        employee_id=invitation.employee_id,
        site_id=meet_up.site_id,
        day=meet_up.date,
        parts=Parts(meet_up.morning, meet_up.afternoon),
    )
    desks = _desks_near_the_team(invitation, ask, now)
    with refusals_kept(verb="reserve", by=by, door=door, now=now), _hold_of(invitation):
        if _open(invitation.pk, now=now).answer == Invitation.Response.ACCEPTED:
            raise NotPossible(_("You come on this day already."))
        reserved = write(_granted(ask, desks, by, now, reason), by=by, now=now)
        # The lead held the place; the day is its owner's own decision, and their mail says so.
        Attendance.objects.filter(pk=reserved.attendance_id).update(requested_by=by)
        Invitation.objects.filter(pk=invitation.pk).update(
            response=Invitation.Response.ACCEPTED, attendance=reserved.attendance_id, changed_at=now
        )
    return reserved


def decline(*, invitation: Invitation, by: Employee, now: datetime) -> None:
    """Give the held place to others, at once. Raises NotAllowed, NotPossible (answered, withdrawn, too late), Busy."""
    check_may_act_for(by=by, employee_id=invitation.employee_id, site_id=invitation.meet_up.site_id)
    with _hold_of(invitation):
        standing = _open(invitation.pk, now=now)
        if standing.answer == Invitation.Response.ACCEPTED:
            raise NotPossible(_("You come on this day; cancel the day in your week if you cannot."))
        let_go(standing.attendance_id, by=by, now=now)
        Invitation.objects.filter(pk=invitation.pk).update(response=Invitation.Response.DECLINED, changed_at=now)


def let_go(attendance_id: int | None, *, by: Employee | None, now: datetime) -> bool:
    """Cancel a day that is only held, telling nobody: they know until when. Inside a hold; whether there was one."""
    held = Attendance.objects.filter(pk=attendance_id or 0, state=Attendance.State.HELD)
    return bool(held.update(state=Attendance.State.CANCELLED, ended_at=now, ended_by=by, changed_at=now))


def _hold_of(invitation: Invitation):
    meet_up = invitation.meet_up
    return hold(
        sites=[meet_up.site_id],
        people=[("employee", invitation.employee_id)],
        days=[(meet_up.site_id, meet_up.date)],
    )


def _open(pk: int, *, now: datetime) -> Invitation:
    """The row as it is under the hold. Raises NotPossible once it can no longer be answered."""
    invitation = Invitation.objects.select_related("meet_up", "attendance").get(pk=pk)
    if invitation.meet_up.state == MeetUp.State.WITHDRAWN:
        raise NotPossible(_("This proposal has been withdrawn."))
    if invitation.meet_up.state == MeetUp.State.CLOSED or invitation.meet_up.release_at <= now:
        raise NotPossible(_("The place was kept until a time that is over. You can still book the day if one is left."))
    return invitation


def _granted(ask: Ask, desks: list[int], by: Employee, now: datetime, reason: str) -> Granted:
    """At the first of the desks that is still free, else the day alone."""
    for desk in desks:
        try:
            return judge_ask(replace(ask, space_id=desk), by=by, now=now, reason=reason)
        except Refused:
            continue
    return judge_ask(ask, by=by, now=now, reason=reason)


def _desks_near_the_team(invitation: Invitation, ask: Ask, now: datetime) -> list[int]:
    """The best free desks: near those who have accepted and show themselves to this person."""
    coming = (
        Employee.objects.visible_to(invitation.employee)
        .filter(invitations__meet_up=invitation.meet_up, invitations__response=Invitation.Response.ACCEPTED)
        .values_list("pk", flat=True)
    )
    free = (v for v in desk_choices(ask, now=now, near=list(coming)) if not v.refused and not v.warnings)
    return [verdict.proposal.space_id or 0 for verdict, _n in zip(free, range(TRIES), strict=False)]
