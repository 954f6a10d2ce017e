"""Facts from the database in a fixed number of queries, for one proposal or ten thousand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from booking.prepared import array, rows
from booking.rules import statements
from booking.rules.facts import Facts, OwnDay, PersonKey, SpaceBooking
from booking.rules.loading import rulebook_at_hand, rulebooks
from booking.rules.proposal import Away, Parts, Period, Person, Proposal
from booking.rules.rulebook import Rulebook
from booking.rules.scope import Tally
from booking.rules.waiting import Queue
from booking.rules.waiting_statement import queues, waiting

LONGEST_LOOK_BACK = timedelta(days=62)  # absences that ended earlier cannot touch a month being judged

Counts = dict[tuple[Tally, int, date], tuple[int, int]]


def people(employee_ids: Iterable[int], *, since: date) -> dict[int, Person]:
    """Employees as rules see them, with their roles and the absences that end after ``since`` less two months."""
    found = {}
    for row in rows(statements.PEOPLE, [str(since - LONGEST_LOOK_BACK), array(employee_ids)]):
        pk, team_id, telework_able, working_days, joined_on, left_on, active, roles, absences = row
        found[pk] = Person(
            employee_id=pk,
            team_id=team_id,
            telework_able=telework_able,
            roles=frozenset((role, site_id) for role, site_id in roles or ()),
            working_days=tuple(working_days),
            joined_on=joined_on,
            left_on=left_on,
            active=active,
            away=tuple(
                Away(kind, date.fromisoformat(start), date.fromisoformat(end), Parts(morning, afternoon))
                for kind, start, end, morning, afternoon in absences or ()
            ),
        )
    return found


def persons(keys: Iterable[PersonKey], *, since: date) -> dict[PersonKey, Person]:
    """As ``people``, for employees and visitors alike. Of a visitor the rules know nothing but who it is."""
    keys = set(keys)
    employees = people((pk for kind, pk in keys if kind == "employee"), since=since)
    known = {person.key: person for person in employees.values()}
    return known | {(kind, pk): Person(visitor_id=pk) for kind, pk in keys if kind == "visitor"}


def gather(proposals: Sequence[Proposal]) -> Facts:
    """The facts for these proposals: own days, rulebooks, counts, counts inside floors and zones, bookings, queues.

    One statement finds all of it by the rulebooks at hand, and says whether they still hold; if not, it runs again.
    """
    if not proposals:
        return Facts(rulebooks={})
    books = {site_id: rulebook_at_hand(site_id) for site_id in {p.site_id for p in proposals}}
    found = _look(proposals, books)
    if any(books[site_id].version != version for site_id, version in found.versions):
        books = rulebooks(books)  # something changed meanwhile
        found = _look(proposals, books)
    elsewhere = {day.site_id for days in found.own_days.values() for day in days} - books.keys()
    return Facts(
        rulebooks=books | rulebooks(elsewhere) if elsewhere else books,
        own_days=found.own_days,
        counts=found.counts,
        bookings=found.bookings,
        in_person=found.in_person,
        queues=found.queues,
    )


class _Found(NamedTuple):
    versions: list[tuple[int, int]]
    own_days: dict[PersonKey, tuple[OwnDay, ...]]
    counts: Counts
    bookings: dict[tuple[int, date], tuple[SpaceBooking, ...]]
    in_person: dict[int, int]
    queues: dict[tuple[int, date], Queue]


def _look(proposals: Sequence[Proposal], books: Mapping[int, Rulebook]) -> _Found:
    coming = [p for p in proposals if p.presence]
    tallies = _wanted_tallies(coming, books)
    at_sites = [tally for tally in tallies if tally.place.level == "site"]
    in_places = [tally for tally in tallies if tally.place.level != "site"]
    days = {(p.site_id, p.date) for p in coming}
    parts = [
        statements.versions(books),
        statements.own_days("employee", coming),
        statements.own_days("visitor", coming),
        statements.counts_at_sites(at_sites, days),
        statements.counts_in_places(in_places, days, books),
        statements.bookings(proposals, books),
        statements.in_person(coming),
        waiting(at_sites, proposals),
    ]
    [answers] = rows(
        f"SELECT {', '.join(f'({sql})' for sql, _ in parts)}", [value for _, values in parts for value in values]
    )
    versions, of_employees, of_visitors, of_sites, of_places, bookings, in_person, in_queues = (
        answer or [] for answer in answers
    )
    return _Found(
        versions=versions,
        own_days=_own_days("employee", of_employees) | _own_days("visitor", of_visitors),
        counts=_counts(at_sites, of_sites) | _counts(in_places, of_places),
        bookings=_bookings(bookings),
        in_person=dict(in_person),
        queues=queues(at_sites, in_queues),
    )


def _own_days(person: str, found: list) -> dict[PersonKey, tuple[OwnDay, ...]]:
    days: dict[PersonKey, dict[int, OwnDay]] = defaultdict(dict)
    for (
        pk,
        person_id,
        site_id,
        on,
        morning,
        afternoon,
        state,
        team_id,
        telework_able,
        roles,
        meetings,
        *booked,
    ) in found:
        owner: PersonKey = (person, person_id)
        day = date.fromisoformat(on)
        own = days[owner].get(pk) or OwnDay(
            pk,
            site_id,
            day,
            Parts(morning, afternoon),
            state=state,
            team_id=team_id,
            telework_able=telework_able,
            roles=tuple(roles),
            meetings=tuple(_own_booking(meeting, day, owner, pk) for meeting in meetings or ()),
        )
        if booked[0] is not None:
            own = replace(own, bookings=(*own.bookings, _own_booking(booked, day, owner, pk)))
        days[owner][pk] = own
    return {key: tuple(by_id.values()) for key, by_id in days.items()}


def _own_booking(found: list, day: date, owner: PersonKey, attendance_id: int) -> SpaceBooking:
    booking_id, space_id, begins, ends, *parts = found
    period = Period(datetime.fromisoformat(begins), datetime.fromisoformat(ends))
    return SpaceBooking(booking_id, space_id, day, period, Parts(*parts), owner, attendance_id)


def _wanted_tallies(proposals: Sequence[Proposal], books: Mapping[int, Rulebook]) -> list[Tally]:
    """What the rules in force ask for; of floors and zones only those in which a proposed space lies."""
    days = {(p.site_id, p.date) for p in proposals}
    tallies = dict.fromkeys(
        tally for site, day in days for rule in books[site].rules_on(day) for tally in rule.kind.tallies()
    )
    spaces = {(p.site_id, p.space_id) for p in proposals if p.space_id is not None}
    touched = {
        (level, place)
        for site, space_id in spaces
        if (space := books[site].spaces.get(space_id))
        for level, place in (("floor", space.floor_id), ("zone", space.zone_id))
    }
    return [t for t in tallies if t.place.level == "site" or (t.place.level, t.place.id) in touched]


def _counts(tallies: list[Tally], found: list) -> Counts:
    return {
        (tally, site, date.fromisoformat(day)): (numbers[2 * i], numbers[2 * i + 1])
        for site, day, numbers in found
        for i, tally in enumerate(tallies)
    }


def _bookings(found: list) -> dict[tuple[int, date], tuple[SpaceBooking, ...]]:
    bookings = defaultdict(list)
    for pk, space_id, on, begins, ends, morning, afternoon, attendance_id, employee_id, visitor_id in found:
        person: PersonKey | None = None
        if employee_id is not None:
            person = ("employee", employee_id)
        elif visitor_id is not None:
            person = ("visitor", visitor_id)
        day = date.fromisoformat(on)
        period = Period(datetime.fromisoformat(begins), datetime.fromisoformat(ends))
        bookings[space_id, day].append(
            SpaceBooking(pk, space_id, day, period, Parts(morning, afternoon), person, attendance_id)
        )
    return {key: tuple(at) for key, at in bookings.items()}
