"""Import people: compare a file with the staff list, write the difference, count bases anew, end leavers' days.

All or nothing for the staff list. People whom the file does not name stay as they are: somebody leaves by a date.
"""

from datetime import date, datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password

from booking.actions.base import base_has_changed, take_base_snapshot
from booking.actions.import_outcome import Outcome, Progress, silent
from booking.actions.leaving import as_ended, coming_days, end_coming_days
from booking.actions.locking import hold_whole_sites
from booking.actions.people_comparison import Comparison, compare
from booking.actions.people_file import read_people
from booking.models import Employee, RoleGrant, Site, Space, Team
from booking.models.employee import sort_key

AT_A_TIME = 1000  # rows per statement


def import_people(
    *,
    path: Path,
    by: Employee | None,
    now: datetime,
    starts_on: date | None = None,
    dry_run: bool = False,
    password: str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Import people.csv. ``starts_on`` is the date from which changed bases hold, by default today at the site;
    ``password`` is for new people, who otherwise cannot sign in with one. Raises ImportRefused, Busy.
    """
    comparison = compare(read_people(path), progress=progress)
    leavers = comparison.leavers()
    outcome = comparison.outcome
    if dry_run:
        outcome.ended_days = [as_ended(attendance) for attendance in coming_days(leavers, now=now)]
        return outcome
    # Who owns a desk is in the rulebook of its site; the rest of the staff list is not, and stops nobody.
    with hold_whole_sites(comparison.sites_of_desks_changed()):
        _write(comparison, make_password(password), progress)
    for site in comparison.sites.values():
        day = starts_on or site.local_date(now)
        if base_has_changed(site, day):
            _note_base(outcome, site, day, by=by, reason=path.name, now=now)
    outcome.ended_days = end_coming_days(leavers, by=by, now=now)
    return outcome


def _note_base(outcome: Outcome, site: Site, day: date, *, by: Employee | None, reason: str, now: datetime) -> None:
    base = take_base_snapshot(site=site, starts_on=day, by=by, reason=f"import of {reason}"[:200], now=now)
    outcome.notes.append(
        f"{site.code}: from {day} on the base is {base.everyone}, of whom {base.telework} are able to telework"
    )


def _write(comparison: Comparison, password: str, progress: Progress) -> None:
    new_teams = [Team(name=name) for name in comparison.new_teams]
    comparison.teams |= {team.name: team for team in Team.objects.bulk_create(new_teams)}
    _write_people(comparison, password, progress)
    RoleGrant.objects.filter(pk__in=comparison.grants_to_end()).delete()
    RoleGrant.objects.bulk_create(
        [RoleGrant(employee=person, role=role, site_id=site) for person, role, site in comparison.grants_to_give()],
        batch_size=AT_A_TIME,
    )
    Team.objects.bulk_update(comparison.teams_with_other_leads(), ["lead"])
    for space_id, owner in comparison.desks_with_other_owners():
        Space.objects.filter(pk=space_id).update(owner=owner)


def _write_people(comparison: Comparison, password: str, progress: Progress) -> None:
    new, changed, fields = [], [], {"sort_key"}
    for match in comparison.matches:
        person = match.person
        for name, value in match.wanted.facts.items():
            setattr(person, name, value)
        if match.wanted.team is not None:
            person.team = comparison.teams[match.wanted.team] if match.wanted.team else None
        person.sort_key = sort_key(person.family_name, person.given_name)
        if match.is_new:
            for name, value in match.wanted.first_choices.items():
                setattr(person, name, value)
            # A shared password is hashed once; an unusable one differs for everybody.
            person.password = password if not password.startswith("!") else make_password(None)
            new.append(person)
        elif match.columns:
            fields |= match.columns
            changed.append(person)
    for batch in progress(_batches(new), "Writing new people"):
        Employee.objects.bulk_create(batch)
    for batch in progress(_batches(changed), "Writing changes"):
        # One INSERT … ON CONFLICT for a thousand people; Django's bulk_update takes seconds to spell it.
        Employee.objects.bulk_create(batch, update_conflicts=True, unique_fields=["pk"], update_fields=sorted(fields))


def _batches(people: list[Employee]) -> list[list[Employee]]:
    return [people[start : start + AT_A_TIME] for start in range(0, len(people), AT_A_TIME)]
