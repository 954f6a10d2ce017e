"""Facts as they would be once a proposal was written: so that many are judged one after the other in memory.

Only of proposals by which somebody comes: rooms are asked for one at a time.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from booking.rules.facts import Facts, OwnDay, SpaceBooking
from booking.rules.proposal import NO_PART, Parts, Proposal
from booking.rules.rulebook import Rulebook
from booking.rules.scope import Place, Tally


def admit(proposal: Proposal, facts: Facts, *, attendance_id: int, booking_id: int | None = None) -> Facts:
    """New facts, with counts, own days and bookings as ``gather`` would find them after writing; ``facts`` stays.

    The keys are those of the rows to be written (``booking_id`` where a space is booked). A day that the person has
    at the site already is extended, under its own key. Such a day stays counted as it was granted. Whoever moves with a
    meeting gives its booking up, and joins it under the same key.
    """
    proposal = facts.as_counted(proposal)
    key = proposal.person.key
    before = facts.own_days.get(key, ())
    after = _own_days_after(proposal, before, attendance_id, booking_id)
    return Facts(
        rulebooks=facts.rulebooks,
        counts=_counts_after(proposal, facts, before, after),
        own_days={**facts.own_days, key: after},
        bookings=_bookings_after(facts, before, after),
        in_person=_in_person_after(proposal, facts),
        queues=facts.queues,
    )


def _own_days_after(
    proposal: Proposal, before: Iterable[OwnDay], attendance_id: int, booking_id: int | None
) -> tuple[OwnDay, ...]:
    kept = [
        replace(day, bookings=_without(day.bookings, proposal), meetings=_without(day.meetings, proposal))
        for day in before
        if day.attendance_id not in proposal.leaves
    ]
    today = next((d for d in kept if d.site_id == proposal.site_id and d.date == proposal.date), None)
    if today is None:
        person = proposal.person
        today = OwnDay(
            attendance_id, proposal.site_id, proposal.date, NO_PART,
            team_id=person.team_id, telework_able=person.telework_able, roles=person.roles_at(proposal.site_id),
        )  # fmt: skip
    else:
        kept.remove(today)
    today = replace(today, parts=today.parts.union(proposal.parts))
    if booking_id is not None and proposal.own_space_id is not None:
        today = replace(today, bookings=_with(today.bookings, booking_id, proposal, today))
    if proposal.meeting_id is not None and all(m.booking_id != proposal.meeting_id for m in today.meetings):
        today = replace(today, meetings=_with(today.meetings, proposal.meeting_id, proposal, today))
    return tuple(sorted((*kept, today), key=lambda day: day.date))


def _without(bookings: Iterable[SpaceBooking], proposal: Proposal) -> tuple[SpaceBooking, ...]:
    return tuple(b for b in bookings if b.booking_id not in proposal.gives_up)


def _with(
    bookings: Iterable[SpaceBooking], booking_id: int, proposal: Proposal, today: OwnDay
) -> tuple[SpaceBooking, ...]:
    booked = SpaceBooking(
        booking_id, proposal.space_id or 0, proposal.date, proposal.period, proposal.parts, proposal.person.key,
        today.attendance_id,
    )  # fmt: skip
    return tuple(sorted((*bookings, booked), key=lambda b: b.period))


def _counts_after(
    proposal: Proposal, facts: Facts, before: Iterable[OwnDay], after: Iterable[OwnDay]
) -> dict[tuple[Tally, int, date], tuple[int, int]]:
    counts = dict(facts.counts)
    site_days = {(day.site_id, day.date) for days in (before, after) for day in days}
    for site_id, day in site_days:
        book = facts.rulebooks[site_id]
        for tally in {tally for rule in book.rules_on(day) for tally in rule.kind.tallies()}:
            if not _counted(tally, proposal, site_id):
                continue
            was, becomes = (_presence(days, site_id, day, tally.place, book) for days in (before, after))
            count = counts.get((tally, site_id, day), (0, 0))
            risen = (count[0] + becomes.morning - was.morning, count[1] + becomes.afternoon - was.afternoon)
            if was != becomes and min(risen) >= 0:  # a day that was left may not have been gathered
                counts[tally, site_id, day] = risen
    return counts


def _counted(tally: Tally, proposal: Proposal, site_id: int) -> bool:
    person = proposal.person
    if person.visitor_id is not None:
        return tally.guests
    return tally.population.includes(person, site_id)


def _presence(days: Iterable[OwnDay], site_id: int, date_: date, place: Place, book: Rulebook) -> Parts:
    """The parts of a date in which somebody with these days is in ``place``."""
    parts = NO_PART
    for day in days:
        if day.site_id != site_id or day.date != date_:
            continue
        if place.level == "site":
            parts = parts.union(day.parts)
        for booking in (*day.bookings, *day.meetings):
            if place.level != "site" and book.stands_in(booking.space_id, place):
                parts = parts.union(booking.parts)
    return parts


def _bookings_after(
    facts: Facts, before: Iterable[OwnDay], after: Iterable[OwnDay]
) -> dict[tuple[int, date], tuple[SpaceBooking, ...]]:
    gone = {booking for day in before for booking in day.bookings} - {b for day in after for b in day.bookings}
    come = {booking for day in after for booking in day.bookings} - {b for day in before for b in day.bookings}
    changed: dict[tuple[int, date], list[SpaceBooking]] = defaultdict(list)
    for booking in gone | come:
        at = (booking.space_id, booking.date)
        if at not in changed:
            changed[at] = [b for b in facts.bookings.get(at, ()) if b not in gone]
        if booking in come:
            changed[at].append(booking)
    return {**facts.bookings, **{at: tuple(bookings) for at, bookings in changed.items()}}


def _in_person_after(proposal: Proposal, facts: Facts) -> dict[int, int]:
    counts = dict(facts.in_person)
    meeting = proposal.meeting_id
    if meeting is not None and not facts.comes_to(meeting, proposal):
        counts[meeting] = counts.get(meeting, 0) + 1
    return counts
