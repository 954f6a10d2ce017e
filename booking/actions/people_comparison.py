"""What a file of people changes: each row beside the person that it means, found by number, else by e-mail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models.functions import Lower

from booking.actions.import_outcome import Change, Outcome, Progress
from booking.actions.people_file import PersonRow
from booking.actions.reading import refuse_problems
from booking.models import Employee, RoleGrant, Site, Space, Team

CALLED = {
    "number": "employee_number", "home_site": "site", "telework_able": "telework", "joined_on": "joined",
    "left_on": "left",
}  # fmt: skip


@dataclass
class Match:
    wanted: PersonRow
    person: Employee
    columns: set[str] = field(default_factory=set)  # attributes of Employee that change

    @property
    def is_new(self) -> bool:
        return self.person.pk is None


class Comparison:
    """Everything that differs, before a word of it is written."""

    def __init__(self, matches: list[Match]) -> None:
        self.matches = matches
        self.outcome = Outcome()
        self.teams = {team.name: team for team in Team.objects.all()}
        self.sites: dict[int, Site] = {}  # homes in the file, and those that somebody moves away from
        pks = [match.person.pk for match in matches if not match.is_new]
        self._grants: dict[int, dict[tuple[str, int | None], int]] = defaultdict(dict)
        for pk, employee, role, site in RoleGrant.objects.filter(employee__in=pks).values_list(
            "pk", "employee_id", "role", "site_id"
        ):
            self._grants[employee][role, site] = pk
        self._led: dict[int, set[str]] = defaultdict(set)
        for team in self.teams.values():
            if team.lead_id is not None:
                self._led[team.lead_id].add(team.name)
        self._desks = {desk.pk: desk for desk in Space.objects.desks().select_related("floor").order_by("pk")}
        self._owned: dict[int, set[int]] = defaultdict(set)
        for desk in self._desks.values():
            if desk.owner_id is not None:
                self._owned[desk.owner_id].add(desk.pk)

    @property
    def new_teams(self) -> list[str]:
        return sorted({match.wanted.team for match in self.matches if match.wanted.team} - set(self.teams))

    def look_at(self, match: Match) -> None:
        """Add one row to the outcome."""
        wanted, person = match.wanted, match.person
        if (home := wanted.facts["home_site"]) is not None:
            self.sites[home.pk] = home
        if match.is_new:
            self.outcome.created.append(wanted.who)
            self._check_owner(match)
            return
        if person.home_site is not None:
            self.sites[person.home_site.pk] = person.home_site
        fields: dict[str, tuple[Any, Any]] = {}
        for name, value in wanted.facts.items():
            before = getattr(person, name)
            if before != value:
                match.columns.add(name)
                said = (before.code if before else None, value.code) if isinstance(value, Site) else (before, value)
                fields[CALLED.get(name, name)] = said
        team = person.team.name if person.team else ""
        if wanted.team is not None and team != wanted.team:
            match.columns.add("team")
            fields["team"] = (team, wanted.team)
        fields |= self._other_fields(match)
        if fields:
            self.outcome.changed.append(Change(wanted.who, fields))
        else:
            self.outcome.unchanged += 1

    def _other_fields(self, match: Match) -> dict[str, tuple[Any, Any]]:
        """What is kept beside the person: teams led, roles, an own desk."""
        wanted, pk = match.wanted, match.person.pk
        fields: dict[str, tuple[Any, Any]] = {}
        if wanted.leads is not None and self._led[pk] != self._to_lead(wanted):
            fields["leads"] = (", ".join(sorted(self._led[pk])), ", ".join(self._to_lead(wanted)))
        if wanted.grants is not None and set(self._grants[pk]) != wanted.grants:
            codes = dict(Site.objects.values_list("pk", "code"))
            fields["roles"] = (_roles(self._grants[pk], codes), _roles(wanted.grants, codes))
        if wanted.sets_desk and self._owned[pk] != self._to_own(wanted):
            before = " ".join(sorted(self._desks[desk].code for desk in self._owned[pk]))
            fields["desk"] = (before, wanted.row.text("desk"))
            self._check_owner(match)
        return fields

    def _check_owner(self, match: Match) -> None:
        desk = self._desks.get(match.wanted.desk_id or 0)
        if desk is None or desk.owner_id is None or desk.owner_id == match.person.pk:
            return
        if not any(other.wanted.sets_desk and other.person.pk == desk.owner_id for other in self.matches):
            match.wanted.row.report("desk", f"belongs to {desk.owner}: take it from them in the same file first")

    def leavers(self) -> dict[int, date]:
        """People already known who leave, by the file, with the first day no longer employed."""
        return {m.person.pk: m.wanted.left_on for m in self.matches if m.wanted.left_on and not m.is_new}

    def sites_of_desks_changed(self) -> set[int]:
        return {self._desks[pk].floor.site_id for pk, _owner in self.desks_with_other_owners()}

    def desks_with_other_owners(self) -> list[tuple[int, Employee | None]]:
        """Desks to give up, and then desks to assign."""
        given: dict[int, Employee] = {}
        freed: set[int] = set()
        for match in self.matches:
            if match.wanted.sets_desk:
                now = self._owned.get(match.person.pk, set()) if match.person.pk else set()
                freed |= now - self._to_own(match.wanted)
                given |= dict.fromkeys(self._to_own(match.wanted) - now, match.person)
        return [*((pk, None) for pk in sorted(freed - set(given))), *((pk, given[pk]) for pk in sorted(given))]

    def teams_with_other_leads(self) -> list[Team]:
        """Teams with their new lead set; call it when new people and teams have keys."""
        leads = {m.wanted.team: m.person for m in self.matches if m.wanted.leads}
        no_longer = {
            name
            for m in self.matches
            if m.wanted.leads is not None
            for name in self._led.get(m.person.pk, set()) - self._to_lead(m.wanted)
        }
        changed = []
        for name, team in self.teams.items():
            lead = leads.get(name)
            if lead is not None and team.lead_id != lead.pk:
                team.lead = lead
                changed.append(team)
            elif lead is None and name in no_longer:
                team.lead = None
                changed.append(team)
        return changed

    def grants_to_end(self) -> list[int]:
        return [
            pk
            for match in self.matches
            if match.wanted.grants is not None
            for grant, pk in self._grants.get(match.person.pk, {}).items()
            if grant not in match.wanted.grants
        ]

    def grants_to_give(self) -> Iterable[tuple[Employee, str, int | None]]:
        for match in self.matches:
            held = self._grants.get(match.person.pk, {})
            for role, site in sorted(match.wanted.grants or (), key=str):
                if (role, site) not in held:
                    yield match.person, role, site

    @staticmethod
    def _to_lead(wanted: PersonRow) -> set[str]:
        return {wanted.team} if wanted.leads and wanted.team else set()

    @staticmethod
    def _to_own(wanted: PersonRow) -> set[int]:
        return {wanted.desk_id} if wanted.desk_id is not None else set()


def compare(people: list[PersonRow], *, progress: Progress) -> Comparison:
    """Match each row with a person and list what differs. Raises ImportRefused with every problem of the file."""
    numbers = [person.number for person in people if person.number]
    emails = [person.email for person in people if person.email]
    found = Employee.objects.select_related("team", "home_site")
    by_number = {employee.number: employee for employee in found.filter(number__in=numbers)}
    by_email = {
        employee.email.lower(): employee
        for employee in found.annotate(lower_email=Lower("email")).filter(lower_email__in=emails)
    }
    matches: list[Match] = []
    lines: dict[int, int] = {}
    for wanted in people:
        person = _person_meant(wanted, by_number, by_email)
        if person.pk and lines.setdefault(person.pk, wanted.row.line) != wanted.row.line:
            wanted.row.report(
                "employee_number", f"means the same person as line {lines[person.pk]}; keep one of the two"
            )
        matches.append(Match(wanted, person))
    comparison = Comparison(matches)
    for match in progress(matches, "Comparing"):
        comparison.look_at(match)
    refuse_problems(person.row for person in people)
    if comparison.new_teams:
        comparison.outcome.notes.append(f"new teams: {', '.join(comparison.new_teams)}")
    return comparison


def _person_meant(wanted: PersonRow, by_number: dict[str | None, Employee], by_email: dict[str, Employee]) -> Employee:
    same_number = by_number.get(wanted.number) if wanted.number else None
    same_email = by_email.get(wanted.email)
    if same_number is not None:
        if same_email is not None and same_email.pk != same_number.pk:
            wanted.row.report("email", f"is the address of {same_email} ({same_email.number or 'no number'}) already")
        return same_number
    if same_email is not None and wanted.number and same_email.number:
        wanted.row.report(
            "email", f"is the address of {same_email} ({same_email.number}): give that number, or another address"
        )
    return same_email or Employee()


def _roles(grants: Iterable[tuple[str, int | None]], codes: dict[int, str]) -> str:
    return " ".join(sorted(f"{role}@{codes[site]}" if site else role for role, site in grants))
