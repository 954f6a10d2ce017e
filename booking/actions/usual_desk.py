"""The desk that one tap means: one's own, the favourite, the most used, the nearest to the team, or any free one."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count

from booking.actions.asking import Ask, ReasonNeeded, Refused, judge_unheld
from booking.actions.refusing import refusals_kept
from booking.actions.reservation import Reserved, reserve_unkept
from booking.models import Booking, Employee, Team
from booking.rules import physical
from booking.rules.loading import rulebook
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.seating import by_nearness
from booking.rules.verdict import Verdict

HABIT = timedelta(days=120)


def reserve_usual_desk(
    *,
    ask: Ask,
    by: Employee,
    now: datetime,
    door: str,
    near: Collection[int] = (),
    reason: str = "",
    override_reason: str = "",
) -> Reserved:
    """Reserve the best free desk for ``ask`` (its space is ignored), or the day alone where none is left.

    The best is the usual one; or, with ``near`` (employees), the one that is nearest to where these sit.

    The choice is made before the hold and judged again inside it; whoever loses a desk in between chooses again among
    those still free. Who has a desk for all of that time is refused it as taken, by themselves. Raises as ``reserve``
    does.
    """
    lost: set[int] = set()
    with refusals_kept(verb="reserve", by=by, door=door, now=now):
        while True:
            choices = desk_choices(ask, now=now, near=near)
            had = _desk_had(ask) if any(v.already_in for v in choices) else None
            desk = had or _best_desk([v for v in choices if v.proposal.space_id not in lost], bool(override_reason))
            try:
                return reserve_unkept(
                    ask=replace(ask, space_id=desk), by=by, now=now, reason=reason, override_reason=override_reason
                )
            except ReasonNeeded:
                raise
            except Refused as refused:
                taken = any(objection.code == physical.TAKEN for objection in refused.verdict.refusals)
                if desk is None or had or (override_reason and not taken):
                    raise
                lost.add(desk)


def best_desk(ask: Ask, *, now: datetime, lost: Collection[int] = (), wanted: int | None = None) -> int | None:
    """The first desk that asks for no reason, else one that does; none where all are refused or ``lost``.

    A ``wanted`` desk comes before the usual ones.
    """
    choices = desk_choices(ask, now=now, wanted=wanted)
    return _best_desk([v for v in choices if v.proposal.space_id not in lost], overriding=False)


def _best_desk(choices: Sequence[Verdict], overriding: bool) -> int | None:
    """The first desk that asks for no reason, else one that does; none where all are refused.

    Who is ``overriding`` takes the desk with the fewest objections of those that nothing physical forbids.
    """
    had = [v for v in choices if not v.refused or (overriding and not _is_physical(v))]
    best = min(had, key=lambda v: (len(v.refusals), bool(v.warnings)), default=None)
    return best.proposal.space_id if best else None


def _is_physical(verdict: Verdict) -> bool:
    return any(objection.code in physical.CODES for objection in verdict.refusals)


def _desk_had(ask: Ask) -> int | None:
    """The desk that the person has at that site already for all of the asked time."""
    site = rulebook(ask.site_id).site
    period = ask.period or ask.parts.period(site, ask.day)
    return (
        Booking.objects.standing()
        .filter(attendance__employee=ask.employee_id, attendance__site=site, date=ask.day, space__kind="desk")
        .filter(period__contains=DateTimeTZRange(*period))
        .values_list("space", flat=True)
        .first()
    )


def desk_choices(ask: Ask, *, now: datetime, wanted: int | None = None, near: Collection[int] = ()) -> list[Verdict]:
    """A verdict for every desk of the site on that day, in the order in which this person would like them.

    A ``wanted`` desk comes first. Where any of ``near`` (employees) has a desk that day, the nearest to one of those
    come before the usual ones.
    """
    book = rulebook(ask.site_id)
    team = Team.objects.filter(members=ask.employee_id).first()
    company = [pk for pk in desks_of(near, ask.day) if pk in book.spaces]
    liked = [] if company else liked_desks(ask.employee_id, before=ask.day)
    ranked = ranked_desks(
        book,
        ask.day,
        liked=liked if wanted is None else [wanted, *liked],
        team_desks=company or (team_desks(team.pk, ask.day) if team else ()),
        team_zone=team.zone_id if team else None,
    )
    return judge_unheld([replace(ask, space_id=desk.id) for desk in ranked], now=now)


def ranked_desks(
    book: Rulebook, day: date, *, liked: Sequence[int], team_desks: Collection[int], team_zone: int | None
) -> list[SpaceFacts]:
    """The desks in use on ``day``: the liked ones first, then by nearness to the team."""
    in_use = [s for s in book.spaces.values() if s.kind == "desk" and (s.retired_on is None or day < s.retired_on)]
    near = by_nearness(in_use, book, team_desks=team_desks, team_zone=team_zone)
    order = {space_id: place for place, space_id in reversed(list(enumerate(liked)))}
    return sorted(near, key=lambda desk: order.get(desk.id, len(liked)))


def liked_desks(employee_id: int, *, before: date) -> list[int]:
    """One's own desk, the favourite, then the most used of the last months: keys, best first."""
    owned_and_favourite = Employee.objects.filter(pk=employee_id).values_list("own_spaces", "favourite_desk")
    used = (
        Booking.objects.filter(
            attendance__employee=employee_id,
            attendance__date__gte=before - HABIT,
            attendance__date__lt=before,
            space__kind="desk",
        )
        .exclude(state=Booking.State.CANCELLED)
        .values("space")
        .annotate(times=Count("pk"))
        .order_by("-times", "space")
        .values_list("space", flat=True)[:3]
    )
    rows = list(owned_and_favourite)
    keys = [own for own, _ in rows] + [favourite for _, favourite in rows] + list(used)
    return list(dict.fromkeys(key for key in keys if key is not None))


def desks_of(employees: Collection[int], day: date) -> list[int]:
    """The desks where these people sit on a day."""
    if not employees:
        return []
    booked = Booking.objects.standing().filter(date=day, attendance__employee__in=employees, space__kind="desk")
    return list(booked.values_list("space", flat=True))


def team_desks(team_id: int, day: date) -> list[int]:
    """The desks where a team's members (those who show themselves) sit on a day."""
    return list(
        Booking.objects.standing()
        .filter(date=day, attendance__employee__team=team_id)
        .exclude(attendance__employee__visibility=Employee.Visibility.NOBODY)
        .values_list("space", flat=True)
    )
