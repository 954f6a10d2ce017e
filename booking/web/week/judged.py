"""Some weeks of one person at one site, gathered once and judged together: each day alone, and at the liked desks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from booking.actions.usual_desk import liked_desks
from booking.models import Attendance, Employee
from booking.rules.facts import Facts, OwnDay
from booking.rules.gathering import gather, people
from booking.rules.judgement import judge, judge_all
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts, Person, Proposal
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import Verdict

PERSON_MAXIMUM = "person_maximum"


@dataclass(frozen=True, slots=True)
class Chance:
    """What can be booked on a day: a part of it, at the best liked desk that is free then, if any is."""

    parts: Parts
    desk: SpaceFacts | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Swap:
    """A day of the same week that could be given up for this one, and the desk that would be had."""

    own: OwnDay
    desk: SpaceFacts | None


@dataclass(frozen=True)
class JudgedDay:
    """``verdict`` is on the whole day, without a space. ``own`` holds one's attendances of that date, here first."""

    date: date
    verdict: Verdict
    own: tuple[OwnDay, ...]
    chance: Chance | None = None
    swap: Swap | None = None

    @property
    def here(self) -> OwnDay | None:
        """One's own day at this site."""
        return next((own for own in self.own if own.site_id == self.verdict.proposal.site_id), None)


@dataclass(frozen=True)
class JudgedWeeks:
    book: Rulebook
    facts: Facts
    person: Person
    today: date
    days: Mapping[date, JudgedDay]
    fields: tuple[tuple[str, str], ...] = ()  # what every form sends besides: for whom, where it is somebody else


def judge_weeks(*, employee: Employee, site_id: int, monday: date, weeks: int, now: datetime) -> JudgedWeeks:
    """``weeks`` ISO weeks from ``monday``, without the weekdays on which nothing ever happens here.

    A fixed number of queries. Raises KeyError for a site or person that does not exist.
    """
    book = rulebook_at_hand(site_id)
    person = people([employee.pk], since=monday)[employee.pk]
    liked = liked_desks(employee.pk, before=book.site.local_date(now) + timedelta(days=1))
    dates = [monday + timedelta(days=n) for n in range(7 * weeks)]
    facts = gather(_proposals(dates, [None, *_here(liked, book)], person, book, now))
    book = facts.rulebooks[site_id]  # perhaps renewed since
    judging = _Judging(book, facts, person, book.site.local_date(now), _here(liked, book), now)
    return JudgedWeeks(book, facts, person, judging.today, judging.days(dates))


@dataclass(frozen=True)
class _Judging:
    book: Rulebook
    facts: Facts
    person: Person
    today: date
    liked: Sequence[int]
    now: datetime

    def days(self, dates: Sequence[date]) -> dict[date, JudgedDay]:
        columns = self._weekdays(dates)
        shown = [day for day in dates if day.isoweekday() in columns]
        spaces = [None, *self.liked]
        verdicts = judge_all(_proposals(shown, spaces, self.person, self.book, self.now), self.facts)
        width = len(spaces)
        return {day: self._day(day, verdicts[i * width : (i + 1) * width]) for i, day in enumerate(shown)}

    def _weekdays(self, dates: Sequence[date]) -> set[int]:
        """Working days of the site, and those on which it opens for once or on which the person comes all the same."""
        opened = {day.isoweekday() for day in dates if not self.book.closed(day, ALL_DAY)}
        attended = {own.date.isoweekday() for own in self._own() if dates[0] <= own.date <= dates[-1]}
        return {*self.book.site.working_days, *opened, *attended}

    def _own(self) -> Sequence[OwnDay]:
        return self.facts.own_days.get(self.person.key, ())

    def _day(self, day: date, verdicts: Sequence[Verdict]) -> JudgedDay:
        whole, *at_desks = verdicts
        own = tuple(sorted((o for o in self._own() if o.date == day), key=lambda o: o.site_id != self.book.site.pk))
        if whole.already_in or day < self.today:
            return JudgedDay(day, whole, own)
        if not whole.refused:
            return JudgedDay(day, whole, own, chance=Chance(ALL_DAY, self._free(at_desks), whole))
        chance = next((half for parts in (MORNING, AFTERNOON) if (half := self._half(day, parts))), None)
        return JudgedDay(day, whole, own, chance=chance, swap=None if chance else self._swap(whole))

    def _half(self, day: date, parts: Parts) -> Chance | None:
        """Half a day may be had where the whole may not: the cap, a closure or an absence holds for the other half."""
        whole = Proposal(self.person, self.book.site.pk, day, parts, parts.period(self.book.site, day), self.now)
        verdict = judge(whole, self.facts)
        if verdict.refused:
            return None
        return Chance(parts, self._free(judge_all(_at(self.liked, whole), self.facts)), verdict)

    def _swap(self, refused: Verdict) -> Swap | None:
        """Where only the personal maximum refuses: the nearest coming day that could be given up for this one."""
        if any(objection.code != PERSON_MAXIMUM for objection in refused.refusals):
            return None
        used = {day for objection in refused.refusals for day in objection.details["dates"]}
        day = refused.proposal.date
        for own in sorted(self._own(), key=lambda own: abs(own.date - day)):
            if own.date.isoformat() not in used or own.site_id != self.book.site.pk:
                continue
            if not own.can_be_let_go(self.book.site, self.now):
                continue
            moved = _moving(refused.proposal, own, self.book)
            if judge(moved, self.facts).refused:
                continue
            wanted = list(dict.fromkeys([*_desks(own, self.book), *self.liked]))
            return Swap(own, self._free(judge_all(_at([pk for pk in wanted if pk in self.liked], moved), self.facts)))
        return None

    def _free(self, verdicts: Sequence[Verdict]) -> SpaceFacts | None:
        """The first desk that is not refused."""
        spaces = (verdict.proposal.space_id for verdict in verdicts if not verdict.refused)
        return next((self.book.spaces[pk] for pk in spaces if pk is not None), None)


def is_present(own: OwnDay) -> bool:
    return own.state == Attendance.State.PRESENT


def _here(liked: Sequence[int], book: Rulebook) -> list[int]:
    return [pk for pk in liked if pk in book.spaces]


def _proposals(
    dates: Sequence[date], spaces: Sequence[int | None], person: Person, book: Rulebook, now: datetime
) -> list[Proposal]:
    """Each day at each of ``spaces``; None is the day alone."""
    proposals = []
    for day in dates:
        period = ALL_DAY.period(book.site, day)
        proposals += [Proposal(person, book.site.pk, day, ALL_DAY, period, now, pk) for pk in spaces]
    return proposals


def _at(spaces: Sequence[int], whole: Proposal) -> list[Proposal]:
    return [replace(whole, space_id=pk) for pk in spaces]


def _moving(whole: Proposal, own: OwnDay, book: Rulebook) -> Proposal:
    """What a move of ``own`` to the proposed date asks for: its parts, without what it leaves."""
    return replace(
        whole,
        parts=own.parts,
        period=own.parts.period(book.site, whole.date),
        leaves=frozenset({own.attendance_id}),
        gives_up=frozenset(booking.booking_id for booking in own.bookings),
    )


def _desks(own: OwnDay, book: Rulebook) -> list[int]:
    return [b.space_id for b in own.bookings if b.space_id in book.spaces and book.spaces[b.space_id].kind == "desk"]
