"""Autopilot: standing wishes are booked as each date opens, in an order that rewards nobody's speed.

Each wish has one turn for each date, kept in the transaction that books it: a crash or a second run books nobody twice,
and a day that its owner cancels later stays cancelled.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from booking.actions.asking import Ask, ReasonNeeded, Refused, judge_ask
from booking.actions.fairness import days_granted, lot
from booking.actions.locking import Busy, hold
from booking.actions.permissions import check_may_act_for
from booking.actions.refusing import keep_refusal
from booking.actions.reservation import write_untold
from booking.actions.usual_desk import best_desk
from booking.models import Attendance, Employee, Site, StandingWish, WishTurn
from booking.notifications.outbox import tell
from booking.rules.gathering import people
from booking.rules.kinds.booking_window import BookingWindow
from booking.rules.loading import rulebooks
from booking.rules.proposal import NO_PART, Parts, Person
from booking.rules.rulebook import Rulebook
from booking.rules.verdict import GUIDE

DOOR = "autopilot"
DAYS_AHEAD = 28  # where no rule says when a date opens
AT_MOST = 1000  # turns of a run: what is left is for the next one, in the same order

# How a turn ends: THERE, where its owner had the day already, or had given it back; BUSY turns come again.
BOOKED, REFUSED, THERE, BUSY = "booked", "refused", "there", "busy"
Counts = Counter[str]


@dataclass(frozen=True)
class Turn:
    wish: StandingWish
    day: date

    @property
    def parts(self) -> Parts:
        return Parts(self.wish.morning, self.wish.afternoon)


def set_wish(
    *,
    employee: Employee,
    site_id: int,
    weekdays: Sequence[int],
    parts: Parts,
    desk_id: int | None,
    by: Employee,
    now: datetime,
) -> StandingWish:
    """Keep what somebody wishes at a site; without a weekday the autopilot is off. Raises NotAllowed, Busy.

    Days that are booked already, or had their turn, stay as they are.
    """
    check_may_act_for(by=by, employee_id=employee.pk, site_id=site_id)
    wish = {
        "weekdays": sorted(set(weekdays)),
        "morning": parts.morning,
        "afternoon": parts.afternoon,
        "desk_id": desk_id,
        "changed_at": now,
    }
    # A turn that is being taken ends before the wish changes.
    with hold(sites=[], people=[("employee", employee.pk)]):
        kept, _created = StandingWish.objects.update_or_create(
            employee=employee, site_id=site_id, defaults=wish, create_defaults=wish | {"created_at": now}
        )
    return kept


def fly(*, now: datetime, wish: StandingWish | None = None) -> Counts:
    """Give every wish its turn for every date that is open. Counts booked, refused, there and busy turns.

    Run it often, or late, or twice at once. With ``wish``: only that one, and only for dates on which no other wish is
    waiting, since whoever saves a wish must not overtake them.
    """
    counts: Counts = Counter()
    books = rulebooks([wish.site_id] if wish else Site.objects.values_list("pk", flat=True))
    for book in books.values():
        for day, turns in _waiting(book, now=now):
            if wish is not None and [turn.wish.pk for turn in turns] != [wish.pk]:
                continue
            for turn in _in_order(turns, book, day):
                if outcome := _take(turn, now=now):
                    counts[outcome] += 1
                if counts.total() >= AT_MOST:
                    return counts
    return counts


def _waiting(book: Rulebook, *, now: datetime) -> Iterator[tuple[date, list[Turn]]]:
    """The turns not yet had of each open date, earliest first. Today is for whoever comes by hand."""
    site = book.site
    wishes = list(StandingWish.objects.filter(site=site, weekdays__len__gt=0).select_related("employee"))
    if not wishes:
        return
    tomorrow = site.local_date(now) + timedelta(days=1)
    had = set(WishTurn.objects.filter(wish__in=wishes, date__gte=tomorrow).values_list("wish", "date"))
    persons = people({wish.employee_id for wish in wishes}, since=tomorrow)
    for day in (tomorrow + timedelta(days=n) for n in range(_days_ahead(book))):
        turns = [
            Turn(wish, day)
            for wish in wishes
            if day.isoweekday() in wish.weekdays
            and (wish.pk, day) not in had
            and _is_open(Turn(wish, day), persons[wish.employee_id], book, now)
        ]
        if turns:
            yield day, turns


def _is_open(turn: Turn, person: Person, book: Rulebook, now: datetime) -> bool:
    """Whether a date can be booked by now, by somebody who works then at a site that opens then."""
    day, wanted = turn.day, turn.parts
    if book.closed(day, wanted) or not person.active or (person.joined_on and day < person.joined_on):
        return False
    if person.left_on and day >= person.left_on:
        return False
    if any(a.start <= day < a.end and wanted.minus(a.parts) != wanted for a in person.away):
        return False
    windows = [
        rule.kind.opens(day, book.site)
        for rule in book.rules_on(day)
        if isinstance(rule.kind, BookingWindow)
        and rule.strength != GUIDE
        and rule.kind.scope.population.includes(person, book.site.pk)
    ]
    opens = [moment for moment in windows if moment is not None]
    if opens:
        return max(opens) <= now
    return day <= book.site.local_date(now) + timedelta(days=DAYS_AHEAD)


def _days_ahead(book: Rulebook) -> int:
    """As far as any policy lets anybody book, or the days that hold without one."""
    windows = [
        rule.kind
        for policy in (*book.policies, *book.fallback)
        for rule in policy.rules
        if isinstance(rule.kind, BookingWindow)
    ]
    return max([DAYS_AHEAD, *((kind.days_ahead or 0) for kind in windows), *(_of_weeks(kind) for kind in windows)])


def _of_weeks(kind: BookingWindow) -> int:
    return 7 * (kind.weeks_ahead + 1) if kind.weeks_ahead is not None else 0


def _in_order(turns: Sequence[Turn], book: Rulebook, day: date) -> list[Turn]:
    """Fewest days granted in the four weeks before first, then by lots drawn from the policy's seed."""
    granted: Mapping[int, int] = days_granted([turn.wish.employee_id for turn in turns], before=day)
    seed = book.practice_on(day).queue_seed

    def place(turn: Turn) -> tuple[int, str]:
        who = turn.wish.employee_id
        return granted.get(who, 0), lot(seed=seed, site_id=book.site.pk, day=day, employee_id=who)

    return sorted(turns, key=place)


def _take(turn: Turn, *, now: datetime) -> str:
    """One turn; whoever loses a desk in between chooses again. Empty: the turn was had, or the wish changed."""
    lost: set[int] = set()
    try:
        while (outcome := _try(turn, lost, now=now)) is None:
            pass
    except Busy:
        return BUSY
    return outcome


def _try(turn: Turn, lost: set[int], *, now: datetime) -> str | None:
    """Choose a desk, then take the turn in a hold of its own; None where the choice did not hold."""
    wish, owner, so_far = turn.wish, turn.wish.employee, _so_far(turn)
    ask = Ask(employee_id=owner.pk, site_id=wish.site_id, day=turn.day, parts=so_far.missing)
    desk = None if so_far.settled else best_desk(ask, now=now, lost=lost, wanted=wish.desk_id)
    with hold(sites=[ask.site_id], people=[ask.person_key], days=[(ask.site_id, ask.day)]):
        if _is_had(turn):
            return ""
        if _so_far(turn) != so_far:
            return None
        if so_far.settled:
            WishTurn.objects.create(wish=wish, date=turn.day, attendance_id=so_far.attendance_id, at=now)
            return THERE
        try:
            granted = judge_ask(replace(ask, space_id=desk), by=owner, now=now)
        except Refused as refused:
            if desk is not None:
                lost.add(desk)
                return None
            against = refused
            stored = [objection.as_json() for objection in refused.verdict.objections]
            WishTurn.objects.create(wish=wish, date=turn.day, objections=stored, at=now)
            _tell(turn, now)
        else:
            reserved = write_untold(granted, by=owner, now=now)
            WishTurn.objects.create(wish=wish, date=turn.day, attendance_id=reserved.attendance_id, at=now)
            _tell(turn, now)
            return BOOKED
    if not isinstance(against, ReasonNeeded):
        keep_refusal(against.verdict, verb="reserve", by=owner, door=DOOR, now=now)
    return REFUSED


@dataclass(frozen=True)
class _SoFar:
    """What its owner has on the date already; ``settled``: nothing is missing, or they have given the day back."""

    missing: Parts
    attendance_id: int | None = None
    settled: bool = False


def _so_far(turn: Turn) -> _SoFar:
    wish = turn.wish
    days = Attendance.objects.filter(employee=wish.employee_id, site=wish.site_id, date=turn.day)
    for day in days:
        if day.standing:
            missing = turn.parts.minus(Parts(day.morning, day.afternoon))
            return _SoFar(missing, day.pk, settled=missing == NO_PART)
    for day in days:
        if day.ended_by_id == wish.employee_id and day.ended_at and day.ended_at >= wish.changed_at:
            return _SoFar(turn.parts, day.pk, settled=True)
    return _SoFar(turn.parts)


def _is_had(turn: Turn) -> bool:
    """Whether another run was quicker, or its owner has changed the wish since this one read it."""
    as_read = StandingWish.objects.filter(pk=turn.wish.pk, changed_at=turn.wish.changed_at)
    return not as_read.exists() or WishTurn.objects.filter(wish=turn.wish, date=turn.day).exists()


def _tell(turn: Turn, now: datetime) -> None:
    """One message a run, written with its first turn; it reads all turns of the run when it is sent."""
    tell(
        kind="autopilot",
        key=f"autopilot:{turn.wish.pk}:{now.timestamp()}",
        employee_id=turn.wish.employee_id,
        payload={"wish": turn.wish.pk, "at": now.isoformat()},
        now=now,
    )
