"""What stands before anything is measured: offices, days, people, their sign-ins, and history in growing amounts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from benchmarks.attendances import fill, past_days, tidy, without_exclusion
from benchmarks.office import PASSWORD, Office, office
from benchmarks.sign_ins import sign_in
from benchmarks.sizes import Sizes
from booking.rules.loading import rulebook
from booking.rules.proposal import ALL_DAY

HALL = "hall"
SPREAD = 60  # days over which bookings are spread
COMING = 15  # open days that the pages find filled
OCCUPIED, ATTENDED = 0.6, 0.9  # of the cap: on coming days, and on past ones
SEVERAL = 100_000  # past attendances from which the exclusion constraint is better built afterwards


@dataclass
class Stage:
    """``hall`` is where most is booked; ``sites`` are the offices whose pages are read, by their number of desks."""

    sizes: Sizes
    today: date
    hall: Office
    sites: dict[int, Office]
    open_days: list[date]
    past: int = 0
    _bookers: dict[int, Iterator[int]] = field(default_factory=dict)
    _seats: dict[int, Iterator[int]] = field(default_factory=dict)
    _hot_days: Iterator[date] = field(default_factory=lambda: iter(()))

    @property
    def offices(self) -> list[Office]:
        return [self.hall, *self.sites.values()]

    @property
    def spread_days(self) -> list[date]:
        return self.open_days[COMING : COMING + SPREAD]

    def hot_day(self) -> date:
        """An open day on which nobody has booked yet."""
        return next(self._hot_days)

    def booker(self, place: Office) -> int:
        """Somebody who has booked nothing yet, so that no personal maximum refuses."""
        return next(self._bookers[place.site.pk])

    def seat(self, place: Office) -> tuple[date, int]:
        """A free desk on one of the days of the spread: first one desk on every day, then the next desk."""
        n = next(self._seats[place.site.pk])
        desk, day = divmod(n, SPREAD)
        return self.spread_days[day], place.desks[desk]

    def lengthen_history(self, total: int) -> None:
        """Add past attendances in all offices, as many a day as they admit, until there are about ``total``."""
        per_day = {place.site.pk: _daily(place) for place in self.offices}
        days = -(-total // sum(per_day.values()))
        had = self.past // sum(per_day.values())
        new = past_days(days, self.today)[had:]
        if total >= SEVERAL:
            with without_exclusion():
                self._fill(new, per_day)
        else:
            self._fill(new, per_day)
        self.past += len(new) * sum(per_day.values())
        tidy()

    def _fill(self, days: list[date], per_day: dict[int, int]) -> None:
        for place in self.offices:
            fill(place, days, per_day=per_day[place.site.pk])


def set_stage(sizes: Sizes, *, today: date, tell: Callable[[str], None]) -> Stage:
    """Offices with coming attendance, everybody signed in; no history yet."""
    tell(f"{len(sizes.desks) + 1} offices and their people …")
    hall = _office(HALL, 2 * sizes.round, cap=sizes.bookings, bookers=sizes.rounds * sizes.round)
    sites = {desks: _office(f"site-{desks}", desks, cap=desks // 2, bookers=2 * sizes.round) for desks in sizes.desks}
    days = _open_days(hall, today)
    stage = Stage(sizes=sizes, today=today, hall=hall, sites=sites, open_days=days)
    stage._hot_days = iter(days[COMING + SPREAD :])
    for place in stage.offices:
        stage._bookers[place.site.pk] = iter(place.bookers)
        stage._seats[place.site.pk] = count()
    for place in sites.values():
        fill(place, days[:COMING], per_day=int(place.cap * OCCUPIED))
    tell("sign-ins …")
    for place in stage.offices:
        sign_in(place.everybody, password=PASSWORD)
    return stage


def _office(code: str, desks: int, *, cap: int, bookers: int) -> Office:
    return office(code, desks=desks, people=3 * desks, bookers=bookers, cap=cap)


def _daily(place: Office) -> int:
    return int(place.cap * ATTENDED)


def _open_days(place: Office, today: date) -> list[date]:
    """The days on which the office opens, from next Monday on, as far as its booking window reaches."""
    book = rulebook(place.site.pk)
    monday = today + timedelta(days=7 - today.weekday())
    days = (monday + timedelta(days=n) for n in range(600))
    return [day for day in days if book.closed(day, ALL_DAY) is None]
