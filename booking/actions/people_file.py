"""The columns of people.csv and what a row of it asks for. Columns and examples: docs/imports.md."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from booking.actions.reading import (
    Row,
    Unreadable,
    choice,
    iso_date,
    one_of_these,
    read_table,
    refuse_duplicates,
    shorter_than,
    weekday_list,
    yes_or_no,
)
from booking.models import Employee, RoleGrant, Site, Space
from booking.models.language import Language
from booking.models.weekday import monday_to_friday

COLUMNS = (
    "employee_number", "email", "given_name", "family_name", "language", "site", "team", "lead", "telework",
    "working_days", "joined", "left", "visibility", "roles", "desk", "favourite_desk",
)  # fmt: skip
NEEDED = {"email", "given_name", "family_name", "site"}

Grants = frozenset[tuple[str, int | None]]


@dataclass
class PersonRow:
    """What the file says of one person. Where it has no column for something, that is not in ``facts``, or None.

    ``facts`` are attributes of Employee that the employer decides; ``first_choices`` are the person's own to change,
    and hold for new people only.
    """

    row: Row
    number: str | None
    email: str
    facts: dict[str, Any] = field(default_factory=dict)
    first_choices: dict[str, Any] = field(default_factory=dict)
    team: str | None = None  # "" for no team
    leads: bool | None = None
    grants: Grants | None = None
    desk_id: int | None = None

    @property
    def sets_desk(self) -> bool:
        return self.row.has("desk")

    @property
    def left_on(self) -> date | None:
        return self.facts.get("left_on")

    @property
    def who(self) -> str:
        return f"{self.facts['given_name']} {self.facts['family_name']}".strip() + (
            f" ({self.number})" if self.number else f" ({self.email})"
        )


def read_people(path: Path) -> list[PersonRow]:
    """The people of a file, with the problems found in their rows kept there. Raises ImportRefused without a table."""
    rows = read_table(path, columns=COLUMNS, needed=NEEDED)
    known = _Known()
    people = [_person(row, known) for row in rows]
    refuse_duplicates(rows, "employee_number", lambda row: row.text("employee_number"), "this number")
    refuse_duplicates(rows, "email", lambda row: row.text("email").lower(), "this address")
    desks = {person.row.line: person.desk_id for person in people}
    refuse_duplicates(rows, "desk", lambda row: desks[row.line], "this desk")
    leads = {person.row.line: person.team for person in people if person.leads}
    refuse_duplicates(rows, "lead", lambda row: leads.get(row.line), "the lead of this team")
    return people


class _Known:
    """Sites by code, and desks by site and code."""

    def __init__(self) -> None:
        self.sites = {site.code: site for site in Site.objects.all()}
        self.desks: dict[tuple[int, str], list[int]] = defaultdict(list)
        for site_id, code, pk in Space.objects.desks().in_use().values_list("floor__site_id", "code", "pk").iterator():
            self.desks[site_id, code].append(pk)

    def site(self, code: str) -> Site:
        if code not in self.sites:
            raise Unreadable(f"give the code of a site: {one_of_these(sorted(self.sites), code)}")
        return self.sites[code]

    def desk(self, site: Site | None, code: str) -> int | None:
        if site is None:
            return None  # the site was reported
        found = self.desks.get((site.pk, code), [])
        if not found:
            raise Unreadable(f"give a desk in use at {site.code}, or nothing")
        if len(found) > 1:
            raise Unreadable(f"is the code of {len(found)} desks at {site.code}: give them different codes first")
        return found[0]


def _person(row: Row, known: _Known) -> PersonRow:
    site = row.take("site", known.site, needed=True)
    person = PersonRow(
        row,
        number=row.take("employee_number", shorter_than(40)),
        email=row.take("email", _email, needed=True, empty=""),
        facts={
            "email": Employee.objects.normalize_email(row.text("email")),
            "given_name": row.take("given_name", shorter_than(80), needed=True, empty=""),
            "family_name": row.take("family_name", shorter_than(80), empty=""),
            "home_site": site,
        },
    )
    _read_facts(row, person)
    if row.has("language"):
        person.first_choices["language"] = row.take("language", choice(Language.values), empty="en")
    if row.has("visibility"):
        person.first_choices["visibility"] = row.take(
            "visibility", choice(Employee.Visibility.values), empty=Employee.Visibility.EVERYONE
        )
    if row.has("favourite_desk"):
        person.first_choices["favourite_desk_id"] = row.take("favourite_desk", lambda code: known.desk(site, code))
    if row.has("desk"):
        person.desk_id = row.take("desk", lambda code: known.desk(site, code))
    if row.has("team"):
        person.team = row.take("team", shorter_than(80), empty="")
    if row.has("lead"):
        person.leads = row.take("lead", yes_or_no, empty=False)
        if person.leads and not person.team:
            row.report("lead", "leads no team: give the team, or no")
    if row.has("roles"):
        person.grants = row.take("roles", lambda value: _grants(value, known), empty=frozenset())
    return person


def _read_facts(row: Row, person: PersonRow) -> None:
    if person.number is not None:
        person.facts["number"] = person.number
    if row.has("telework"):
        person.facts["telework_able"] = row.take("telework", yes_or_no, empty=True)
    if row.has("working_days"):
        person.facts["working_days"] = row.take("working_days", weekday_list, empty=monday_to_friday())
    if row.has("joined"):
        person.facts["joined_on"] = row.take("joined", iso_date)
    if row.has("left"):
        person.facts["left_on"] = row.take("left", iso_date)
        joined = person.facts.get("joined_on")
        if joined and person.left_on and person.left_on < joined:
            row.report("left", f"is before joined ({joined}): give the first day no longer employed")


def _email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        raise Unreadable("give an e-mail address such as eva.vermeulen@noordplein.example") from None
    return value.lower()


def _grants(value: str, known: _Known) -> Grants:
    """Roles separated by spaces, each perhaps @ a site; without one it is held everywhere."""
    grants = set()
    for word in value.split():
        role, _at, code = word.partition("@")
        if role not in RoleGrant.Role.values:
            raise Unreadable(f"{role}: give {one_of_these(RoleGrant.Role.values, role)}, each perhaps with @site")
        grants.add((role, known.site(code).pk if code else None))
    return frozenset(grants)
