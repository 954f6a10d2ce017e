"""On which days the demo's people would like to come, and where they would like to sit. Wishes only: rules decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from zlib import crc32

from booking.models import Employee
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts

HALF_DAYS = 0.08
SECOND_TRY = 0.6  # of those refused on one day, how many ask for another of the same week

# Monday to Friday: Tuesday and Thursday are the busiest, Friday is quiet.
LIKES = (0.12, 0.30, 0.19, 0.29, 0.10)
# How many of the week's wishes are known, this many weeks ahead: people plan some weeks, and the popular days first.
KNOWN = ((1.0,) * 5, (0.6, 1.0, 0.7, 1.0, 0.5), (0.35, 0.6, 0.4, 0.55, 0.3), (0.12, 0.25, 0.15, 0.2, 0.1))
IN_A_WEEK = 0.86  # of those who may come on one day, how many do
CANNOT_TELEWORK = 0.84  # on a working day, how many of them are in


@dataclass(frozen=True)
class Wish:
    person: Employee
    date: date
    parts: Parts


class Week:
    """The wishes of one week at one site; a day's refused ones may return on a later day."""

    def __init__(self, people: Iterable[Employee], monday: date, *, weeks_ahead: int, random: Random) -> None:
        self.monday, self.random = monday, random
        self.known = KNOWN[max(0, min(weeks_ahead, len(KNOWN) - 1))]
        self.by_day: list[list[Wish]] = [[] for _ in range(5)]
        for person in people:
            for weekday in self._days_of(person):
                self._add(person, weekday)

    def on(self, day: date) -> list[Wish]:
        wishes = self.by_day[day.weekday()] if day.weekday() < 5 else []
        self.random.shuffle(wishes)
        return wishes

    def refused(self, wish: Wish) -> None:
        """Some ask for a later day instead."""
        later = [day for day in range(wish.date.weekday() + 1, 5) if day + 1 in wish.person.working_days]
        if later and self.random.random() < SECOND_TRY:
            weekday = self.random.choice(later)
            if all(other.person.pk != wish.person.pk for other in self.by_day[weekday]):
                self._add(wish.person, weekday)

    def _days_of(self, person: Employee) -> list[int]:
        days = [weekday - 1 for weekday in person.working_days if weekday <= 5]
        if not days:
            return []
        if not person.telework_able:
            return [day for day in days if self.random.random() < CANNOT_TELEWORK * self.known[day]]
        likes = [LIKES[day] * (2.0 if day == _team_day(person) else 1.0) for day in days]
        if person.home_site is not None and person.home_site.code == "antwerp":
            count = self.random.choices((1, 2, 3), (15, 50, 35))[0]
        else:
            count = int(self.random.random() < IN_A_WEEK)
        chosen = {self.random.choices(days, likes)[0] for _ in range(count)}
        return [day for day in sorted(chosen) if self.random.random() < self.known[day]]

    def _add(self, person: Employee, weekday: int) -> None:
        half = self.random.random() < HALF_DAYS
        parts = self.random.choice((MORNING, AFTERNOON)) if half else ALL_DAY
        self.by_day[weekday].append(Wish(person, self.monday + timedelta(days=weekday), parts))


def _team_day(person: Employee) -> int:
    """The weekday on which a team likes to meet."""
    name = person.team.name if person.team is not None else ""
    return (1, 3, 2, 3, 1, 0, 2)[crc32(name.encode()) % 7]  # always the same, unlike a key or hash()
