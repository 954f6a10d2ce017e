"""A machine that does everything in any order, beside a world on paper that is counted from scratch.

After every step the database holds what the paper says, and nothing stands above a limit that was not granted under an
older rule. Every refusal is one that the paper knows, for the same reasons; everything else is granted.
``HEADROOM_HYPOTHESIS=long`` lets it run for as many minutes.
"""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from psycopg.types.range import Range

from booking.actions.absence import enter_absence
from booking.actions.amendment import extend, move, shrink
from booking.actions.asking import Ask, NotPossible, ReasonNeeded, Refused, judge_unheld
from booking.actions.cancellation import cancel, cancel_booking
from booking.actions.check_in import check_in
from booking.actions.locking import hold_whole_sites
from booking.actions.publication import CannotPublish, end_early, publish
from booking.actions.reservation import reserve
from booking.models import Attendance, BaseSnapshot, Booking, Closure, Policy, Rule
from booking.rules.proposal import Parts, Period
from tests.machine import drawing, paper
from tests.machine.comparison import differences
from tests.machine.counting import cap_limit, crowd, excesses
from tests.machine.drawing import at_site
from tests.machine.naive import Wish, objections
from tests.machine.stage import Stage, build, clear
from tests.machine.world import Away, Base, Regime, Seat, Shut, Visit

pytestmark = pytest.mark.django_db(transaction=True)

LONG = os.environ.get("HEADROOM_HYPOTHESIS") == "long"
SETTINGS = settings(
    max_examples=400 if LONG else 25,
    stateful_step_count=60 if LONG else 40,
    derandomize=not LONG,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)

# The first day of each season: clocks that change, a year that ends in week 53, months that end.
SEASONS = {
    "spring": date(2026, 3, 27),
    "autumn": date(2026, 10, 23),
    "turn of the year": date(2026, 12, 28),
}


@pytest.mark.parametrize("season", SEASONS)
def test_nothing_that_anybody_does_breaks_a_rule(season):
    first = SEASONS[season]
    stage = build(joins=first + timedelta(days=1), leaves=first + timedelta(days=8))
    run_state_machine_as_test(lambda: Machine(stage, first), settings=SETTINGS)


class Machine(RuleBasedStateMachine):
    def __init__(self, stage: Stage, first: date):
        super().__init__()
        clear()
        self.stage, self.first = stage, first
        self.now = datetime(first.year, first.month, first.day, 6, tzinfo=UTC)
        self.world = stage.world()
        self.over = {}

    # --- the rules of the house -----------------------------------------------------------------------------------

    @initialize(data=st.data())
    def begin(self, data):
        """Every site has a base, most have a policy, and there may be a fallback."""
        for site in [*self.world.places, None]:
            if site is not None:
                self._base(site, self.first - timedelta(days=90), data.draw(st.integers(2, 12)), 2)
            rules = data.draw(drawing.rules)
            if rules and (site is not None or data.draw(st.booleans())):
                self._publish(site, self.first - timedelta(days=60), self.first + timedelta(days=60), rules)
        self._limits_changed()

    @rule(
        site=st.one_of(drawing.where, drawing.where, st.none()),
        start=st.integers(0, 8),
        length=st.integers(1, 9),
        rules=drawing.rules,
    )
    def a_policy_is_published(self, site, start, length, rules):
        """What is in force then ends early; a policy that comes later still collides."""
        owner = self._site(site) if site is not None else None
        begins = self.first + timedelta(days=start)
        for regime in list(self.world.regimes):
            if regime.site == owner and regime.start < begins < regime.end:
                policy = Policy.objects.get(pk=regime.id)
                end_early(policy=policy, on=begins, by=self.stage.manager, now=self.now)
                self.world.regimes[self.world.regimes.index(regime)] = Regime(
                    regime.id, owner, regime.start, begins, regime.rules
                )
        self._publish(owner, begins, begins + timedelta(days=length), rules)
        self._limits_changed()

    @rule(site=drawing.where, start=drawing.days, everyone=st.integers(0, 14), fewer=st.integers(0, 6))
    def a_base_is_taken(self, site, start, everyone, fewer):
        self._base(self._site(site), self.first + timedelta(days=start), everyone, fewer)
        self._limits_changed()

    @rule(site=drawing.where, zone=st.sampled_from((None, 0, -1)), day=drawing.days, halves=drawing.halves)
    def a_place_is_closed(self, site, zone, day, halves):
        site, day = self._site(site), self.first + timedelta(days=day)
        zone = self.stage.desks(site)[zone].zone if zone is not None else None
        with hold_whole_sites([site]):
            Closure.objects.create(
                site_id=site, zone_id=zone, period=Range(day, day + timedelta(days=1)), reason="Paint",
                morning="M" in halves, afternoon="A" in halves,
            )  # fmt: skip
        self.world.shut.append(Shut(site, zone, day, frozenset(halves)))

    @rule(hours=st.sampled_from((1, 2, 4, 12)))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    # --- what people do -------------------------------------------------------------------------------------------

    @rule(
        who=drawing.whose,
        site=drawing.where,
        day=drawing.days,
        hours=drawing.hours,
        desk=drawing.desk,
        reason=st.booleans(),
        override=st.sampled_from((False, False, False, True)),
    )
    def somebody_reserves(self, who, site, day, hours, desk, reason, override):
        self._reserve(who, site, day, hours, desk, reason, override)

    @rule(
        site=drawing.popular,
        day=drawing.soon,
        wanted=st.lists(st.tuples(drawing.whose, drawing.hours, drawing.desk), min_size=3, max_size=6),
        reason=st.booleans(),
    )
    def many_reserve_the_same_day(self, site, day, wanted, reason):
        for who, hours, desk in wanted:
            self._reserve(who, site, day, hours, desk, reason, False)

    @rule(
        who=drawing.whose,
        wanted=st.lists(st.tuples(drawing.popular, drawing.soon, drawing.hours, drawing.desk), min_size=3, max_size=6),
        reason=st.booleans(),
    )
    def somebody_reserves_many_days(self, who, wanted, reason):
        for site, day, hours, desk in wanted:
            self._reserve(who, site, day, hours, desk, reason, False)

    def _reserve(self, who, site, day, hours, desk, reason, override):
        person, site, day = self._person(who), self._site(site), self.first + timedelta(days=day)
        desk = self._desk(site, desk)
        place = self.world.places[site]
        start, end = hours if isinstance(hours, tuple) else place.minutes_of(set(hours))
        wish = Wish(person, site, day, start, end, desk)
        asked = {"period": self._period(wish)} if isinstance(hours, tuple) else {"parts": _parts(hours)}
        ask = Ask(employee_id=person, site_id=site, day=day, space_id=desk, **asked)
        by = self.stage.manager if override else self.stage.employees[person]
        self._try_wishes(
            [wish],
            lambda words: reserve(ask=ask, by=by, now=self.now, door="test", **words),
            reason=reason,
            override=override,
        )

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which, nth=st.integers(0, 2), desk=drawing.desk, reason=st.booleans())
    def somebody_changes_desk(self, which, nth, desk, reason):
        visit = self._visit(which)
        desk, seats = self._desk(visit.site, desk), visit.standing_seats
        booking_id = self._key(visit, seats[nth % len(seats)]) if seats else None
        self._try_wishes(
            None
            if paper.is_over(visit, self.world, self.now)
            else [paper.to_another_desk(visit, nth, desk, self.world)],
            lambda words: move(**self._of(visit), space_id=desk, booking_id=booking_id, door="test", **words),
            reason=reason,
        )

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which, day=drawing.days, desk=drawing.desk, reason=st.booleans())
    def somebody_changes_the_day(self, which, day, desk, reason):
        visit, day = self._visit(which), self.first + timedelta(days=day)
        if day == visit.day:
            return
        desk = self._desk(visit.site, desk)
        wishes = None
        if not paper.is_over(visit, self.world, self.now) and visit.state != "present":
            wishes = paper.to_another_day(visit, day, desk, self.world)
        self._try_wishes(
            wishes, lambda words: move(**self._of(visit), day=day, space_id=desk, door="test", **words), reason=reason
        )

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which, halves=drawing.halves, reason=st.booleans())
    def somebody_stays_longer(self, which, halves, reason):
        visit = self._visit(which)
        wish = None if paper.is_over(visit, self.world, self.now) else paper.longer(visit, set(halves), self.world)
        self._try_wishes(
            [wish] if wish else None,
            lambda words: extend(**self._of(visit), parts=_parts(halves), door="test", **words),
            reason=reason,
        )

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which, halves=drawing.halves)
    def somebody_stays_shorter(self, which, halves):
        whole = [visit for visit in self.world.standing() if len(visit.halves) == 2]
        visit = whole[which % len(whole)] if whole else self._visit(which)
        self._becomes(
            paper.cut(visit, set(halves), self.world, self.now),
            lambda: shrink(**self._of(visit), parts=_parts(halves)),
        )

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which)
    def somebody_cancels(self, which):
        visit = self._visit(which)
        possible = not paper.is_over(visit, self.world, self.now) and visit.state == "planned"
        self._becomes(paper.ended(visit) if possible else None, lambda: cancel(**self._of(visit)))

    @precondition(lambda self: any(visit.standing_seats for visit in self.world.visits.values()))
    @rule(which=drawing.which, nth=st.integers(0, 2))
    def somebody_gives_a_desk_back(self, which, nth):
        seated = [visit for visit in self.world.visits.values() if visit.standing_seats]
        visit = seated[which % len(seated)]
        seats = visit.standing_seats
        booking = Booking.objects.get(pk=self._key(visit, seats[nth % len(seats)]))
        by = self.stage.employees[visit.person]
        self._becomes(
            paper.without_seat(visit, nth, self.world, self.now),
            lambda: cancel_booking(booking=booking, by=by, now=self.now),
        )

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which)
    def somebody_checks_in(self, which):
        here = [v for v in self.world.standing() if v.day == self.world.places[v.site].today(self.now)]
        visit = here[which % len(here)] if here else self._visit(which)
        self._becomes(paper.arrived(visit, self.world, self.now), lambda: check_in(**self._of(visit)))

    @rule(who=drawing.whose, day=drawing.days, length=st.integers(1, 3), halves=drawing.halves)
    def somebody_is_away(self, who, day, length, halves):
        person, start = self._person(who), self.first + timedelta(days=day)
        end = start + timedelta(days=length)
        employee = self.stage.employees[person]
        enter_absence(
            employee=employee, kind="leave", starts_on=start, ends_on=end, by=employee, now=self.now,
            parts=_parts(halves),
        )  # fmt: skip
        self.world.away.append(Away(person, start, end, frozenset(halves)))
        for visit in self.world.standing():
            if visit.person == person and start <= visit.day < end:
                self.world.put(paper.made_way(visit, set(halves), self.world, self.now))

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def the_database_holds_what_the_paper_says(self):
        assert differences(self.world) == []

    @invariant()
    def nothing_stands_above_a_limit_but_what_an_older_rule_granted(self):
        now_over = excesses(self.world)
        for what, (people, limit) in now_over.items():
            assert people <= self.over.get(what, limit), (what, people, limit)
        self.over = {what: people for what, (people, _limit) in now_over.items()}

    @rule(who=drawing.whose)
    def a_calendar_is_looked_at(self, who):
        """Every coming day at every site and desk is judged as the paper judges it, counts and limits included."""
        person = self._person(who)
        dates = [self.first + timedelta(days=n) for n in range(-1, 8)]
        wishes = [
            Wish(person, site, day, 0, 24 * 60, desk)
            for site, place in self.world.places.items()
            for day in dates
            for desk in (None, place.desks[day.day % 4].id)
        ]
        asks = [Ask(employee_id=person, site_id=w.site, day=w.day, space_id=w.desk) for w in wishes]
        for wish, verdict in zip(wishes, judge_unheld(asks, now=self.now), strict=True):
            refused, warned = objections(wish, self.world, self.now)
            assert {o.code for o in verdict.refusals} == refused, wish
            assert {o.code for o in verdict.warnings} == warned, wish
            self._measured_alike(wish, verdict)

    def _measured_alike(self, wish, verdict):
        rules = self.world.rules(wish.site, wish.day)
        numbers = {r["pk"]: r for r in rules}
        for measured in verdict.measured:
            drawn = numbers[measured.rule_id]
            if measured.code != "occupancy_cap":
                continue
            visits = self.world.standing()
            assert measured.usage.limit == cap_limit(drawn, wish.site, wish.day, self.world)
            for half, name in (("M", "morning"), ("A", "afternoon")):
                people = crowd(drawn, visits, wish.site, wish.day, half, self.world)
                assert measured.usage.details[name] == len(people), (wish, drawn)

    # --- how it is done -------------------------------------------------------------------------------------------

    def _try_wishes(self, wishes: list[Wish] | None, act, *, reason=False, override=False):
        """Do ``act``; it must meet what the paper says of ``wishes``, one after the other (None: it cannot be)."""
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
        assert met == expected, wishes
        if met == paper.DONE:
            for wish in wishes:
                paper.write(wish, self.world, reserved.attendance_id)
            if reason or override:
                self._limits_changed()

    def _becomes(self, after: Visit | None, act):
        met, _ = _meet(act)
        assert met == (paper.NOT_POSSIBLE if after is None else paper.DONE)
        if after is not None:
            self.world.put(after)

    def _publish(self, site, start, end, rules):
        rules = [at_site(drawn, site, self.stage) for drawn in rules]
        rules = [drawn for drawn in rules if site is not None or drawn.get("mode") != "reserved"]
        policy = Policy.objects.create(site_id=site, name="Drawn", period=Range(start, end))
        for position, drawn in enumerate(rules):
            columns = {"strength": drawn.get("strength", "refuse"), "population": drawn.get("population", "everyone")}
            columns |= {f"{key}_id": drawn[key] for key in ("team", "zone", "floor") if key in drawn}
            aside = {"kind", "strength", "population", "team", "zone", "floor"}
            parameters = {key: value for key, value in drawn.items() if key not in aside}
            drawn["pk"] = Rule.objects.create(
                policy=policy, position=position, kind=drawn["kind"], parameters=parameters, **columns
            ).pk
        taken = any(r.site == site and r.start < end and start < r.end for r in self.world.regimes)
        try:
            publish(policy=policy, by=self.stage.manager, now=self.now)
        except CannotPublish:
            assert taken
        else:
            assert not taken
            self.world.regimes.append(Regime(policy.pk, site, start, end, tuple(rules)))

    def _base(self, site, start, everyone, fewer):
        telework = max(0, everyone - fewer)
        teams = {self.stage.teams[0]: everyone // 2, self.stage.teams[1]: everyone // 3}
        with hold_whole_sites([site]):
            BaseSnapshot.objects.update_or_create(
                site_id=site,
                starts_on=start,
                defaults={
                    "everyone": everyone,
                    "telework": telework,
                    "by_team": {str(team): {"everyone": n, "telework": 0} for team, n in teams.items()},
                    "taken_at": self.now,
                },
            )
        self.world.bases = [b for b in self.world.bases if (b.site, b.start) != (site, start)]
        self.world.bases.append(Base(site, start, everyone, telework, teams))

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


def _parts(halves) -> Parts:
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
