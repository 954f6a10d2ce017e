"""Take a base snapshot: how many people belong to a site from a date on, counted from the staff list."""

from collections import Counter
from datetime import date, datetime
from typing import TypedDict

from booking.actions.locking import hold_whole_sites
from booking.models import BaseSnapshot, Employee, RoleGrant, Site

Headcounts = dict[str, dict[str, int]]


class Headcount(TypedDict):
    everyone: int
    telework: int
    by_team: Headcounts
    by_role: Headcounts


def take_base_snapshot(*, site: Site, starts_on: date, by: Employee | None, reason: str, now: datetime) -> BaseSnapshot:
    """Count and keep the base that holds from ``starts_on``; one taken for that date before is counted anew.

    Nobody books at the site meanwhile, so that no judgement uses half of it. Raises Busy.
    """
    with hold_whole_sites([site.pk]):
        snapshot, _created = BaseSnapshot.objects.update_or_create(
            site=site,
            starts_on=starts_on,
            defaults={**headcount(site, starts_on), "reason": reason, "taken_at": now, "taken_by": by},
        )
    return snapshot


def base_has_changed(site: Site, day: date) -> bool:
    """Whether the staff list counts other people for ``day`` than the snapshot in force, or there is none."""
    snapshot = BaseSnapshot.objects.filter(site=site, starts_on__lte=day).order_by("starts_on").last()
    if snapshot is None:
        return True
    counted = headcount(site, day)
    return any(getattr(snapshot, name) != value for name, value in counted.items())


def headcount(site: Site, day: date) -> Headcount:
    """People employed on ``day`` whose home is ``site``: all, those able to telework, and both by team and by role."""
    people = list(
        Employee.objects.employed_on(day).filter(home_site=site).values_list("pk", "team_id", "telework_able")
    )
    able = {pk for pk, _team, telework in people if telework}
    teams = {pk: team for pk, team, _telework in people}
    grants = RoleGrant.objects.filter(employee__in=teams).values_list("employee_id", "role", "site_id")
    holders = {(pk, role) for pk, role, at in grants if at is None or at == site.pk}
    return {
        "everyone": len(people),
        "telework": len(able),
        "by_team": _by((str(team), pk in able) for pk, team in teams.items() if team is not None),
        "by_role": _by((role, pk in able) for pk, role in holders),
    }


def _by(people) -> Headcounts:
    """Counts by key, from (key, able to telework) pairs."""
    pairs = Counter(people)
    return {
        key: {"everyone": pairs[key, True] + pairs[key, False], "telework": pairs[key, True]}
        for key in sorted({key for key, _able in pairs})
    }
