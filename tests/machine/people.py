"""What people do: come, change, stay longer or shorter, leave again, check in, fall ill."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from booking.actions.absence import enter_absence
from booking.actions.amendment import change_parts, extend, move, shrink
from booking.actions.asking import Ask
from booking.actions.cancellation import cancel, cancel_booking
from booking.actions.check_in import check_in
from booking.actions.reservation import Reserved, reserve
from booking.models import Booking
from tests.machine import drawing, paper
from tests.machine.bench import Bench, parts_of
from tests.machine.naive import Wish
from tests.machine.world import Away


class People(Bench):
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
        asked = {"period": self._period(wish)} if isinstance(hours, tuple) else {"parts": parts_of(hours)}
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
        if not paper.is_over(visit, self.world, self.now) and not paper.is_used(visit, self.world, self.now):
            wishes = paper.to_another_day(visit, day, desk, self.world)
        self._try_wishes(
            wishes, lambda words: move(**self._of(visit), day=day, space_id=desk, door="test", **words), reason=reason
        )

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which, halves=drawing.halves, reason=st.booleans())
    def somebody_stays_longer(self, which, halves, reason):
        visit = self._visit(which)
        wish = paper.longer(visit, visit.halves | set(halves), self.world, self.now)
        self._try_wishes(
            [wish] if wish else None,
            lambda words: extend(**self._of(visit), parts=parts_of(halves), door="test", **words),
            reason=reason,
        )

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which, halves=drawing.halves, reason=st.booleans())
    def somebody_comes_at_other_times(self, which, halves, reason):
        visit, halves = self._visit(which), set(halves)

        def change(words):
            change_parts(**self._of(visit), parts=parts_of(halves), door="test", **words)
            return Reserved(visit.id, None)

        wishes = paper.other_halves(visit, halves, self.world, self.now)
        if self._try_wishes(wishes, change, reason=reason) and visit.halves - halves:
            self.world.put(paper.cut(self.world.visits[visit.id], halves, self.world, self.now))

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which, halves=drawing.halves)
    def somebody_stays_shorter(self, which, halves):
        whole = [visit for visit in self.world.standing() if len(visit.halves) == 2]
        visit = whole[which % len(whole)] if whole else self._visit(which)
        self._becomes(
            paper.cut(visit, set(halves), self.world, self.now),
            lambda: shrink(**self._of(visit), parts=parts_of(halves)),
        )

    @precondition(lambda self: self.world.visits)
    @rule(which=drawing.which)
    def somebody_cancels(self, which):
        visit = self._visit(which)
        possible = not paper.is_over(visit, self.world, self.now) and not paper.is_used(visit, self.world, self.now)
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
            parts=parts_of(halves),
        )  # fmt: skip
        self.world.away.append(Away(person, start, end, frozenset(halves)))
        for visit in self.world.standing():
            if visit.person == person and start <= visit.day < end:
                self.world.put(paper.made_way(visit, set(halves), self.world, self.now))
