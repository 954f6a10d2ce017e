"""Rulebooks from the database, kept in memory for as long as the site's version says that nothing changed.

``Site.rules_version`` is set by triggers from a sequence, so that no two states ever share a version, not even one that
was rolled back.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from booking.models import BaseSnapshot, Closure, DeskRelease, Floor, Policy, Rule, Site, Space, Zone
from booking.prepared import array, rows
from booking.rules.capacity import safe_capacity
from booking.rules.opening import Closed
from booking.rules.practice import Practice
from booking.rules.proposal import Parts
from booking.rules.rulebook import (
    KINDS,
    Base,
    BoundRule,
    FloorFacts,
    PolicyInForce,
    Rulebook,
    SpaceFacts,
    ZoneFacts,
)
from booking.rules.scope import Place, Population, Scope

VERSIONS = "SELECT id, rules_version FROM booking_site WHERE id = ANY(%s::bigint[])"

_shelf: dict[int, Rulebook] = {}


def rulebooks(site_ids: Iterable[int]) -> dict[int, Rulebook]:
    """The rulebook in force of each site: one query when nothing changed since the last look."""
    found = {}
    for site_id, version in rows(VERSIONS, [array(site_ids)]):
        book = _shelf.get(site_id)
        if book is None or book.version != version:
            book = _shelf[site_id] = load_rulebook(site_id)
        found[site_id] = book
    return found


def rulebook(site_id: int) -> Rulebook:
    """The rulebook in force of one site. Raises KeyError for a site that does not exist."""
    return rulebooks([site_id])[site_id]


def rulebook_at_hand(site_id: int) -> Rulebook:
    """The rulebook in memory, not looked at whether it still holds: for what is checked again under the hold."""
    return _shelf.get(site_id) or rulebook(site_id)


def load_rulebook(site_id: int, policies: Iterable[Policy] | None = None) -> Rulebook:
    """The rulebook of a site as the database has it now, or with other ``policies`` (drafts) for the published ones."""
    # The version is read first: a change in between makes the book look older than it is, and it is read again.
    site = Site.objects.get(pk=site_id)
    if policies is None:
        policies = Policy.objects.published().filter(Q(site=site_id) | Q(site=None))
    policies = list(policies)
    rules = defaultdict(list)
    for rule in (
        Rule.objects.filter(policy__in=policies)
        .select_related("policy", "team", "floor", "zone")
        .order_by("position", "pk")
    ):
        rules[rule.policy_id].append(bind(rule, site))
    in_force = [
        (
            p.site_id,
            PolicyInForce(p.pk, p.name, p.period.lower, p.period.upper, tuple(rules[p.pk]), p.source, _practice(p)),
        )
        for p in policies
    ]
    return Rulebook(
        site=site,
        version=site.rules_version,
        policies=tuple(sorted((p for owner, p in in_force if owner is not None), key=lambda p: p.start)),
        fallback=tuple(sorted((p for owner, p in in_force if owner is None), key=lambda p: p.start)),
        closures=tuple(
            Closed(
                c.kind,
                c.period.lower,
                c.period.upper,
                Parts(c.morning, c.afternoon),
                c.reason,
                c.floor_id,
                c.zone_id,
                c.space_id,
            )
            for c in Closure.objects.filter(site=site_id)
        ),
        bases=tuple(
            Base(b.starts_on, b.everyone, b.telework, b.by_team, b.by_role)
            for b in BaseSnapshot.objects.filter(site=site_id).order_by("starts_on")
        ),
        spaces={space.id: space for space in _spaces(site_id)},
        floors={
            floor.pk: FloorFacts(floor.pk, floor.code, floor.name, floor.level, floor.area)
            for floor in Floor.objects.filter(site=site_id)
        },
        zones={
            zone.pk: ZoneFacts(zone.pk, zone.floor_id, zone.code, zone.name, zone.area)
            for zone in Zone.objects.filter(floor__site=site_id)
        },
        releases=_releases(site_id),
    )


def bind(rule: Rule, site: Site) -> BoundRule:
    """A stored rule as a kind with its scope. Raises BadParameter for parameters that the kind cannot take."""
    place = Place("site", site.pk, site.name)
    if rule.zone is not None:
        place = Place("zone", rule.zone.pk, str(rule.zone))
    elif rule.floor is not None:
        place = Place("floor", rule.floor.pk, str(rule.floor))
    population = Population(rule.population, rule.team_id, rule.role, rule.team.name if rule.team else "")
    kind = KINDS[rule.kind].from_parameters(rule.parameters, Scope(place, population, rule.strength))
    return BoundRule(rule.pk, rule.policy_id, rule.policy.name, rule.strength, kind)


def _practice(policy: Policy) -> Practice:
    return Practice(
        policy.queue_order, policy.queue_seed, policy.offer_minutes, policy.check_in_minutes, policy.release_minutes
    )


def _releases(site_id: int) -> dict[int, tuple[tuple[date, date], ...]]:
    found = defaultdict(list)
    for space_id, period in DeskRelease.objects.filter(space__floor__site=site_id).values_list("space", "period"):
        found[space_id].append((period.lower, period.upper))
    return {space_id: tuple(periods) for space_id, periods in found.items()}


def _spaces(site_id: int) -> Iterable[SpaceFacts]:
    for s in Space.objects.filter(floor__site=site_id).order_by("floor__level", "code"):
        capacity, term = safe_capacity(
            seats=s.seats, air_flow=s.air_flow, volume=s.volume, free_area=s.free_area, fire_limit=s.fire_limit
        )
        yield SpaceFacts(
            s.pk, s.code, s.name, s.kind, s.floor_id, s.zone_id, s.x, s.y, s.width, s.height, s.seats, capacity,
            tuple(s.equipment), s.accessible, s.owner_id, s.retired_on, s.needs_approval, term, getattr(s, term),
        )  # fmt: skip
