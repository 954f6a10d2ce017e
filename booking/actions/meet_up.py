"""“Meet here”: a lead proposes a day to the team; a place is held for each member as far as the limits allow.

Members are asked one after the other, each in a hold of their own, in an order that rewards nobody's speed: those with
the fewest days granted in the last four weeks first, then by name. Nobody is exempt, the lead neither: their own place
is planned at once, since it is they who propose. What stopped half-way goes on when it is proposed again.
"""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from booking.actions.asking import Ask, Granted, NotPossible, Refused, judge_ask
from booking.actions.invitation import let_go
from booking.actions.locking import Busy, hold
from booking.actions.permissions import check_may_propose
from booking.actions.reservation import write
from booking.models import Attendance, Employee, Invitation, MeetUp, Site
from booking.notifications.outbox import tell
from booking.rules.proposal import NO_PART, Parts

EVENING = time(18)
LOOK_BACK = timedelta(weeks=4)
LONGEST_NOTE = 200


def propose(
    *,
    team_id: int,
    site_id: int,
    day: date,
    parts: Parts,
    by: Employee,
    now: datetime,
    note: str = "",
    release_at: datetime | None = None,
) -> MeetUp:
    """Write the proposal and ask every member who has not been asked; each is told by one message.

    A team has one open proposal per site and day: proposed again, it goes on, and its terms stay. Raises NotAllowed,
    NotPossible, Busy.
    """
    check_may_propose(by=by, team_id=team_id)
    site = Site.objects.get(pk=site_id)
    release_at = release_at or release_by_default(site, day, now=now)
    _check(site, day, parts, note, release_at, now)
    meet_up, _new = MeetUp.objects.get_or_create(
        team_id=team_id,
        site=site,
        date=day,
        state=MeetUp.State.PROPOSED,
        defaults={
            "proposed_by": by,
            "morning": parts.morning,
            "afternoon": parts.afternoon,
            "note": note.strip(),
            "release_at": release_at,
            "created_at": now,
            "changed_at": now,
        },
    )
    for employee_id in members_to_ask(meet_up, now=now):
        _invite(meet_up, employee_id, by=by, now=now)
    return meet_up


def release_by_default(site: Site, day: date, *, now: datetime) -> datetime:
    """The evening two days ahead; when that is over, the evening before; and in the last hours, as the site opens."""
    evenings = (site.instant(day - timedelta(days=days), EVENING) for days in (2, 1))
    return next((evening for evening in evenings if evening > now), site.instant(day, site.opens))


def members_to_ask(meet_up: MeetUp, *, now: datetime) -> list[int]:
    """Keys of the members who have no invitation yet, in the order in which they are asked."""
    today = meet_up.site.local_date(now)
    granted = (
        Attendance.objects.filter(employee=OuterRef("pk"), date__gte=today - LOOK_BACK, date__lt=today)
        .exclude(state=Attendance.State.CANCELLED)
        .order_by()
        .values("employee")
        .annotate(days=Count("date", distinct=True))
        .values("days")
    )
    return list(
        Employee.objects.employed_on(meet_up.date)
        .filter(team=meet_up.team_id)
        .exclude(pk__in=Invitation.objects.filter(meet_up=meet_up).values("employee"))
        .annotate(granted=Coalesce(Subquery(granted, output_field=IntegerField()), 0))
        .order_by("granted", "sort_key", "pk")
        .values_list("pk", flat=True)
    )


def withdraw(*, meet_up: MeetUp, by: Employee, now: datetime) -> None:
    """Call it off: what is only held is let go, and whoever was asked is told; accepted days stay their owners'.

    Raises NotAllowed, NotPossible, Busy; called again, it goes on where it stopped.
    """
    check_may_propose(by=by, team_id=meet_up.team_id)
    withdrawn = MeetUp.objects.filter(pk=meet_up.pk, state=MeetUp.State.PROPOSED).update(
        state=MeetUp.State.WITHDRAWN, changed_at=now
    )
    if not withdrawn and not MeetUp.objects.filter(pk=meet_up.pk, state=MeetUp.State.WITHDRAWN).exists():
        raise NotPossible(_("The answers are in; this proposal can no longer be withdrawn."))
    for invitation_id in meet_up.invitations.values_list("pk", flat=True):
        _settle(invitation_id, by=by, now=now)


def release_leftovers(*, now: datetime) -> int:
    """Let go of the places that nobody has accepted by the stated time; returns how many.

    It may run late, or twice at once. First the proposal is closed, so that nobody is asked any more; a crash after
    that leaves answers that wait, and these are found again.
    """
    MeetUp.objects.filter(state=MeetUp.State.PROPOSED, release_at__lte=now).update(
        state=MeetUp.State.CLOSED, changed_at=now
    )
    waiting = Invitation.objects.filter(response=Invitation.Response.WAITING).exclude(
        meet_up__state=MeetUp.State.PROPOSED
    )
    released = 0
    for invitation_id in waiting.order_by("pk").values_list("pk", flat=True):
        try:
            released += _settle(invitation_id, by=None, now=now)
        except Busy:
            continue  # its turn comes again
    return released


def _check(site: Site, day: date, parts: Parts, note: str, release_at: datetime, now: datetime) -> None:
    if parts == NO_PART:
        raise NotPossible(_("Choose the morning, the afternoon, or both."))
    if day <= site.local_date(now):
        raise NotPossible(_("Propose a day that is still to come."))
    if not now < release_at <= site.instant(day, site.opens):
        raise NotPossible(_("Places are held until a time between now and the beginning of the day."))
    if len(note.strip()) > LONGEST_NOTE:
        raise NotPossible(_("Give the note in at most %(limit)d characters.") % {"limit": LONGEST_NOTE})


def _invite(meet_up: MeetUp, employee_id: int, *, by: Employee, now: datetime) -> None:
    """Ask one member, once, as long as the proposal stands."""
    ask = Ask(
        employee_id=employee_id,
        site_id=meet_up.site_id,
        day=meet_up.date,
        parts=Parts(meet_up.morning, meet_up.afternoon),
    )
    with hold(sites=[ask.site_id], people=[ask.person_key], days=[(ask.site_id, ask.day)]):
        # Whoever withdraws or closes it waits for this row, and afterwards sees this invitation.
        stands = MeetUp.objects.select_for_update().filter(pk=meet_up.pk, state=MeetUp.State.PROPOSED).first()
        if stands is None or Invitation.objects.filter(meet_up=meet_up, employee=employee_id).exists():
            return
        invitation = Invitation(meet_up=meet_up, employee_id=employee_id, changed_at=now)
        _keep_a_place(invitation, ask, by, now)
        invitation.save()
        if employee_id != by.pk:
            tell(
                kind="proposed",
                key=f"proposed:{meet_up.pk}:{employee_id}",
                employee_id=employee_id,
                payload={"invitation": invitation.pk, "attendance": invitation.attendance_id},
                now=now,
                useful_until=meet_up.release_at,
            )


def _keep_a_place(invitation: Invitation, ask: Ask, by: Employee, now: datetime) -> None:
    """A held place where the limits allow one; else the objections. Who comes anyway needs none."""
    standing = Attendance.objects.standing().filter(employee=ask.employee_id, site=ask.site_id, date=ask.day).first()
    if standing is not None:
        if standing.state != Attendance.State.HELD:  # what is held for another reason has yet to be accepted
            invitation.response = Invitation.Response.ACCEPTED
        return
    try:
        granted = judge_ask(ask, by=by, now=now)
    except Refused as refused:
        invitation.objections = [objection.as_json() for objection in refused.verdict.objections]
        return
    if ask.employee_id == by.pk:
        invitation.response = Invitation.Response.ACCEPTED
        invitation.attendance_id = write(granted, by=by, now=now).attendance_id
    else:
        invitation.attendance_id = _hold_place(granted, until=invitation.meet_up.release_at, by=by, now=now)


def _hold_place(granted: Granted, *, until: datetime, by: Employee, now: datetime) -> int:
    proposal, person = granted.proposal, granted.proposal.person
    return Attendance.objects.create(
        employee_id=person.employee_id,
        site_id=proposal.site_id,
        date=proposal.date,
        morning=proposal.parts.morning,
        afternoon=proposal.parts.afternoon,
        state=Attendance.State.HELD,
        held_until=until,
        team_id=person.team_id,
        telework_able=person.telework_able,
        roles=list(person.roles_at(proposal.site_id)),
        requested_by=by,
        created_at=now,
        changed_at=now,
    ).pk


def _settle(invitation_id: int, *, by: Employee | None, now: datetime) -> bool:
    """Let go of what is only held, and keep what was answered; whether a place became free."""
    found = Invitation.objects.select_related("meet_up").get(pk=invitation_id)
    meet_up = found.meet_up
    with hold(
        sites=[meet_up.site_id],
        people=[("employee", found.employee_id)],
        days=[(meet_up.site_id, meet_up.date)],
    ):
        invitation = Invitation.objects.select_related("meet_up", "attendance").get(pk=invitation_id)
        answer = invitation.answer
        freed = answer == Invitation.Response.WAITING and let_go(invitation.attendance_id, by=by, now=now)
        if invitation.response == Invitation.Response.WAITING:
            settled = Invitation.Response.RELEASED if answer == Invitation.Response.WAITING else answer
            Invitation.objects.filter(pk=invitation_id).update(response=settled, changed_at=now)
        is_off = invitation.meet_up.state == MeetUp.State.WITHDRAWN
        if is_off and invitation.employee_id != invitation.meet_up.proposed_by_id and answer in _TOLD_WHEN_OFF:
            tell(
                kind="meet_up_withdrawn",
                key=f"meet_up_withdrawn:{meet_up.pk}:{invitation.employee_id}",
                employee_id=invitation.employee_id,
                payload={"invitation": invitation_id},
                now=now,
            )
    return freed


_TOLD_WHEN_OFF = (Invitation.Response.WAITING, Invitation.Response.ACCEPTED)
