"""Publish a policy, or end a published one early. A published policy is never edited."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from booking.actions.locking import hold_whole_sites
from booking.actions.permissions import NotAllowed, manages
from booking.models import Employee, Policy, Rule, Site
from booking.rules.kind import BadParameter
from booking.rules.loading import bind
from booking.rules.rulebook import KINDS


class CannotPublish(Exception):
    """The policy cannot be published as it is; the text says why and what to give."""


class RuleInvalid(CannotPublish):
    """A rule that its kind cannot take."""

    def __init__(self, rule: Rule, reason: str):
        super().__init__(f"{rule.kind}: {reason}")
        self.rule, self.reason = rule, reason


class PeriodTaken(CannotPublish):
    """Another published policy of the same site (or another fallback) holds on some of these dates."""

    def __init__(self, policy: Policy, other: Policy):
        super().__init__(
            f"“{policy.name}” ({period_in_words(policy.period)}) collides with “{other.name}”"
            f" ({period_in_words(other.period)}): choose other dates, or end that one early"
        )
        self.policy, self.other = policy, other


def publish(*, policy: Policy, by: Employee | None, now: datetime) -> None:
    """Put a draft in force for its period. Nobody books at its site (the fallback: at any site) meanwhile.

    Raises CannotPublish, NotAllowed, Busy. ``by`` is None for a command.
    """
    _check_allowed(policy, by)
    with hold_whole_sites(sites_under(policy)):
        publish_held(policy=policy, by=by, now=now)


def publish_held(*, policy: Policy, by: Employee | None, now: datetime) -> None:
    """As ``publish``, inside a hold of the sites that the caller has taken."""
    policy.refresh_from_db(fields=["state"])
    if policy.state != Policy.State.DRAFT:
        raise CannotPublish(f"“{policy.name}” is {policy.get_state_display()}: only a draft can be published")
    for rule in policy.rules.select_related("team", "floor", "zone__floor"):
        check_rule(rule, policy)
    for other in _colliding(policy):
        raise PeriodTaken(policy, other)
    policy.state, policy.published_at, policy.published_by = Policy.State.PUBLISHED, now, by
    policy.save(update_fields=["state", "published_at", "published_by"])


def end_early(*, policy: Policy, on: date, by: Employee | None, now: datetime) -> None:
    """Let a published policy no longer hold from ``on``: its upper bound falls, and that is all.

    Raises CannotPublish, NotAllowed, Busy.
    """
    _check_allowed(policy, by)
    with hold_whole_sites(sites_under(policy)):
        end_early_held(policy=policy, on=on)


def end_early_held(*, policy: Policy, on: date) -> None:
    """As ``end_early``, inside a hold of the sites that the caller has taken."""
    policy.refresh_from_db(fields=["state", "period"])
    if policy.state != Policy.State.PUBLISHED:
        raise CannotPublish(f"“{policy.name}” is {policy.get_state_display()}: only a published policy can end early")
    lower, upper = policy.period.lower, policy.period.upper
    if on <= lower or (upper is not None and on >= upper):
        last = f" and before {upper}" if upper else ""
        raise CannotPublish(f"“{policy.name}” can end early on a date after {lower}{last}, not on {on}")
    policy.period = DateRange(lower, on)
    policy.save(update_fields=["period"])


def check_rule(rule: Rule, policy: Policy) -> None:
    """Raise RuleInvalid unless the rule can be bound at the policy's site."""
    if rule.kind not in KINDS:
        raise RuleInvalid(rule, f"kind: give {' or '.join(KINDS)}")
    if rule.zone is not None and rule.zone.floor.site_id != policy.site_id:
        raise RuleInvalid(rule, f"zone: {rule.zone} is at another site")
    if rule.floor is not None and rule.floor.site_id != policy.site_id:
        raise RuleInvalid(rule, f"floor: {rule.floor} is at another site")
    try:
        bind(rule, policy.site or Site())
    except BadParameter as error:
        raise RuleInvalid(rule, str(error)) from None
    except (TypeError, AttributeError) as error:
        raise RuleInvalid(rule, f"parameters: a value is of the wrong kind ({error})") from None


def sites_under(policy: Policy) -> Collection[int]:
    """The sites whose rules this policy is part of: its own, or all of them for the fallback."""
    if policy.site_id is not None:
        return [policy.site_id]
    return list(Site.objects.values_list("pk", flat=True))


def period_in_words(period: DateRange) -> str:
    """Such as “2021-06-09 to before 2021-07-01”."""
    return f"{period.lower} to before {period.upper}" if period.upper else f"from {period.lower} on"


def _colliding(policy: Policy) -> Iterable[Policy]:
    same_site = Q(site=policy.site_id) if policy.site_id is not None else Q(site=None)
    return Policy.objects.published().filter(same_site, period__overlap=policy.period).exclude(pk=policy.pk)


def _check_allowed(policy: Policy, by: Employee | None) -> None:
    # The fallback holds at every site: whoever publishes it manages all of them.
    if by is not None and not manages(by, policy.site_id or 0):
        raise NotAllowed
