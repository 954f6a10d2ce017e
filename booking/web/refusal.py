"""A refusal as a page: the day and its gauge, every reason with its numbers, and what would work instead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.actions.asking import Ask, ReasonNeeded, Refused, judge_unheld
from booking.actions.permissions import manages, may_override_all
from booking.models import Employee, Refusal, Site, Visitor
from booking.models.refusal import code_of, key_of
from booking.rules.gathering import people
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import Parts, Period, Proposal
from booking.rules.verdict import Objection, Verdict
from booking.web.days_in_words import long_day, part_in_words
from booking.web.presence import Team, presence
from booking.web.queue_offer import QueueOffer, queue_offer
from booking.web.reasons import Reason, reasons_of
from booking.web.refusal_offers import Offer, ask_of, offers, when_fields
from booking.web.refusal_words import heading
from booking.web.signed_in import signed_in
from booking.web.way_back import way_back, week_address
from booking.web.week.days import Gauge, Places, scale_of

Sent = Sequence[tuple[str, str]]
OF_ROOMS = ("book_room", "change_room", "join")  # verbs of what has no queue


@dataclass(frozen=True)
class Page:
    heading: str
    what: str  # the request in words, such as “3.14, all day”
    person: str  # for whom, where it is somebody else
    gauge: Gauge | None
    places: Places | None
    team: Team
    reasons: Sequence[Reason]
    policies: Sequence[str]
    code: str
    offers: Sequence[Offer]
    back: str
    queue: QueueOffer | None = None


def refused_now(
    request: HttpRequest, refused: Refused, *, sent: Sent, ways: Sequence[Offer], queue: QueueOffer | None
) -> HttpResponse:
    """409, with what was just refused. ``sent`` is the form as it came, which an override sends again; ``ways`` and
    ``queue`` are what would work.
    """
    verdict = refused.verdict
    code = code_of(refused.refusal_id) if refused.refusal_id else ""
    page = replace(_page(verdict.proposal, verdict.objections, verdict, code, ways, request), queue=queue)
    context = {
        "page": page,
        "section": "week",
        "sent": sent,
        "action": request.get_full_path(),
        "may_override": _may_override(request.user, verdict),
    }
    response = render(request, "booking/refusal.html", context, status=409)
    if verdict.proposal.person.visitor_id:
        response["HX-Push-Url"] = "false"  # a visitor's refusal has no page: only the form sent has all to offer anew
    elif code:
        response["HX-Push-Url"] = reverse("refusal", args=[code])
    return response


def reason_needed(request: HttpRequest, needed: ReasonNeeded, *, sent: Sent) -> HttpResponse:
    """422: the rules warn; the same request goes through once it says why."""
    verdict = needed.verdict
    page = _page(verdict.proposal, verdict.warnings, verdict, "", [], request)
    context = {
        "page": page,
        "section": "week",
        "sent": [(name, value) for name, value in sent if name != "reason"],
        "action": request.get_full_path(),
        "asked_before": "reason" in dict(sent),
    }
    response = render(request, "booking/reason_needed.html", context, status=422)
    response["HX-Push-Url"] = "false"
    return response


@require_safe
@signed_in
def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """A kept refusal: for the one it is about, the one who asked, and those who manage the site."""
    kept = _kept(code)
    if kept.employee_id is None:  # it outlived the person, or was a visitor's
        raise Http404
    if request.user.pk not in (kept.employee_id, kept.requested_by_id) and not manages(request.user, kept.site_id):
        raise Http404
    now = timezone.now()
    site = rulebook_at_hand(kept.site_id).site
    ask = _asked_then(kept, site)
    (verdict,) = judge_unheld([ask], now=now)
    objections = [Objection.from_json(stored) for stored in kept.objections]
    # What a change of a day would have come to depends on that day as it was: only a booking is offered anew.
    anew = kept.verb == "reserve" and kept.date >= site.local_date(now)
    sent = [("person", str(kept.employee_id)), ("site", str(kept.site_id))]
    ways = offers(verdict, now=now, sent=sent) if anew else []
    page = _page(verdict.proposal, objections, verdict, kept.code, ways, request)
    context = {
        "page": replace(page, queue=None if kept.verb in OF_ROOMS else queue_offer(verdict, now=now, back=page.back)),
        "section": "week",
        "works_now": anew and not verdict.refused and not verdict.already_in,
        "again": [*sent, *when_fields(ask), ("space", str(ask.space_id or ""))],
        "attendances": reverse("attendances"),
    }
    return render(request, "booking/refusal.html", context)


def _asked_then(kept: Refusal, site: Site) -> Ask:
    parts = Parts(kept.morning, kept.afternoon)
    period = Period(kept.period.lower, kept.period.upper) if kept.period else None
    return Ask(
        employee_id=kept.employee_id or 0,
        site_id=kept.site_id,
        day=kept.date,
        parts=parts,
        period=None if period == parts.period(site, kept.date) else period,
        space_id=kept.space_id,
    )


def _kept(code: str) -> Refusal:
    try:
        key = key_of(code)
    except ValueError:
        raise Http404 from None
    kept = Refusal.objects.select_related("employee").filter(pk=key).first()
    # A code that is longer, or in small letters, would be a second address of the same thing. Without the person, a
    # refusal is a number for the statistics.
    if kept is None or kept.code != code or kept.employee_id is None:
        raise Http404
    return kept


def _page(
    proposal: Proposal,
    objections: Sequence[Objection],
    verdict: Verdict,
    code: str,
    ways: Sequence[Offer],
    request: HttpRequest,
) -> Page:
    book = rulebook_at_hand(proposal.site_id)
    space = book.spaces.get(proposal.space_id or 0)
    place = "" if space is None else space.name or space.code
    person = _other_person(proposal, request.user)
    closed = any(objection.code == "closed" for objection in objections)
    day, today = proposal.date, book.site.local_date(proposal.now)
    in_team = presence(viewer=request.user, site_id=proposal.site_id, first=day, last=day, today=today)
    gauge, places = _numbers(objections, verdict, closed=closed)
    return Page(
        heading=heading(objections, day=long_day(proposal.date), place=place, person=person),
        what=", ".join(filter(None, [place, _time(ask_of(proposal, book))])),
        person=person,
        gauge=gauge,
        places=places,
        team=in_team.team_on(proposal.date),
        reasons=reasons_of(objections),
        policies=list(dict.fromkeys(o.policy_name for o in objections if o.policy_name)),
        code=code,
        offers=ways,
        back=way_back(request) if request.method == "POST" else week_address(proposal.date),
    )


def _other_person(proposal: Proposal, reader: Employee) -> str:
    """The name of who would come, where that is not the reader."""
    person = proposal.person
    if person.visitor_id:
        return Visitor.objects.get(pk=person.visitor_id).name
    if person.employee_id in (None, reader.pk):
        return ""
    return Employee.objects.get(pk=person.employee_id).get_full_name()


def _numbers(objections: Sequence[Objection], verdict: Verdict, *, closed: bool) -> tuple[Gauge | None, Places | None]:
    """The numbers of the refusal itself where a cap refused, else those of the day as it is."""
    cap = next((o for o in objections if o.code == "occupancy_cap"), None)
    usage = verdict.usage("occupancy_cap")
    source = cap or usage
    if closed:
        return Gauge(None, 0, 0, False, False, closed=True, base=1), None
    if source is None:
        return None, None
    am, pm, limit = source.details["morning"], source.details["afternoon"], source.limit or 0
    places = Places(max(0, limit - max(am, pm)), limit)
    scale = scale_of(limit, max(am, pm))
    return Gauge(limit, am, pm, False, False, closed=False, base=None, scale=scale), places


def _time(ask: Ask) -> str:
    if ask.period is None:
        return part_in_words(ask.parts)
    zone = rulebook_at_hand(ask.site_id).site.zone_info
    start, end = (moment.astimezone(zone).strftime("%H:%M") for moment in ask.period)
    return f"{start}–{end}"


def _may_override(user: Employee, verdict: Verdict) -> bool:
    by = people([user.pk], since=verdict.proposal.date).get(user.pk)
    return by is not None and may_override_all(by, verdict)
