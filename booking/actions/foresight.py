"""What a sweep over several weeks would come to, date by date, as things stand: shown before, and the order of work.

The dates are judged one after the other, each as if the earlier ones had been booked: where one day a week may be had,
a Tuesday uses up the Thursday.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from booking.actions.usual_desk import liked_desks, ranked_desks
from booking.models import Booking, Employee, Team
from booking.rules import physical
from booking.rules.admission import admit
from booking.rules.facts import Facts, OwnDay
from booking.rules.gathering import gather, people
from booking.rules.judgement import judge, judge_all
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import ALL_DAY, NO_PART, Parts, Person, Proposal
from booking.rules.rulebook import Rulebook
from booking.rules.verdict import Objection, Verdict

LONGEST = timedelta(days=92)  # of one sweep
NEAREST = 12  # desks looked at besides the liked ones, of those that nobody has on the day

# How a date stands. The last three are asked for all the same: what is refused now may be granted a moment later.
ALREADY_IN, CLOSED, AWAY, ELSEWHERE, OVER, OPENS_LATER = "in", "closed", "away", "elsewhere", "over", "opens_later"
BOOKABLE, NEEDS_REASON, REFUSED = "bookable", "needs_reason", "refused"
ASKED_FOR = (BOOKABLE, NEEDS_REASON, REFUSED)

_NO_DEMAND = {
    physical.PAST: OVER,
    physical.CLOSED: CLOSED,
    physical.AWAY: AWAY,
    physical.NOT_EMPLOYED: OVER,
    physical.ELSEWHERE: ELSEWHERE,
}


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """Weekdays (ISO) from ``first`` to ``last``, both included, at the usual desk or without one."""

    employee_id: int
    site_id: int
    weekdays: frozenset[int]
    first: date
    last: date
    parts: Parts = ALL_DAY
    with_desk: bool = True

    def dates(self) -> list[date]:
        """At most those of LONGEST."""
        last = min(self.last, self.first + LONGEST)
        days = (self.first + timedelta(days=n) for n in range((last - self.first).days + 1))
        return [day for day in days if day.isoweekday() in self.weekdays]


@dataclass(frozen=True)
class Foreseen:
    """One date. ``verdict`` is on what is missing of the wanted parts, without a desk; ``space_id`` is the desk to be
    had, ``usual_id`` the usual one; ``why`` says what speaks against the date, or against the usual desk.
    """

    day: date
    outlook: str
    verdict: Verdict
    own: OwnDay | None = None
    space_id: int | None = None
    usual_id: int | None = None
    why: tuple[Objection, ...] = ()


@dataclass(frozen=True, slots=True)
class Desks:
    """The desks to look at on a date, best first; ``usual`` is the one that is wanted."""

    usual: int | None = None
    ranked: tuple[int, ...] = ()


NO_DESKS = Desks()


def foresee(*, sweep: Sweep, now: datetime) -> list[Foreseen]:
    """Every date of ``sweep``, in a fixed number of queries. Raises KeyError for an unknown person or site."""
    dates = sweep.dates()
    if not dates:
        return []
    person = people([sweep.employee_id], since=dates[0])[sweep.employee_id]
    book = rulebook_at_hand(sweep.site_id)
    desks = _desks(sweep, dates, book, now) if sweep.with_desk else {}
    look = _Look(sweep, person, desks, now)
    facts = gather([p for day in dates for p in look.proposals(day, sweep.parts, book)])
    return list(look.in_turn(dates, facts))


@dataclass(frozen=True)
class _Look:
    sweep: Sweep
    person: Person
    desks: Mapping[date, Desks]
    now: datetime

    def in_turn(self, dates: Sequence[date], facts: Facts) -> Iterator[Foreseen]:
        for n, day in enumerate(dates, start=1):
            foreseen = self._one(day, facts)
            if foreseen.outlook == BOOKABLE:
                written = replace(foreseen.verdict.proposal, space_id=foreseen.space_id)
                # The keys of rows that do not exist yet: below those of any that do.
                facts = admit(written, facts, attendance_id=-n, booking_id=-n if foreseen.space_id else None)
            yield foreseen

    def _one(self, day: date, facts: Facts) -> Foreseen:
        here = (day, self.sweep.site_id)
        own = next((o for o in facts.own_days.get(self.person.key, ()) if (o.date, o.site_id) == here), None)
        missing = self.sweep.parts.minus(own.parts) if own else self.sweep.parts
        asked = self.sweep.parts if missing == NO_PART else missing
        whole, *at_desks = self.proposals(day, asked, facts.rulebooks[self.sweep.site_id])
        verdict = judge(whole, facts)
        if missing == NO_PART:
            return Foreseen(day, ALREADY_IN, verdict, own)
        outlook = _outlook(verdict)
        if outlook != BOOKABLE:
            return Foreseen(day, outlook, verdict, own, why=verdict.refusals or verdict.warnings)
        return self._at_a_desk(Foreseen(day, BOOKABLE, verdict, own), judge_all(at_desks, facts))

    def _at_a_desk(self, foreseen: Foreseen, verdicts: Sequence[Verdict]) -> Foreseen:
        free = (v.proposal.space_id for v in verdicts if not v.refused and not v.warnings)
        usual = self.desks.get(foreseen.day, NO_DESKS).usual
        against = next((v.refusals or v.warnings for v in verdicts if v.proposal.space_id == usual), ())
        return replace(foreseen, space_id=next(free, None), usual_id=usual, why=against)

    def proposals(self, day: date, parts: Parts, book: Rulebook) -> list[Proposal]:
        """The day alone, then at each of its desks."""
        whole = Proposal(self.person, book.site.pk, day, parts, parts.period(book.site, day), self.now)
        return [whole, *(replace(whole, space_id=pk) for pk in self.desks.get(day, NO_DESKS).ranked)]


def _outlook(verdict: Verdict) -> str:
    for objection in verdict.refusals:
        if objection.code in _NO_DEMAND:
            return _NO_DEMAND[objection.code]
        if objection.code == "booking_window" and objection.details["opens"]:
            return OPENS_LATER
    if verdict.refused:
        return REFUSED
    return NEEDS_REASON if verdict.warnings else BOOKABLE


def _desks(sweep: Sweep, dates: Sequence[date], book: Rulebook, now: datetime) -> dict[date, Desks]:
    """For each date the liked desks, and the nearest of those that nobody has booked on it."""
    liked = liked_desks(sweep.employee_id, before=book.site.local_date(now) + timedelta(days=1))
    team = Team.objects.filter(members=sweep.employee_id).first()
    taken, of_team = _seats_taken(dates, sweep.site_id, team)
    found = {}
    for day in dates:
        ranked = ranked_desks(book, day, liked=liked, team_desks=of_team[day], team_zone=team.zone_id if team else None)
        first = [desk.id for desk in ranked if desk.id in liked]
        near = (desk.id for desk in ranked if desk.id not in liked and desk.id not in taken[day])
        found[day] = Desks(first[0] if first else None, (*first, *islice(near, NEAREST)))
    return found


def _seats_taken(
    dates: Sequence[date], site_id: int, team: Team | None
) -> tuple[dict[date, set[int]], dict[date, list[int]]]:
    """The spaces that somebody has on each date, and those where the team's members (who show themselves) sit."""
    taken: dict[date, set[int]] = defaultdict(set)
    of_team: dict[date, list[int]] = defaultdict(list)
    booked = Booking.objects.standing().filter(date__in=dates, space__floor__site=site_id)
    for day, space_id, team_id, visibility in booked.values_list(
        "date", "space", "attendance__employee__team", "attendance__employee__visibility"
    ):
        taken[day].add(space_id)
        if team is not None and team_id == team.pk and visibility != Employee.Visibility.NOBODY:
            of_team[day].append(space_id)
    return taken, of_team
