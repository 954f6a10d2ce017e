"""What every part of the machine works with: the stage, the paper, the clock; and how a verb is tried on both."""

from datetime import UTC, date, datetime

from hypothesis.stateful import RuleBasedStateMachine

from booking.actions.asking import NotPossible, ReasonNeeded, Refused
from booking.models import Attendance, Booking
from booking.rules.proposal import Parts, Period
from tests.machine import paper
from tests.machine.counting import excesses
from tests.machine.naive import Wish
from tests.machine.stage import Stage, clear
from tests.machine.world import Seat, Visit


class Bench(RuleBasedStateMachine):
    """``over`` is what stands above a limit because an older rule, a larger base or a reason let it in."""

    def __init__(self, stage: Stage, first: date):
        super().__init__()
        clear()
        self.stage, self.first = stage, first
        self.now = datetime(first.year, first.month, first.day, 6, tzinfo=UTC)
        self.world = stage.world()
        self.over = {}

    def _try_wishes(self, wishes: list[Wish] | None, act, *, reason=False, override=False):
        """Do ``act``; it must meet what the paper says of ``wishes``, one after the other (None: it cannot be).

        Returns whether it was done.
        """
        scratch = self.stage.world()
        vars(scratch).update({**vars(self.world), "visits": dict(self.world.visits)})
        expected = paper.NOT_POSSIBLE if wishes is None else paper.DONE
        for n, wish in enumerate(wishes or ()):
            expected = paper.answer(wish, scratch, self.now, reason=reason, override=override)
            if expected != paper.DONE:
                break
            paper.write(wish, scratch, -1 - n)
        words = {"override_reason": "Needed"} if override else {"reason": "Needed"} if reason else {}
        met, reserved = _meet(lambda: act(words))
        assert met == expected, f"met {met}, expected {expected} for {wishes}"
        if met == paper.DONE:
            for wish in wishes:
                paper.write(wish, self.world, reserved.attendance_id)
            if reason or override:
                self._limits_changed()
        return met == paper.DONE

    def _becomes(self, after: Visit | None, act):
        met, _ = _meet(act)
        assert met == (paper.NOT_POSSIBLE if after is None else paper.DONE), after
        if after is not None:
            self.world.put(after)

    def _limits_changed(self):
        self.over = {what: people for what, (people, _limit) in excesses(self.world).items()}

    def _person(self, n: int) -> int:
        return list(self.world.people)[n]

    def _site(self, n: int) -> int:
        return list(self.world.places)[n]

    def _desk(self, site: int, n: int | None) -> int | None:
        return None if n is None else self.stage.desks(site)[n].id

    def _visit(self, n: int) -> Visit:
        """One of the visits; three times out of four one that stands."""
        chosen = self.world.standing() if n % 4 else []
        chosen = chosen or list(self.world.visits.values())
        return chosen[n // 4 % len(chosen)]

    def _of(self, visit: Visit) -> dict:
        attendance = Attendance.objects.get(pk=visit.id)
        return {"attendance": attendance, "by": self.stage.employees[visit.person], "now": self.now}

    def _key(self, visit: Visit, seat: Seat) -> int:
        place = self.world.places[visit.site]
        return (
            Booking.objects.standing()
            .get(attendance=visit.id, space=seat.desk, period__startswith=place.moment(visit.day, seat.start))
            .pk
        )

    def _period(self, wish: Wish) -> Period:
        place = self.world.places[wish.site]
        return Period(place.moment(wish.day, wish.start), place.moment(wish.day, wish.end))


def parts_of(halves) -> Parts:
    return Parts("M" in halves, "A" in halves)


def _meet(act):
    """(the answer, what came back)."""
    try:
        return paper.DONE, act()
    except ReasonNeeded as needed:
        return ("reason", frozenset(o.code for o in needed.verdict.warnings)), None
    except Refused as refused:
        return ("refused", frozenset(o.code for o in refused.verdict.refusals)), None
    except NotPossible:
        return paper.NOT_POSSIBLE, None
