"""The tables of policies.toml, as policies and rules that are not yet kept. Keys and examples: docs/imports.md."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from booking.actions.import_outcome import ImportRefused, Problem
from booking.actions.practice_file import read_practice
from booking.actions.publication import RuleInvalid, check_rule
from booking.actions.reading import one_of_these
from booking.actions.toml_lines import TableLines, lines_of_policies
from booking.models import Floor, Policy, RoleGrant, Rule, Site, Team, Zone
from booking.rules.kinds.access import Access
from booking.rules.rulebook import KINDS

POLICY_KEYS = ("site", "name", "from", "until", "source", "queue", "check_in", "rule")
RULE_KEYS = ("kind", "strength", "population", "team", "role", "floor", "zone")


@dataclass
class PolicyTable:
    """One [[policy]] of the file; ``rules`` are not saved, and none is there whose table has a problem."""

    where: str
    policy: Policy
    rules: list[Rule] = field(default_factory=list)


def read_policies(path: Path) -> list[PolicyTable]:
    """All policies of a file. Raises ImportRefused with every problem found in it."""
    text = _text(path)
    found = _tables(text, path.name)
    lines = lines_of_policies(text)
    if len(lines) != len(found):  # written as an inline array: there is no line to tell
        lines = [TableLines(0)] * len(found)
    reading = _Reading()
    tables = [reading.policy(table, at, number) for number, (table, at) in enumerate(zip(found, lines, strict=True), 1)]
    if reading.problems:
        raise ImportRefused(reading.problems)
    return tables


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportRefused([Problem(path.name, "", "", f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError:
        raise ImportRefused([Problem(path.name, "", "", "is not UTF-8; save it as UTF-8")]) from None


def _tables(text: str, file: str) -> list[dict[str, Any]]:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImportRefused([Problem(file, "", "", f"is no TOML: {error}")]) from None
    for name in found:
        if name != "policy":
            raise ImportRefused([Problem(file, name, "", "is not known here; begin each policy with [[policy]]")])
    tables = found.get("policy", [])
    if not tables or not isinstance(tables, list):
        raise ImportRefused([Problem(file, "policy", "", "give at least one policy, each under [[policy]]")])
    return tables


class _Reading:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.sites = {site.code: site for site in Site.objects.all()}
        self.teams = {team.name: team for team in Team.objects.all()}
        self.floors = {(f.site_id, f.code): f for f in Floor.objects.select_related("site")}
        self.zones = {(z.floor.site_id, f"{z.floor.code}/{z.code}"): z for z in Zone.objects.select_related("floor")}

    def report(self, where: str, name: str, value: Any, remedy: str) -> None:
        self.problems.append(Problem(where, name, "" if value is None else str(value), remedy))

    def policy(self, table: dict[str, Any], at: TableLines, number: int) -> PolicyTable:
        name = table.get("name")
        called = f"policy “{name}”" if name else f"policy {number}"
        where = _at_line(at.line, called)
        if not isinstance(name, str) or not name or len(name) > 120:
            self.report(where, "name", name, "give a name of at most 120 characters")
            name = ""
        source = table.get("source", "")
        if not isinstance(source, str) or len(source) > 200:
            self.report(where, "source", source, "give a text of at most 200 characters, or leave it out")
            source = ""
        for key in table:
            if key not in POLICY_KEYS:
                self.report(where, key, table[key], f"is not known; a policy has {', '.join(POLICY_KEYS)}")
        practice = read_practice(table, lambda key, value, remedy: self.report(where, key, value, remedy))
        policy = Policy(
            site=self.site(table, where), name=name, source=source, period=self.period(table, where), **practice
        )
        found = PolicyTable(where, policy)
        rules = table.get("rule", [])
        if not isinstance(rules, list):
            self.report(where, "rule", None, "begin each rule with [[policy.rule]]")
            rules = []
        for position, rule in enumerate(rules):
            line = at.rules[position] if position < len(at.rules) else at.line
            self.rule(rule, found, position, _at_line(line, called))
        return found

    def site(self, table: dict[str, Any], where: str) -> Site | None:
        code = table.get("site")
        if code is not None and code not in self.sites:
            known = one_of_these(sorted(self.sites), str(code))
            self.report(where, "site", code, f"give a site's code ({known}), or leave it out for the fallback")
        return self.sites.get(code) if isinstance(code, str) else None

    def period(self, table: dict[str, Any], where: str) -> DateRange:
        start, end = (self._date(table.get(key), key, where) for key in ("from", "until"))
        if start is None:
            if "from" not in table:
                self.report(where, "from", None, "is missing; give the first date, such as from = 2026-03-17")
            start = date.min
        elif end is not None and end <= start:
            self.report(where, "until", end, f"is not after from ({start}); give the first date without the policy")
            end = None
        return DateRange(start, end)

    def _date(self, value: Any, key: str, where: str) -> date | None:
        if type(value) is date or value is None:
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.report(where, key, value, "give a date such as 2026-03-17")
            return None

    def rule(self, table: dict[str, Any], policy: PolicyTable, position: int, where: str) -> None:
        if not isinstance(table, dict):
            self.report(where, "rule", table, "begin each rule with [[policy.rule]]")
            return
        kind = table.get("kind")
        where = f"{where}, rule {position + 1}" + (f" ({kind})" if kind else "")
        before = len(self.problems)
        if kind not in KINDS:
            self.report(where, "kind", kind, f"give {one_of_these(list(KINDS), str(kind))}")
        for key, known in (("strength", Rule.Strength.values), ("population", Rule.Population.values)):
            if table.get(key, known[0]) not in known:
                self.report(where, key, table[key], f"give {one_of_these(known, str(table[key]))}")
        rule = Rule(
            policy=policy.policy,
            position=position,
            kind=str(kind),
            strength=table.get("strength", Rule.Strength.REFUSE),
            population=table.get("population", Rule.Population.EVERYONE),
            team=self._named(table, "team", self.teams, where),
            role=self._role(table, where),
            floor=self._place(table, "floor", self.floors, policy.policy, where),
            zone=self._place(table, "zone", self.zones, policy.policy, where),
            parameters=self._parameters(table, where),
        )
        self._check_population(rule, where)
        if len(self.problems) > before:
            return
        try:
            check_rule(rule, policy.policy)
        except RuleInvalid as error:
            name, _colon, remedy = error.reason.partition(": ")
            self.report(where, name, table.get(name), remedy or error.reason)
        policy.rules.append(rule)

    def _check_population(self, rule: Rule, where: str) -> None:
        for name, given in (("team", rule.team is not None), ("role", bool(rule.role))):
            wanted = rule.population == name
            if wanted and not given and not any(p.where == where and p.column == name for p in self.problems):
                self.report(where, name, None, f"is missing; population {name} needs it")
            elif given and not wanted:
                self.report(where, name, None, f'goes with population = "{name}"; add that, or leave it out')
        if rule.floor is not None and rule.zone is not None:
            self.report(where, "floor", None, "give a floor or a zone, not both")

    def _role(self, table: dict[str, Any], where: str) -> str:
        role = table.get("role", "")
        if role and role not in RoleGrant.Role.values:
            self.report(where, "role", role, f"give {one_of_these(RoleGrant.Role.values, str(role))}")
            return ""
        return role

    def _named(self, table: dict[str, Any], key: str, known: dict[str, Any], where: str) -> Any:
        name: Any = table.get(key)
        if name is None or name in known:
            return known.get(name)
        self.report(where, key, name, f"give the name of a {key}: {one_of_these(sorted(known), str(name))}")
        return None

    def _place(self, table: dict[str, Any], key: str, known: dict, policy: Policy, where: str) -> Any:
        if (code := table.get(key)) is None:
            return None
        if policy.site is None:
            self.report(
                where, key, code, "the fallback has no floors or zones; leave it out, or give the policy a site"
            )
            return None
        found = known.get((policy.site.pk, str(code)))
        if found is None:
            codes = sorted(code for site, code in known if site == policy.site.pk)
            self.report(where, key, code, f"give a {key} of {policy.site.code}: {one_of_these(codes, str(code))}")
        return found

    def _parameters(self, table: dict[str, Any], where: str) -> dict[str, Any]:
        """The kind's own keys; dates and times as text; an access rule's teams by key, and named."""
        parameters = {name: _plain(value) for name, value in table.items() if name not in RULE_KEYS}
        if table.get("kind") != Access.code:
            return parameters
        names, roles = parameters.get("teams", []), parameters.get("roles", [])
        if not isinstance(names, list) or not isinstance(roles, list):
            self.report(where, "teams", None, 'give lists, such as teams = ["People"]')
            return parameters
        teams = [self._named({"teams": name}, "teams", self.teams, where) for name in names]
        for role in roles:
            self._role({"role": role}, where)
        if names or roles:
            labels = dict(RoleGrant.Role.choices)
            parameters["teams"] = [team.pk for team in teams if team is not None]
            parameters["named"] = [*map(str, names), *(str(labels.get(role, role)) for role in roles)]
        return parameters


def _at_line(line: int, called: str) -> str:
    return f"line {line}, {called}" if line else called


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(member) for member in value] if isinstance(value, list) else value
