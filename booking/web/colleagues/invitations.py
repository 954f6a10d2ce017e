"""What a member of a team answers to its lead's proposal, and the proposals that wait for one's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from booking.actions import invitation as answering_invitations
from booking.models import Booking, Employee, Invitation, MeetUp
from booking.rules.verdict import Objection
from booking.templatetags.toast import undoing
from booking.web.answering import answering
from booking.web.days_in_words import long_day, part_in_words, short_day
from booking.web.reasons import Reason, reasons_of
from booking.web.way_back import go_back
from booking.web.week.actions import Action, answer_ways

DOOR = "web"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One that its reader has yet to answer."""

    title: str
    sentence: str
    note: str
    reasons: tuple[Reason, ...]
    ways: Sequence[Action]


@answering(instead="book")
def accept(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST; also reason, where a rule asks for one."""
    invitation = _invitation(pk)
    reserved = answering_invitations.accept(
        invitation=invitation, by=request.user, now=now, door=DOOR, reason=request.POST.get("reason", "").strip()
    )
    day = invitation.meet_up.date
    messages.success(
        request,
        _accepted(invitation, reserved.booking_id, by=request.user),
        extra_tags=undoing(reverse("attendance_cancellation", args=[reserved.attendance_id])),
    )
    return go_back(request, day)


@answering(instead="")
def decline(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST."""
    invitation = _invitation(pk)
    answering_invitations.decline(invitation=invitation, by=request.user, now=now)
    day = invitation.meet_up.date
    words = {"day": long_day(day), "person": invitation.employee.get_full_name()}
    said = _("You have declined %(day)s; somebody else can come.")
    if invitation.employee_id != request.user.pk:
        said = _("You have declined %(day)s for %(person)s; somebody else can come.")
    messages.success(
        request,
        said % words,
        extra_tags=undoing(reverse("invitation_acceptance", args=[pk])),
    )
    return go_back(request, day)


def _accepted(invitation: Invitation, booking_id: int | None, *, by: Employee) -> str:
    desk = Booking.objects.filter(pk=booking_id).values_list("space__code", flat=True).first()
    words = {"day": long_day(invitation.meet_up.date), "desk": desk, "person": invitation.employee.get_full_name()}
    if invitation.employee_id != by.pk:
        said = (
            _("%(person)s comes on %(day)s, at %(desk)s.")
            if desk
            else _("%(person)s comes on %(day)s, without a desk.")
        )
    elif desk:
        said = _("You come on %(day)s; %(desk)s is yours.")
    else:
        said = _("You come on %(day)s. No desk is free yet.")
    return said % words


def open_proposals(employee: Employee, *, here: str, now: datetime) -> list[Proposal]:
    """The proposals that wait for this person's answer, soonest first. One query."""
    waiting = (
        Invitation.objects.filter(
            employee=employee,
            response=Invitation.Response.WAITING,
            meet_up__state=MeetUp.State.PROPOSED,
            meet_up__release_at__gt=now,
        )
        .select_related("meet_up__proposed_by", "meet_up__site", "attendance")
        .order_by("meet_up__date", "pk")
    )
    return [_proposal(one, here) for one in waiting if one.answer == Invitation.Response.WAITING]


def _proposal(invitation: Invitation, here: str) -> Proposal:
    meet_up = invitation.meet_up
    until = meet_up.release_at.astimezone(meet_up.site.zone_info)
    words = {
        "lead": meet_up.proposed_by.get_full_name(),
        "site": meet_up.site.name,
        "part": part_in_words(meet_up.parts),
        "time": f"{short_day(until.date())}, {until:%H:%M}",
    }
    if invitation.objections:
        sentence = _("%(lead)s proposes to meet at %(site)s, %(part)s. No place could be kept for you:") % words
    else:
        sentence = _("%(lead)s proposes to meet at %(site)s, %(part)s. Kept for you until %(time)s.") % words
    return Proposal(
        title=capfirst(long_day(meet_up.date)),
        sentence=sentence,
        note=meet_up.note,
        reasons=reasons_of(Objection.from_json(stored) for stored in invitation.objections),
        ways=answer_ways(invitation.pk, long_day(meet_up.date), here=here),
    )


def _invitation(pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("meet_up__site", "employee"), pk=pk)
