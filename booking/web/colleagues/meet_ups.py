"""A lead proposes a day to the team, and sees what the members answer: counts, and the names of those who did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.actions import meet_up as meeting
from booking.models import Employee, Invitation, MeetUp, Site, Team
from booking.models.employee import shown_to
from booking.web.answering import answering
from booking.web.booking_form import BadInput, date_asked, number_asked, part_asked
from booking.web.days_in_words import long_day, part_in_words, short_day
from booking.web.way_back import way_back

Response = Invitation.Response


@dataclass(frozen=True, slots=True)
class Answers:
    """``words`` has a count; ``names`` those of them who may be named."""

    words: str
    names: str


@dataclass(frozen=True, slots=True)
class Proposed:
    id: int
    title: str
    facts: str
    note: str
    answers: Sequence[Answers]
    to_ask: int  # members who have not been asked: what was proposed stopped half-way, or they are new
    again: Sequence[tuple[str, object]]  # what is sent to go on


@answering(instead="")
def propose(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST team, site, date, part, note, release (local date and time; empty for the usual one)."""
    site = get_object_or_404(Site, pk=number_asked(request.POST, "site"))
    team = get_object_or_404(Team, pk=number_asked(request.POST, "team"))
    proposal = meeting.propose(
        team_id=team.pk,
        site_id=site.pk,
        day=date_asked(request.POST),
        parts=part_asked(request.POST),
        by=request.user,
        now=now,
        note=request.POST.get("note", ""),
        release_at=_release(request.POST.get("release", ""), site),
    )
    asked = proposal.invitations.count()
    said = ngettext(
        "%(day)s is proposed to %(count)d person of %(team)s.",
        "%(day)s is proposed to %(count)d people of %(team)s.",
        asked,
    )
    messages.success(request, capfirst(said % {"day": long_day(proposal.date), "count": asked, "team": team.name}))
    return HttpResponseRedirect(way_back(request), status=303)


@answering(instead="")
def withdraw(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST."""
    proposal = get_object_or_404(MeetUp, pk=pk)
    meeting.withdraw(meet_up=proposal, by=request.user, now=now)
    messages.success(request, _("The proposal is withdrawn, and everybody who was asked is told."))
    return HttpResponseRedirect(way_back(request), status=303)


def led_teams(lead: Employee) -> list[Team]:
    """One query."""
    return list(Team.objects.filter(lead=lead))


def proposals_of(lead: Employee, teams: Sequence[Team], *, now: datetime) -> list[Proposed]:
    """Coming days that were proposed to these teams, soonest first. A fixed number of queries; none without a team."""
    if not teams:
        return []
    found = (
        MeetUp.objects.filter(team__in=teams, date__gte=now.date())
        .exclude(state=MeetUp.State.WITHDRAWN)
        .select_related("team", "site")
        .prefetch_related("invitations__employee", "invitations__attendance")
        .order_by("date", "pk")
    )
    shown = set(Employee.objects.filter(shown_to(lead), team__in=teams).values_list("pk", flat=True))
    members = dict.fromkeys((team.pk for team in teams), frozenset())
    for pk, team_id in Employee.objects.employed_on(now.date()).filter(team__in=teams).values_list("pk", "team"):
        members[team_id] |= {pk}
    return [_proposed(one, shown, members[one.team_id]) for one in found]


def _proposed(meet_up: MeetUp, shown: set[int], members: frozenset[int]) -> Proposed:
    invitations = list(meet_up.invitations.all())
    until = meet_up.release_at.astimezone(meet_up.site.zone_info)
    words = {
        "site": meet_up.site.name,
        "part": part_in_words(meet_up.parts),
        "time": f"{short_day(until.date())}, {until:%H:%M}",
    }
    is_open = meet_up.state == MeetUp.State.PROPOSED
    facts = _("%(site)s, %(part)s; answers until %(time)s") if is_open else _("%(site)s, %(part)s; answers are in")
    asked = {one.employee_id for one in invitations}
    return Proposed(
        id=meet_up.pk,
        title=capfirst(f"{long_day(meet_up.date)}, {meet_up.team.name}"),
        facts=facts % words,
        note=meet_up.note,
        answers=_answers(invitations, shown),
        to_ask=len(members - asked) if is_open else 0,
        again=(
            ("team", meet_up.team_id),
            ("site", meet_up.site_id),
            ("date", meet_up.date.isoformat()),
            ("release", f"{until:%Y-%m-%dT%H:%M}"),
        )
        if is_open
        else (),
    )


def _answers(invitations: Sequence[Invitation], shown: set[int]) -> list[Answers]:
    """By answer. Who comes anyway has not answered: they are named only if they show when they are in."""
    groups: dict[str, list[Invitation]] = {"coming": [], "declined": [], "waiting": [], "no_place": [], "released": []}
    for one in invitations:
        groups[_group(one)].append(one)
    said = {
        "coming": ngettext("%(count)d comes", "%(count)d come", len(groups["coming"])),
        "declined": ngettext("%(count)d has declined", "%(count)d have declined", len(groups["declined"])),
        "waiting": ngettext("%(count)d has not answered", "%(count)d have not answered", len(groups["waiting"])),
        "no_place": ngettext(
            "For %(count)d no place could be kept", "For %(count)d no place could be kept", len(groups["no_place"])
        ),
        "released": ngettext(
            "%(count)d place went back unanswered", "%(count)d places went back unanswered", len(groups["released"])
        ),
    }
    named = {
        "coming": [one for one in groups["coming"] if one.attendance_id is not None or one.employee_id in shown],
        "declined": groups["declined"],
    }
    return [
        Answers(said[name] % {"count": len(group)}, ", ".join(str(one.employee) for one in named.get(name, ())))
        for name, group in groups.items()
        if group
    ]


def _group(invitation: Invitation) -> str:
    answer = invitation.answer
    if answer == Response.WAITING:
        return "waiting" if invitation.attendance_id is not None else "no_place"
    if answer == Response.RELEASED and invitation.attendance_id is None:
        return "no_place"
    return {Response.ACCEPTED: "coming", Response.DECLINED: "declined", Response.RELEASED: "released"}[Response(answer)]


def _release(text: str, site: Site) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise BadInput("release", text, _("Give a date and a time such as 2026-03-17 18:00."))
    return site.instant(moment.date(), moment.time())


def form_of(teams: Sequence[Team], site_id: int) -> dict[str, object]:
    """What the form chooses from. One query; None without a team."""
    if not teams:
        return {}
    return {
        "teams": teams,
        "sites": [{"id": pk, "name": name, "is_on": pk == site_id} for pk, name in _sites()],
        "parts": [
            {"value": "day", "label": _("All day")},
            {"value": "morning", "label": _("Morning")},
            {"value": "afternoon", "label": _("Afternoon")},
        ],
        "url": reverse("meet_ups"),
    }


def _sites() -> Sequence[tuple[int, str]]:
    return list(Site.objects.order_by("name").values_list("pk", "name"))
