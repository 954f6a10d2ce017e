"""Who may do what for whom. The one place in the code that reads roles as permissions."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, Q, QuerySet
from django.db.models.expressions import RawSQL

from booking.models import Attendance, Booking, Employee, RoleGrant, Site, Team
from booking.rules.proposal import Person
from booking.rules.verdict import Verdict

MANAGES = (RoleGrant.Role.FACILITY_MANAGER, RoleGrant.Role.ADMINISTRATOR)
RECEIVES = (RoleGrant.Role.RECEPTIONIST, *MANAGES)
# Only life safety opens the roll call: it names everybody, whatever they chose. Managing a site is no reason for that.
KEEPS_SAFE = (RoleGrant.Role.SAFETY_WARDEN, RoleGrant.Role.FIRST_AIDER)

# The kinds that those who manage may override, each time with a reason. Physical limits are not kinds and never listed.
OVERRIDABLE = ("occupancy_cap", "person_maximum", "team_days", "booking_window", "access", "distance", "room_limits")

# Who answers what people say about the record of their days.
ANSWERS_DISPUTES = (RoleGrant.Role.HR, *MANAGES)


class NotAllowed(Exception):
    """``by`` may not do this, whatever the rules say."""


def may_override(by: Person, code: str, site_id: int) -> bool:
    """Whether ``by`` may set aside an objection of this kind at this site."""
    return code in OVERRIDABLE and runs(by, site_id)


def runs(person: Person, site_id: int) -> bool:
    """As ``manages``, of somebody whose roles are known already."""
    return any(person.has_role(role, site_id) for role in MANAGES)


def may_override_all(by: Person, verdict: Verdict) -> bool:
    """Whether a refusal stands only on what ``by`` may set aside."""
    site_id = verdict.proposal.site_id
    return verdict.refused and all(may_override(by, objection.code, site_id) for objection in verdict.refusals)


def check_may_act_for(*, by: Employee, employee_id: int, site_id: int) -> None:
    """Raise NotAllowed unless ``by`` is that person, is named by them, leads their team, or manages the site."""
    if by.pk == employee_id or helps(by, employee_id) or manages(by, site_id):
        return
    raise NotAllowed


def helps(by: Employee, employee_id: int) -> bool:
    """Whether somebody may act for a person at any site: as an assistant named by them, or the lead of their team."""
    return Employee.objects.filter(_helped_by(by), pk=employee_id).exists()


def helped_by(by: Employee, *, on: date) -> QuerySet[Employee]:
    """Those who are employed on that day and for whom ``by`` may act at any site."""
    return Employee.objects.employed_on(on).filter(_helped_by(by)).exclude(pk=by.pk)


def helped_and_oneself(by: Employee, *, on: date) -> tuple[list[tuple[int, str]], bool]:
    """Keys and names of those for whom ``by`` may act, and whether they may act for anybody, somewhere. One query."""
    manages_somewhere = Exists(RoleGrant.objects.filter(employee=by, role__in=MANAGES))
    rows = (
        Employee.objects.employed_on(on)
        .filter(_helped_by(by))
        .annotate(anybody=manages_somewhere)
        .order_by("sort_key", "pk")
        .values_list("pk", "given_name", "family_name", "anybody")
    )
    people = [(pk, f"{given} {family}".strip()) for pk, given, family, _anybody in rows if pk != by.pk]
    return people, any(anybody for *_person, anybody in rows)


def check_may_propose(*, by: Employee, team_id: int) -> None:
    """Raise NotAllowed unless ``by`` leads the team."""
    if not Team.objects.filter(pk=team_id, lead=by).exists():
        raise NotAllowed


def _helped_by(by: Employee) -> Q:
    """Oneself among them. A union of two look-ups by index: an OR of them would read the whole staff for each page."""
    return Q(pk__in=RawSQL(_HELPED, [by.pk, by.pk, by.pk]))


_HELPED = """
SELECT e.id FROM booking_team t JOIN booking_employee e ON e.team_id = t.id WHERE t.lead_id = %s
 UNION SELECT employee_id FROM booking_delegation WHERE assistant_id = %s
 UNION SELECT %s
"""


def check_may_change(*, by: Employee, attendance: Attendance) -> None:
    """Raise NotAllowed unless it is their own day or that of somebody they may act for; hosts act for visitors."""
    if attendance.employee_id is not None:
        check_may_act_for(by=by, employee_id=attendance.employee_id, site_id=attendance.site_id)
    elif attendance.visitor is None or (attendance.visitor.host_id != by.pk and not manages(by, attendance.site_id)):
        raise NotAllowed


def check_may_change_meeting(*, by: Employee, meeting: Booking) -> None:
    """Raise NotAllowed unless they organise it, may act for who does, or manage the site."""
    site_id = meeting.space.floor.site_id
    if meeting.organiser_id is not None:
        check_may_act_for(by=by, employee_id=meeting.organiser_id, site_id=site_id)
    elif not manages(by, site_id):
        raise NotAllowed


def manages(employee: Employee, site_id: int) -> bool:
    """Whether somebody is a facility manager of the site, or an administrator."""
    return _holds(employee, MANAGES, site_id)


def managed_sites(employee: Employee) -> set[int | None]:
    """The sites that somebody manages; None stands for all of them."""
    return set(RoleGrant.objects.filter(employee=employee, role__in=MANAGES).values_list("site_id", flat=True))


def check_may_receive(*, by: Employee, site_id: int) -> None:
    """Raise NotAllowed unless they receive visitors at the site."""
    if not _holds(by, RECEIVES, site_id):
        raise NotAllowed


def sites_of_duty(employee: Employee, roles: Collection[str]) -> list[Site]:
    """The sites at which somebody holds one of these roles, their own first."""
    granted = list(RoleGrant.objects.filter(employee=employee, role__in=roles).values_list("site_id", flat=True))
    if not granted:
        return []
    sites = Site.objects.all() if None in granted else Site.objects.filter(pk__in=granted)
    return sorted(sites, key=lambda site: (site.pk != employee.home_site_id, site.name))


def _holds(employee: Employee, roles: Collection[str], site_id: int) -> bool:
    grants = RoleGrant.objects.filter(employee=employee, role__in=roles).values_list("site_id", flat=True)
    return any(granted is None or granted == site_id for granted in grants)


def sites_managed_by(employee: Employee) -> QuerySet[Site]:
    """The sites of which somebody is a facility manager; all of them for an administrator."""
    return _at(managed_sites(employee))


def sites_answered_by(employee: Employee) -> QuerySet[Site]:
    """The sites whose people somebody answers when they dispute the record of a day."""
    grants = RoleGrant.objects.filter(employee=employee, role__in=ANSWERS_DISPUTES).values_list("site_id", flat=True)
    return _at(set(grants))


def _at(granted: set[int | None]) -> QuerySet[Site]:
    """A grant without a site holds for all."""
    if None in granted:
        return Site.objects.all()
    return Site.objects.filter(pk__in=[pk for pk in granted if pk is not None])


def managers_of(site_id: int) -> list[int]:
    """The facility managers of a site, or its administrators where it has none: keys."""
    grants = list(
        RoleGrant.objects.filter(role__in=MANAGES, employee__is_active=True)
        .filter(Q(site=site_id) | Q(site=None))
        .order_by("employee")
        .values_list("employee_id", "role")
    )
    facility = [pk for pk, role in grants if role == RoleGrant.Role.FACILITY_MANAGER]
    return list(dict.fromkeys(facility or [pk for pk, _role in grants]))
