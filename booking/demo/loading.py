"""Load the demo organisation: its files through the imports that a customer uses, then the days around today."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from booking.actions.absence import enter_absence
from booking.actions.people_import import import_people
from booking.actions.places_import import import_places
from booking.actions.policies_import import import_policies
from booking.demo import staff
from booking.demo.days import SEED, SiteDays, Story, window
from booking.demo.upkeep import lend_a_desk, report_a_fault
from booking.models import Absence, Attendance, Employee, Site
from booking.rules.opening import closed_by
from booking.rules.proposal import ALL_DAY

FOLDER = Path(__file__).parent
PASSWORD = "headroom-demo"
SITES = ("brussels", "antwerp", "liege")
AWAY = 0.06  # how many are away for some days within these weeks

Step = tuple[str, Callable[[], object]]


class OtherOrganisation(Exception):
    """The database holds sites that are not the demo's."""


def is_loaded() -> bool:
    """Whether everything was loaded: the last thing written is the day off of the employee in Brussels."""
    return Absence.objects.filter(employee__email=staff.sign_in_addresses()[0][1]).exists()


def load(*, now: datetime) -> Iterator[tuple[str, int, int]]:
    """Load it all, yielding what is being done and how far it is; goes on where it was interrupted.

    Raises OtherOrganisation rather than mixing the demo with somebody's data.
    """
    if others := Site.objects.exclude(code__in=SITES).values_list("code", flat=True).first():
        raise OtherOrganisation(others)
    yield "places", 0, 1
    import_places(path=FOLDER / "places.csv")
    yield "people", 0, 1
    first_day, _end = window(now.date())
    import_people(path=FOLDER / "people.csv", by=None, now=now, starts_on=first_day, password=PASSWORD)
    yield "policies", 0, 1
    import_policies(path=FOLDER / "policies.toml", by=None, now=now)
    _learn_sizes()
    sites = list(Site.objects.filter(code__in=SITES).order_by("-pk"))
    _enter_absences(now)
    fills = [_site_days(site, now) for site in sites]
    total, done = sum(len(fill.dates()) for fill in fills), 0
    for fill in fills:
        for day in fill.fill():
            done += 1
            if day.weekday() == 6:
                _learn_sizes("booking_attendance", "booking_booking")
            yield f"{fill.site.code} {day}", done, total
    _break_and_lend(now)
    _give_eva_a_day_off(now)
    _learn_sizes()


def _learn_sizes(*tables: str) -> None:
    """Let PostgreSQL count: it plans for empty tables until it has, and an autovacuum is minutes away."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _site_days(site: Site, now: datetime) -> SiteDays:
    """The days of a site, with the stories of those one signs in as."""
    people = {person.email: person for person in Employee.objects.select_related("team").filter(home_site=site)}
    told = [people[address] for _part, address in staff.sign_in_addresses() if address in people]
    return SiteDays(
        site,
        now=now,
        kept_free=frozenset(person.favourite_desk_id for person in told if person.favourite_desk_id is not None),
        stories=[Story(person, frozenset(_dates_of(person, site, now)), ALL_DAY) for person in told],
    )


def _dates_of(person: Employee, site: Site, now: datetime) -> Iterator[date]:
    """Eva came once a week and has nothing yet this week or next, so that a day is one tap away. The others plan."""
    today = site.local_date(now)
    monday, (start, _end) = today - timedelta(days=today.weekday()), window(today)
    plan = {
        "Eva": ((3, 1, 3, 2, 3, 1), ()),
        "Lotte": (((1, 3),) * 6, ((), (1,), ())),
        "Julien": ((3, 3, 1, 3, 2, 3), (None, 3, 3)),
        "Marc": ((1, 2, 1, 3, 1, 0), (2, 1, None)),
        "Sofie": ((3, 3, 3, 3, 3, 3), (3, 3, None)),
    }[person.given_name]
    past, coming = plan
    for weeks, first in ((past, start), (coming, monday)):
        for number, days in enumerate(weeks):
            week = first + timedelta(weeks=number)
            for weekday in days if isinstance(days, tuple) else () if days is None else (days,):
                yield _next_open(site, week + timedelta(days=weekday))


def _next_open(site: Site, day: date) -> date:
    """The day, or the next on which the site is open."""
    while closed_by(site, (), day, ALL_DAY) is not None:
        day += timedelta(days=1)
    return day


def _enter_absences(now: datetime) -> None:
    """Some people are on leave or ill for some days; known before anybody books."""
    if Absence.objects.exists() or Attendance.objects.exists():
        return
    start, end = window(now.date())
    random = Random(SEED)
    told = [address for _part, address in staff.sign_in_addresses()]
    absences = []
    for person in Employee.objects.exclude(email__in=told).order_by("pk"):
        if random.random() < AWAY:
            first = start + timedelta(days=random.randrange((end - start).days))
            absences.append(
                Absence(
                    employee=person,
                    kind=random.choice((Absence.Kind.LEAVE, Absence.Kind.LEAVE, Absence.Kind.SICK, Absence.Kind.OTHER)),
                    period=DateRange(first, first + timedelta(days=random.choice((1, 1, 2, 3, 5, 7, 12)))),
                    source=Absence.Source.IMPORTED,
                )
            )
    Absence.objects.bulk_create(absences)


def _break_and_lend(now: datetime) -> None:
    """Something for the facility manager to answer, and his own desk for others while he is away."""
    people = {person.given_name: person for person in Employee.objects.filter(
        email__in=[address for _part, address in staff.sign_in_addresses()]
    ).select_related("favourite_desk")}  # fmt: skip
    beside_eva = people["Julien"].favourite_desk
    assert beside_eva is not None
    report_a_fault(space=beside_eva, by=people["Eva"], now=now)
    lend_a_desk(owner=people["Marc"], now=now)


def _give_eva_a_day_off(now: datetime) -> None:
    eva = Employee.objects.select_related("home_site").get(email=staff.sign_in_addresses()[0][1])
    site = eva.home_site
    assert site is not None
    today = site.local_date(now)
    day = _next_open(site, today - timedelta(days=today.weekday()) + timedelta(weeks=2, days=2))
    enter_absence(
        employee=eva, kind=Absence.Kind.LEAVE, starts_on=day, ends_on=day + timedelta(days=1), by=eva, now=now
    )
