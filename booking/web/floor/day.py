"""A floor on a day, as one person may use it: gathered and judged once, for one desk or a thousand."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from booking.models import Employee
from booking.rules.facts import Facts, OwnDay, SpaceBooking
from booking.rules.gathering import gather, people
from booking.rules.judgement import judge, judge_all
from booking.rules.proposal import ALL_DAY, NO_PART, Parts, Proposal
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.spans import week_of
from booking.rules.verdict import Verdict

BOOK, MOVE = "book", "move"


class Colleague(NamedTuple):
    """Somebody who sits on the floor and shows it to the viewer."""

    id: int
    name: str
    initials: str
    team_id: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """How a desk would become the viewer's: a booking of its own, or the move of one that they have."""

    verb: str  # BOOK, MOVE
    parts: Parts
    moved: OwnDay | None = None
    booking: SpaceBooking | None = None  # of the moved day: the one that takes the desk


@dataclass(frozen=True)
class FloorDay:
    """``verdicts`` are by space, for the way; ``halves`` for what is left of a desk that is taken in one half."""

    book: Rulebook
    viewer: Employee
    parts: Parts
    whole: Verdict  # on the day alone, as a booking of its own
    way: Way
    facts: Facts
    spaces: tuple[SpaceFacts, ...]
    verdicts: Mapping[int, Verdict]
    halves: Mapping[int, Verdict]
    colleagues: Mapping[int, Colleague]
    fields: tuple[tuple[str, str], ...] = ()  # what every form sends besides: for whom, where it is somebody else

    @property
    def date(self) -> date:
        return self.whole.proposal.date

    @cached_property
    def own(self) -> OwnDay | None:
        """The viewer's own attendance at this site on this date."""
        return own_day_of(self.whole.proposal, self.facts)

    @cached_property
    def way_verdict(self) -> Verdict:
        """On the day alone, by the way that is offered."""
        if self.way.moved is None:
            return self.whole
        return judge(_moving(self.whole.proposal, self.way, self.book), self.facts)

    @cached_property
    def booked(self) -> dict[int, list[SpaceBooking]]:
        """By space, the standing bookings on the day that touch the shown parts."""
        found: dict[int, list[SpaceBooking]] = {}
        for (space_id, _day), bookings in self.facts.bookings.items():
            if touching := [booking for booking in bookings if not _apart(booking.parts, self.parts)]:
                found[space_id] = touching
        return found

    def bookings(self, space_id: int) -> Sequence[SpaceBooking]:
        """The standing bookings of a space on the day that touch the shown parts."""
        return self.booked.get(space_id, ())

    def shown(self, booking: SpaceBooking) -> Colleague | None:
        """Who sits there, if they show it to the viewer."""
        if booking.person is None or booking.person[0] != "employee":
            return None
        return self.colleagues.get(booking.person[1])


def floor_day(
    *,
    viewer: Employee,
    book: Rulebook,
    spaces: tuple[SpaceFacts, ...],
    day: date,
    parts: Parts,
    now: datetime,
    reader: Employee | None = None,
) -> FloorDay:
    """The ``spaces`` of a floor on ``day`` for ``viewer``. A fixed number of queries.

    With ``reader``, who acts for the viewer, colleagues are those who show themselves to the reader.
    """
    reader = reader or viewer
    person = people([viewer.pk], since=day)[viewer.pk]
    whole = Proposal(person, book.site.pk, day, parts, parts.period(book.site, day), now)
    at_desks = _at(spaces, whole)
    facts = gather([whole, *at_desks])
    verdict = judge(whole, facts)
    way = _way(whole, verdict, facts, book)
    if way.moved is not None:
        at_desks = _at(spaces, _moving(whole, way, book))
    verdicts = dict(zip((s.id for s in spaces), judge_all(at_desks, facts), strict=True))
    return FloorDay(
        book=book,
        viewer=viewer,
        parts=parts,
        whole=verdict,
        way=way,
        facts=facts,
        spaces=spaces,
        verdicts=verdicts,
        halves=_halves(whole, facts, book) if way.verb == BOOK and parts == ALL_DAY else {},
        fields=(("person", str(viewer.pk)),) if reader.pk != viewer.pk else (),
        colleagues=_colleagues(facts, viewer, reader) if day >= book.site.local_date(now) else {},
    )


def own_day_of(proposal: Proposal, facts: Facts) -> OwnDay | None:
    """The person's standing attendance at the proposed site and date."""
    days = facts.days_now(proposal)
    return next((own for own in days if own.site_id == proposal.site_id and own.date == proposal.date), None)


def _way(whole: Proposal, verdict: Verdict, facts: Facts, book: Rulebook) -> Way:
    """A desk had in the asked part is moved; else one is booked; where the day refuses, another day is moved."""
    own = own_day_of(whole, facts)
    if own is not None:
        held = (b for b in own.bookings if not _apart(b.parts, whole.parts) and _is_desk(b.space_id, book))
        booking = next(held, None)
        return Way(MOVE, booking.parts, own, booking) if booking else Way(BOOK, whole.parts)
    if verdict.refused:
        for way in _other_days(whole, facts, book):
            if not judge(_moving(whole, way, book), facts).refused:
                return way
    return Way(BOOK, whole.parts)


def _other_days(whole: Proposal, facts: Facts, book: Rulebook) -> Iterator[Way]:
    """The coming days of the same week at this site that could be moved here, unless by the hour or checked in."""
    start, end = week_of(whole.date)
    for own in facts.days_now(whole):
        if own.site_id != whole.site_id or not start <= own.date < end or not own.can_be_let_go(book.site, whole.now):
            continue
        booking = next((b for b in own.bookings if _is_desk(b.space_id, book)), None)
        if booking is None or booking.period == booking.parts.period(book.site, own.date):
            yield Way(MOVE, booking.parts if booking else own.parts, own, booking)


def _moving(whole: Proposal, way: Way, book: Rulebook) -> Proposal:
    """The proposal that a move to this date is: the parts and hours of what is moved, without what it leaves."""
    own, booking = way.moved, way.booking
    if own is None:
        return whole
    if own.date == whole.date and booking is not None:
        given_up = frozenset({booking.booking_id})
        return replace(whole, parts=booking.parts, period=booking.period, gives_up=given_up)
    return replace(
        whole,
        parts=way.parts,
        period=way.parts.period(book.site, whole.date),
        gives_up=frozenset(b.booking_id for b in own.bookings),
        leaves=frozenset({own.attendance_id}),
    )


def _at(spaces: Collection[SpaceFacts], whole: Proposal) -> list[Proposal]:
    """The proposal at each space. Spelled out, since ``replace`` costs four times as much."""
    p = whole
    return [
        Proposal(p.person, p.site_id, p.date, p.parts, p.period, p.now, space.id, p.leaves, p.gives_up)
        for space in spaces
    ]


def _halves(whole: Proposal, facts: Facts, book: Rulebook) -> dict[int, Verdict]:
    """For desks that others have in one half of the day: the verdict on the other half."""
    left = {}
    for (space_id, _day), bookings in facts.bookings.items():
        taken = NO_PART
        for booking in bookings:
            taken = taken.union(booking.parts)
        if taken != ALL_DAY and _is_desk(space_id, book):
            left[space_id] = ALL_DAY.minus(taken)
    periods = {parts: parts.period(book.site, whole.date) for parts in set(left.values())}
    proposals = [
        replace(whole, parts=parts, period=periods[parts], space_id=space_id) for space_id, parts in left.items()
    ]
    return {p.space_id or 0: verdict for p, verdict in zip(proposals, judge_all(proposals, facts), strict=True)}


def _colleagues(facts: Facts, viewer: Employee, reader: Employee) -> dict[int, Colleague]:
    """Those who sit here on the day and show it to ``reader``, by key."""
    people = (booking.person for bookings in facts.bookings.values() for booking in bookings)
    ids = [person[1] for person in people if person is not None and person[0] == "employee"]
    with connection.cursor() as cursor:
        cursor.execute(COLLEAGUES, [ids, viewer.pk, reader.team_id])
        return {
            pk: Colleague(pk, f"{given} {family}".strip(), f"{given[:1]}{family[:1]}".upper(), team_id)
            for pk, given, family, team_id in cursor.fetchall()
        }


def _apart(one: Parts, other: Parts) -> bool:
    return not (one.morning and other.morning) and not (one.afternoon and other.afternoon)


def _is_desk(space_id: int, book: Rulebook) -> bool:
    return space_id in book.spaces and book.spaces[space_id].kind == "desk"


COLLEAGUES = """
SELECT id, given_name, family_name, team_id
  FROM booking_employee
 WHERE id = ANY(%s) AND id <> %s AND (visibility = 'everyone' OR (visibility = 'team' AND team_id = %s))
"""
