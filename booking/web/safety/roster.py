"""Who is in the building, by place, whatever they chose to show: for those who must find everybody.

In the building is who has checked in today, and each visitor who has arrived and not left. A fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking.actions.permissions import KEEPS_SAFE
from booking.models import Attendance, Booking, RoleGrant, Site, Space
from booking.rules.proposal import Parts
from booking.web.days_in_words import part_in_words


@dataclass(frozen=True, slots=True)
class Person:
    """``key`` is that of their day; ``note`` says with whom a visitor is, or when somebody is expected."""

    key: int
    name: str
    place: str
    note: str = ""
    is_visitor: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    people: Sequence[Person]


@dataclass(frozen=True, slots=True)
class OnDuty:
    name: str
    duty: str
    place: str


@dataclass(frozen=True, slots=True)
class Roster:
    on_duty: Sequence[OnDuty]
    groups: Sequence[Group]
    expected: Sequence[Person]

    @property
    def total(self) -> int:
        return sum(len(group.people) for group in self.groups)


def roster(site: Site, *, now: datetime) -> Roster:
    """Four queries: the days, their spaces and meetings, and the duties."""
    days = [day for day in _days(site, now) if not _has_left(day)]
    spaces = _spaces([day.pk for day in days], now)
    here = [day for day in days if day.state == Attendance.State.PRESENT]
    by_host = {day.employee_id: spaces[day.pk] for day in here if day.pk in spaces and day.employee_id}
    for day in here:
        # A visitor without a room of their own is most likely where the host is.
        if day.visitor is not None and day.visitor.host_id in by_host:
            spaces.setdefault(day.pk, by_host[day.visitor.host_id])
    return Roster(
        on_duty=_on_duty(site, here, spaces),
        groups=_groups(here, spaces),
        expected=[_expected(day, spaces) for day in days if day.state == Attendance.State.PLANNED],
    )


def _days(site: Site, now: datetime) -> list[Attendance]:
    days = Attendance.objects.filter(
        site=site, date=site.local_date(now), state__in=[Attendance.State.PLANNED, Attendance.State.PRESENT]
    )
    found = list(days.select_related("employee", "visitor__host", "visit", "site"))
    return sorted(found, key=lambda day: (day.employee.sort_key if day.employee else _name(day).casefold(), day.pk))


def _has_left(day: Attendance) -> bool:
    visit = getattr(day, "visit", None)
    return visit is not None and visit.left_at is not None


def _spaces(days: Sequence[int], now: datetime) -> dict[int, Space]:
    """Where each is by what is booked: at this moment, else next, else last today; a meeting before a desk."""
    bookings = Booking.objects.standing().select_related("space__zone", "space__floor")
    found: dict[int, list[tuple[tuple, Space]]] = defaultdict(list)
    for booking in bookings.filter(attendance__in=days):
        found[booking.attendance_id or 0].append((_nearness(booking, now, is_desk=True), booking.space))
    meetings = bookings.filter(participants__attendance__in=days)
    for booking in meetings.annotate(comer=F("participants__attendance")):
        found[booking.comer].append((_nearness(booking, now, is_desk=False), booking.space))
    return {day: min(spaces, key=lambda pair: pair[0])[1] for day, spaces in found.items()}


def _nearness(booking: Booking, now: datetime, *, is_desk: bool) -> tuple:
    start, end = booking.period.lower, booking.period.upper
    if start <= now < end:
        return (0, is_desk, start)
    return (1, start) if start > now else (2, -end.timestamp())


def _on_duty(site: Site, here: Iterable[Attendance], spaces: Mapping[int, Space]) -> list[OnDuty]:
    in_building = {day.employee_id: day for day in here if day.employee_id is not None}
    grants = RoleGrant.objects.filter(role__in=KEEPS_SAFE, employee__in=in_building)
    duties: dict[int, list[str]] = defaultdict(list)
    for employee_id, role, site_id in grants.values_list("employee", "role", "site"):
        if site_id in (None, site.pk):
            duties[employee_id].append(str(RoleGrant.Role(role).label))
    return [
        OnDuty(_name(day), ", ".join(sorted(set(duties[pk]))), _place(spaces.get(day.pk)))
        for pk, day in in_building.items()
        if pk in duties
    ]


def _groups(here: Iterable[Attendance], spaces: Mapping[int, Space]) -> list[Group]:
    """By floor from the ground up, and zone; those without a place last."""
    found: dict[tuple, list[Person]] = defaultdict(list)
    for day in here:
        note = "" if day.visitor is None else _("visitor of %(host)s") % {"host": day.visitor.host.get_full_name()}
        space = spaces.get(day.pk)
        person = Person(day.pk, _name(day), _place(space), note, day.visitor is not None)
        found[_area(space)].append(person)
    return [Group(name, people) for (*_order, name), people in sorted(found.items())]


def _area(space: Space | None) -> tuple:
    if space is None:
        return (1, 0, "", _("No place booked"))
    floor = space.floor.name or _("Floor %(code)s") % {"code": space.floor.code}
    zone = "" if space.zone is None else space.zone.name or space.zone.code
    return (0, space.floor.level, space.floor.code + zone, ", ".join(filter(None, [floor, zone])))


def _expected(day: Attendance, spaces: Mapping[int, Space]) -> Person:
    visit = getattr(day, "visit", None)
    when = part_in_words(Parts(day.morning, day.afternoon))
    if visit is not None:
        when = _("from %(time)s") % {"time": date_format(visit.period.lower.astimezone(day.site.zone_info), "H:i")}
    if day.visitor is not None:
        said = _("visitor of %(host)s, %(when)s")
        when = said % {"host": day.visitor.host.get_full_name(), "when": when}
    return Person(day.pk, _name(day), _place(spaces.get(day.pk)), when, day.visitor is not None)


def _place(space: Space | None) -> str:
    return "" if space is None else space.name or space.code


def _name(day: Attendance) -> str:
    return str(day.employee or day.visitor)
