"""Import policies: publish those that are new, end early those that end earlier by the file. All or nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from booking.actions.import_outcome import Change, ImportRefused, Outcome, Problem, Progress, silent
from booking.actions.locking import hold_whole_sites
from booking.actions.policies_file import PolicyTable, read_policies
from booking.actions.practice_file import practice_of
from booking.actions.publication import end_early_held, period_in_words, publish_held, sites_under
from booking.models import Employee, Policy, Rule

NOT_EDITED = "published policies are not edited: give a new name and date"


def import_policies(
    *, path: Path, by: Employee | None, now: datetime, dry_run: bool = False, progress: Progress = silent
) -> Outcome:
    """Import policies.toml. Nobody books at its sites while they are published. Raises ImportRefused, Busy."""
    tables = read_policies(path)
    sites = {site for table in tables for site in sites_under(table.policy)}
    with hold_whole_sites(sites if not dry_run else []):
        comparison = _Comparison(tables)
        if not dry_run:
            comparison.write(by=by, now=now, progress=progress)
    return comparison.outcome


class _Comparison:
    """The tables of the file beside the published policies. Raises ImportRefused."""

    def __init__(self, tables: list[PolicyTable]) -> None:
        self.outcome = Outcome()
        self.to_publish: list[PolicyTable] = []
        self.to_end: list[tuple[Policy, date]] = []
        self.problems: list[Problem] = []
        self.published = {
            _key(policy): policy
            for policy in Policy.objects.published()
            .select_related("site")
            .prefetch_related("rules__team", "rules__floor", "rules__zone")
        }
        seen: set[tuple] = set()
        for table in tables:
            key = _key(table.policy)
            if key in seen:
                self._report(table, "name", "is there twice with the same site and date; keep one of the two")
            seen.add(key)
            self._look_at(table, self.published.get(key))
        self._check_periods()
        if self.problems:
            raise ImportRefused(self.problems)

    def write(self, *, by: Employee | None, now: datetime, progress: Progress) -> None:
        for policy, on in self.to_end:
            end_early_held(policy=policy, on=on)
        for table in progress(self.to_publish, "Publishing"):
            table.policy.save()
            for rule in table.rules:
                rule.policy = table.policy
            Rule.objects.bulk_create(table.rules)
            publish_held(policy=table.policy, by=by, now=now)

    def _look_at(self, table: PolicyTable, published: Policy | None) -> None:
        policy = table.policy
        if published is None:
            self.to_publish.append(table)
            self.outcome.created.append(_called(policy))
            return
        differing = [name for name, said in _parts(table.rules, policy) if said != dict(_rules_of(published))[name]]
        if differing:
            self._report(table, differing[0], f"differs from what was published; {NOT_EDITED}")
            return
        until, before = policy.period.upper, published.period.upper
        if until == before:
            self.outcome.unchanged += 1
        elif until is not None and (before is None or until < before):
            self.to_end.append((published, until))
            self.outcome.changed.append(Change(_called(policy), {"until": (before, until)}))
        else:
            held = f"until {before}" if before else "without an end"
            self._report(table, "until", f"was published {held}, and a policy only ever ends earlier; {NOT_EDITED}")

    def _check_periods(self) -> None:
        """Every policy to publish against those in force, as they will be, and against the others of the file."""
        ends = {policy.pk: on for policy, on in self.to_end}
        standing = [
            (policy, policy.period.lower, ends.get(policy.pk, policy.period.upper))
            for policy in self.published.values()
        ]
        for table in self.to_publish:
            policy, start, end = table.policy, table.policy.period.lower, table.policy.period.upper
            for other, other_start, other_end in standing:
                if other.site_id == policy.site_id and _overlap(start, end, other_start, other_end):
                    remedy = f"collides with “{other.name}” ({period_in_words(other.period)}): choose other dates"
                    self.problems.append(Problem(table.where, "from", period_in_words(policy.period), remedy))
            standing.append((policy, start, end))

    def _report(self, table: PolicyTable, name: str, remedy: str) -> None:
        self.problems.append(Problem(table.where, name, "", remedy))


def _key(policy: Policy) -> tuple:
    return (policy.site_id, policy.name, policy.period.lower)


def _called(policy: Policy) -> str:
    return f"{policy.site.code if policy.site else 'fallback'}: “{policy.name}”, {period_in_words(policy.period)}"


def _overlap(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    return (other_end is None or start < other_end) and (end is None or other_start < end)


def _rules_of(policy: Policy) -> Iterable[tuple[str, Any]]:
    return _parts(sorted(policy.rules.all(), key=lambda rule: (rule.position, rule.pk)), policy)


def _parts(rules: list[Rule], policy: Policy) -> Iterable[tuple[str, Any]]:
    """What makes a policy the same policy, besides its site, name and dates."""
    yield "source", policy.source
    yield from practice_of(policy)
    yield (
        "rule",
        [(r.kind, r.parameters, r.strength, r.population, r.team_id, r.role, r.floor_id, r.zone_id) for r in rules],
    )
