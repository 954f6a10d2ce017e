"""The demo's attendance around today: every wish judged like any other request, in a hold, and written if granted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from booking.actions.locking import hold
from booking.demo.wishes import Week, Wish
from booking.models import Attendance, Booking, Employee, Site
from booking.rules.admission import admit
from booking.rules.facts import Facts
from booking.rules.gathering import gather, people
from booking.rules.judgement import judge
from booking.rules.loading import rulebook
from booking.rules.proposal import Parts, Person, Proposal
from booking.rules.rulebook import Rulebook

WEEKS_PAST, WEEKS_TO_COME = 6, 3
SEED = 20210609
WITHOUT_DESK = {"Reception", "Building maintenance", "Mail room"}
ABSENT, CANCELLED_PAST, CANCELLED_TO_COME = 0.04, 0.04, 0.02


@dataclass(frozen=True)
class Granted:
    wish: Wish
    proposal: Proposal
    cancelled: bool


def window(today: date) -> tuple[date, date]:
    """The Monday six weeks ago, and the day after the Sunday that ends the third week to come."""
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(weeks=WEEKS_PAST), monday + timedelta(weeks=WEEKS_TO_COME + 1)


class SiteDays:
    """Fills the days of one site, one after the other; ``kept_free`` are desks that only their lovers take."""

    def __init__(
        self, site: Site, *, now: datetime, kept_free: frozenset[int], stories: Iterable["Story"] = ()
    ) -> None:
        self.site, self.now, self.kept_free = site, now, kept_free
        self.today = site.local_date(now)
        self.start, self.end = window(self.today)
        self.random = Random(f"{SEED} {site.code}")
        self.stories = list(stories)
        self.certain = {story.person.pk for story in self.stories}
        staff = (
            Employee.objects.filter(home_site=site).select_related("team", "home_site").prefetch_related("own_spaces")
        )
        self.staff = [person for person in staff.order_by("pk") if person.pk not in self.certain]
        known = people([p.pk for p in (*self.staff, *(story.person for story in self.stories))], since=self.start)
        self.persons: dict[int, Person] = known
        self.desks = _Desks(rulebook(site.pk), self.random)

    def dates(self) -> list[date]:
        return [self.start + timedelta(days=i) for i in range((self.end - self.start).days)]

    def fill(self) -> Iterator[date]:
        """Write each day that has no attendance yet, and yield it when it is done."""
        week: Week | None = None
        for day in self.dates():
            if day.weekday() == 0:
                ahead = (day - self.start).days // 7 - WEEKS_PAST
                week = Week(self.staff, day, weeks_ahead=ahead, random=self.random)
            if week is not None and day.weekday() < 5:
                self._fill_day(day, week)
            yield day

    def _fill_day(self, day: date, week: Week) -> None:
        told = [Wish(story.person, day, story.parts) for story in self.stories if day in story.dates]
        wishes = [*told, *week.on(day)]
        if not wishes:
            return
        keys = [("employee", wish.person.pk) for wish in wishes]
        with hold(sites=[self.site.pk], people=keys, days=[(self.site.pk, day)]):
            # While nobody is there, no desk is booked: the bookings need not be gathered desk by desk.
            if not Attendance.objects.filter(site=self.site, date=day).exists():
                self._write(self._judge(day, wishes, week))

    def _judge(self, day: date, wishes: Sequence[Wish], week: Week) -> list[Granted]:
        book = rulebook(self.site.pk)
        self.desks.book = book
        asked = [self._proposal(wish, book) for wish in wishes]
        facts = gather(asked)
        keys, granted = count(-1, -1), []
        for wish, proposal in zip(wishes, asked, strict=True):
            chosen = self._choose(wish, proposal, facts)
            if chosen is None:
                week.refused(wish)
                continue
            share = CANCELLED_PAST if day < self.today else CANCELLED_TO_COME
            cancelled = self.random.random() < share and wish.person.pk not in self.certain
            granted.append(Granted(wish, chosen, cancelled))
            if not cancelled:
                booking_id = next(keys) if chosen.space_id is not None else None
                facts = admit(chosen, facts, attendance_id=next(keys), booking_id=booking_id)
        return granted

    def _choose(self, wish: Wish, proposal: Proposal, facts: Facts) -> Proposal | None:
        """The proposal at the first desk that the rules grant; None when they refuse the day itself."""
        if wish.person.team is not None and wish.person.team.name in WITHOUT_DESK:
            return None if judge(proposal, facts).refused else proposal
        for desk in self.desks.liked_by(wish.person, self.kept_free):
            if facts.bookings.get((desk, proposal.date)):
                continue
            at_desk = replace(proposal, space_id=desk)
            if not judge(at_desk, facts).refused:
                return at_desk
            if judge(proposal, facts).refused:
                return None
        return None

    def _proposal(self, wish: Wish, book: Rulebook) -> Proposal:
        period = wish.parts.period(book.site, wish.date)
        return Proposal(
            person=self.persons[wish.person.pk],
            site_id=self.site.pk,
            date=wish.date,
            parts=wish.parts,
            period=period,
            now=min(self._asked_at(wish.date), period.end - timedelta(minutes=1)),
        )

    def _asked_at(self, day: date) -> datetime:
        """Some days before, at a waking hour, when the window was open; never in the future."""
        opened = self.site.instant(day - timedelta(days=day.weekday(), weeks=3), time())
        ahead = self.random.choices((0, 1, 2, 3, 5, 7, 9, 14), (1, 6, 5, 4, 4, 4, 3, 2))[0]
        clock = time(self.random.randrange(7, 22) if ahead else 6, self.random.randrange(60))
        return min(max(self.site.instant(day - timedelta(days=ahead), clock), opened), self.now)

    def _write(self, granted: Sequence[Granted]) -> None:
        attendances = Attendance.objects.bulk_create([self._attendance(each) for each in granted])
        states = {
            Attendance.State.PRESENT: Booking.State.CHECKED_IN,
            Attendance.State.ABSENT: Booking.State.RELEASED,
            Attendance.State.CANCELLED: Booking.State.CANCELLED,
        }
        Booking.objects.bulk_create(
            Booking(
                space_id=each.proposal.space_id,
                attendance=attendance,
                date=attendance.date,
                period=each.proposal.period,
                morning=attendance.morning,
                afternoon=attendance.afternoon,
                state=states.get(Attendance.State(attendance.state), Booking.State.BOOKED),
                requested_by_id=attendance.requested_by_id,
                created_at=attendance.created_at,
                changed_at=attendance.changed_at,
                checked_in_at=attendance.checked_in_at,
                ended_at=attendance.ended_at,
                ended_by_id=attendance.ended_by_id,
            )
            for each, attendance in zip(granted, attendances, strict=True)
            if each.proposal.space_id is not None
        )

    def _attendance(self, granted: Granted) -> Attendance:
        proposal, person = granted.proposal, granted.proposal.person
        attendance = Attendance(
            employee_id=person.employee_id,
            site=self.site,
            date=proposal.date,
            morning=proposal.parts.morning,
            afternoon=proposal.parts.afternoon,
            team_id=person.team_id,
            telework_able=person.telework_able,
            without_space_morning=proposal.space_id is None and proposal.parts.morning,
            without_space_afternoon=proposal.space_id is None and proposal.parts.afternoon,
            requested_by_id=person.employee_id,
            created_at=proposal.now,
            changed_at=proposal.now,
        )
        comes = self.site.instant(proposal.date, time(8) if proposal.parts.morning else self.site.midday)
        comes += timedelta(minutes=self.random.randrange(-40, 100))
        closes = self.site.instant(proposal.date, self.site.closes)
        if granted.cancelled:
            ended = proposal.now + (min(comes, self.now) - proposal.now) * self.random.uniform(0.2, 0.9)
            self._end(attendance, Attendance.State.CANCELLED, max(ended, proposal.now))
            attendance.ended_by_id = person.employee_id
        elif closes <= self.now and granted.wish.person.pk not in self.certain and self.random.random() < ABSENT:
            self._end(attendance, Attendance.State.ABSENT, closes)
        elif max(comes, proposal.now) <= self.now and proposal.date <= self.today:
            attendance.state = Attendance.State.PRESENT
            attendance.checked_in_at = attendance.changed_at = max(comes, proposal.now)
        return attendance

    @staticmethod
    def _end(attendance: Attendance, state: Attendance.State, at: datetime) -> None:
        attendance.state, attendance.ended_at, attendance.changed_at = state, at, at


@dataclass(frozen=True)
class Story:
    """Days that somebody has for certain, first in the queue; a person with a story has no other days."""

    person: Employee
    dates: frozenset[date]
    parts: Parts


class _Desks:
    """The desks of a site in the order in which somebody would like them."""

    def __init__(self, book: Rulebook, random: Random) -> None:
        self.book, self.random = book, random
        self.all = [space.id for space in book.spaces.values() if space.kind == "desk" and space.retired_on is None]
        self.by_zone: dict[int | None, list[int]] = {}
        self.by_floor: dict[int, list[int]] = {}
        for desk in self.all:
            self.by_zone.setdefault(book.spaces[desk].zone_id, []).append(desk)
            self.by_floor.setdefault(book.spaces[desk].floor_id, []).append(desk)

    def liked_by(self, person: Employee, kept_free: frozenset[int]) -> Iterator[int]:
        """One's own desk, the favourite, one in the team's zone, on its floor, anywhere."""
        mine = [desk.pk for desk in person.own_spaces.all()]
        if person.favourite_desk_id is not None:
            mine.append(person.favourite_desk_id)
        yield from mine
        zone = person.team.zone_id if person.team is not None else None
        around = self.by_zone.get(zone, []) if zone is not None else []
        floor = self.by_floor.get(self.book.zones[zone].floor_id, []) if zone in self.book.zones else []
        for desks in (around, floor, self.all):
            for desk in self.random.sample(desks, len(desks)):
                if desk not in kept_free and desk not in mine:
                    yield desk
