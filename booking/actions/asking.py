"""What somebody asks for, and how it is judged under the hold: for the one who will sit there, whoever clicks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from booking.actions.permissions import may_override
from booking.models import Employee, Site
from booking.rules import physical
from booking.rules.facts import Facts, OwnDay, PersonKey
from booking.rules.gathering import gather, persons
from booking.rules.judgement import judge, judge_all
from booking.rules.loading import rulebook_at_hand, rulebooks
from booking.rules.proposal import ALL_DAY, NO_PART, Parts, Period, Person, Proposal
from booking.rules.rulebook import Rulebook
from booking.rules.verdict import Objection, Verdict

LONGEST_REASON = 300


class Refused(Exception):
    """The rules refuse. ``verdict`` has every objection; ``refusal_id`` is set once it is kept, after the hold."""

    def __init__(self, verdict: Verdict):
        super().__init__(", ".join(objection.code for objection in verdict.objections))
        self.verdict = verdict
        self.refusal_id: int | None = None


class AlreadyHad(Refused):
    """The person has this very space at that time: the request came twice, and is no refused demand."""


class ReasonNeeded(Refused):
    """Nothing refuses, but a rule warns: the same request goes through with a reason."""


class NotPossible(Exception):
    """The thing is no longer as the request supposes (cancelled meanwhile, over, checked in). The text says what."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One person, one site, one date; ``parts`` of the day or a ``period`` in instants (then parts follow from it).

    The person is an employee, or, where ``visitor_id`` is given, a visitor.
    ``leaves`` (attendances) and ``gives_up`` (bookings) are let go of in the same stroke. ``queue`` names the queue
    that it is served from ("day" or "space"), which then does not stand before it.
    """

    employee_id: int = 0
    visitor_id: int = 0
    site_id: int
    day: date
    parts: Parts = ALL_DAY
    period: Period | None = None
    space_id: int | None = None
    leaves: frozenset[int] = frozenset()
    gives_up: frozenset[int] = frozenset()
    queue: str = ""

    @property
    def person_key(self) -> PersonKey:
        return ("visitor", self.visitor_id) if self.visitor_id else ("employee", self.employee_id)

    def proposal(self, person: Person, book: Rulebook, now: datetime) -> Proposal:
        """This request in the terms of the rules, by the site's midday and zone as ``book`` has them.

        Raises NotPossible for a period that is empty or reaches beyond the day, and for no part at all.
        """
        parts, period = self.parts, self.period
        if period is not None:
            parts = parts_touched(period, book.site, self.day)
        if parts == NO_PART:
            raise NotPossible(_("Choose the morning, the afternoon, or both."))
        return Proposal(
            person=person,
            site_id=self.site_id,
            date=self.day,
            parts=parts,
            period=period or parts.period(book.site, self.day),
            now=now,
            space_id=self.space_id,
            leaves=self.leaves,
            gives_up=self.gives_up,
            queue=self.queue,
        )


def parts_touched(period: Period, site: Site, day: date) -> Parts:
    """The parts of ``day`` that ``period`` touches. Raises NotPossible where it is empty or reaches beyond the day."""
    whole_day = ALL_DAY.period(site, day)
    if not whole_day.start <= period.start < period.end <= whole_day.end:
        raise NotPossible(_("Choose times within one day, the first before the second."))
    return Parts.touched(period, site, day)


@dataclass(frozen=True)
class Granted:
    """A request that may be written, in the same hold in which it was judged."""

    proposal: Proposal
    facts: Facts
    set_aside: tuple[Objection, ...]  # refusals overridden and warnings gone through
    reason: str

    @property
    def standing_day(self) -> OwnDay | None:
        """The person's attendance at that site and date that grows by this request, if there is one."""
        return self.facts.standing_day(self.proposal)


def judge_unheld(asks: Sequence[Ask], *, now: datetime) -> list[Verdict]:
    """Verdicts as things stand, without a hold: for what is shown, never for what is written.

    A fixed number of queries, however many ``asks``. Raises NotPossible for an unknown person.
    """
    if not asks:
        return []
    known = persons({ask.person_key for ask in asks}, since=min(ask.day for ask in asks))
    books = rulebooks({ask.site_id for ask in asks})
    try:
        proposals = [ask.proposal(known[ask.person_key], books[ask.site_id], now) for ask in asks]
    except KeyError:
        raise NotPossible(_("Nobody is known by this name.")) from None
    return judge_all(proposals, gather(proposals))


def judge_ask(ask: Ask, *, by: Employee, now: datetime, reason: str = "", override_reason: str = "") -> Granted:
    """Judge ``ask``; call it inside the hold. Raises Refused, ReasonNeeded, or NotPossible.

    With ``override_reason``, objections are set aside that ``by`` may override; physical limits admit none.
    """
    asker = ("employee", by.pk)
    known = persons({ask.person_key, asker}, since=ask.day)
    if ask.person_key not in known:
        raise NotPossible(_("Nobody is known by this name."))
    person, book = known[ask.person_key], rulebook_at_hand(ask.site_id)
    proposal = ask.proposal(person, book, now)
    facts = gather([proposal])
    if facts.rulebook(proposal) is not book:  # renewed since: the midday may have moved
        proposal = ask.proposal(person, facts.rulebook(proposal), now)
    _check_space(proposal, facts)
    return grant(proposal, facts, by=known[asker], reason=reason, override_reason=override_reason)


def grant(
    proposal: Proposal, facts: Facts, *, by: Person | None, reason: str = "", override_reason: str = ""
) -> Granted:
    """The decision on a proposal whose facts were gathered under the hold. Raises Refused, ReasonNeeded."""
    reason, override_reason = _checked(reason), _checked(override_reason)
    verdict = judge(proposal, facts)
    overridden = tuple(
        objection
        for objection in verdict.refusals
        if override_reason and by is not None and may_override(by, objection.code, proposal.site_id)
    )
    if len(overridden) < len(verdict.refusals):
        raise AlreadyHad(verdict) if _is_had(verdict) else Refused(verdict)
    if verdict.warnings and not reason and not override_reason:
        raise ReasonNeeded(verdict)
    return Granted(proposal, facts, overridden + verdict.warnings, override_reason or reason)


def _is_had(verdict: Verdict) -> bool:
    return all(objection.code == physical.TAKEN and objection.details["mine"] for objection in verdict.refusals)


def _checked(reason: str) -> str:
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise NotPossible(_("Give the reason in at most %(limit)d characters.") % {"limit": LONGEST_REASON})
    return reason


def _check_space(proposal: Proposal, facts: Facts) -> None:
    """Raise NotPossible for what is no space of the site, and for a room: it is booked for a meeting.

    Who comes there is counted as a participant.
    """
    if proposal.space_id is None:
        return
    book = facts.rulebook(proposal)
    space = book.spaces.get(proposal.space_id)
    if space is None:
        raise NotPossible(_("There is no such place at %(site)s.") % {"site": book.site.name})
    if space.kind == "room":
        raise NotPossible(_("A room is booked for a meeting, not for a day."))
