"""The demo organisation, loaded once; then its days are counted again, without the rules engine."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import Count, Q

from booking.demo import staff
from booking.demo.loading import PASSWORD
from booking.models import Absence, Attendance, BaseSnapshot, Booking, DeskRelease, Employee, Fault, Message, Site
from booking.rules.opening import public_holiday

NOW = datetime.fromisoformat("2026-11-23T10:30:00+01:00")  # a Monday; Armistice Day lies in the weeks before
MONDAY = NOW.date()
STANDING = Q(state__in=["held", "planned", "present"])


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for this file in a transaction that is rolled back."""
    from django.conf import settings
    from django.test import TestCase

    with django_db_blocker.unblock():
        atomics = TestCase._enter_atomics()
        before, settings.DEBUG = settings.DEBUG, True
        try:
            with time_machine.travel(NOW, tick=False):
                call_command("load_demo", verbosity=0)
            yield
        finally:
            settings.DEBUG = before
            TestCase._rollback_atomics(atomics)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def site(code: str) -> Site:
    return Site.objects.get(code=code)


def standing():
    return Attendance.objects.filter(STANDING)


def by_half(attendances) -> dict:
    """(site, date) → people in the fuller half."""
    counts = attendances.values("site__code", "date").annotate(
        mornings=Count("pk", filter=Q(morning=True)), afternoons=Count("pk", filter=Q(afternoon=True))
    )
    return {(row["site__code"], row["date"]): max(row["mornings"], row["afternoons"]) for row in counts}


def test_no_day_is_over_its_cap():
    bases = {base.site.code: base.telework for base in BaseSnapshot.objects.select_related("site")}
    able = by_half(standing().filter(employee__telework_able=True))
    everyone = by_half(standing())
    assert bases["liege"] == 8
    caps = {"brussels": bases["brussels"] * 20 // 100, "liege": 5}
    for (code, day), people in able.items():
        assert people <= caps.get(code, people), (code, day)
    assert all(people <= 54 for (code, _day), people in everyone.items() if code == "antwerp")


def test_nobody_is_over_their_days_of_the_week():
    days = defaultdict(set)
    for person, able, code, day in standing().values_list("employee", "employee__telework_able", "site__code", "date"):
        if able or code == "antwerp":
            days[code, person, day.isocalendar()[:2]].add(day)
    most = {
        code: max(len(d) for (other, *_), d in days.items() if other == code)
        for code in ("brussels", "antwerp", "liege")
    }
    assert most == {"brussels": 1, "antwerp": 3, "liege": 1}


def test_nobody_comes_when_closed_away_or_off():
    for day in standing().values_list("date", flat=True).distinct():
        assert day.weekday() < 5
        assert not public_holiday("BE", day)
    away = {(a.employee_id, a.period.lower + timedelta(n)) for a in Absence.objects.all()
            for n in range((a.period.upper - a.period.lower).days)}  # fmt: skip
    assert not away & set(standing().values_list("employee", "date"))
    for pattern, day in standing().values_list("employee__working_days", "date"):
        assert day.isoweekday() in pattern


def test_bookings_belong_to_their_days_and_reserved_zones_to_their_teams():
    bookings = Booking.objects.filter(state__in=["booked", "checked_in"]).select_related(
        "attendance__employee__team", "space__zone__floor__site", "space__owner"
    )
    reserved = {("brussels", "3", "C"): (4, "People"), ("brussels", "4", "D"): (2, "Data science")}
    seen = Counter()
    for booking in bookings:
        attendance, space = booking.attendance, booking.space
        assert attendance.standing
        assert (booking.date, booking.morning, booking.afternoon) == (
            attendance.date, attendance.morning, attendance.afternoon,
        )  # fmt: skip
        assert space.owner in (None, attendance.employee)
        zone = (space.zone.floor.site.code, space.zone.floor.code, space.zone.code)
        weekday, team = reserved.get(zone, (0, ""))
        if booking.date.isoweekday() == weekday:
            assert attendance.employee.team.name == team
            seen[team] += 1
    assert set(seen) == {"People", "Data science"}
    assert not Booking.objects.exclude(attendance__isnull=False).exists()


def test_rows_tell_a_story_that_can_be():
    for attendance in Attendance.objects.select_related("site"):
        here = attendance.site
        monday = attendance.date - timedelta(days=attendance.date.weekday(), weeks=4 if here.code == "antwerp" else 3)
        assert attendance.created_at <= NOW
        assert here.local_date(attendance.created_at) >= monday  # not before booking opened
        assert here.local_date(attendance.created_at) <= attendance.date
        assert attendance.changed_at >= attendance.created_at
        if attendance.state == "present":
            assert here.local_date(attendance.checked_in_at) == attendance.date <= MONDAY
            assert attendance.created_at <= attendance.checked_in_at <= NOW
        if attendance.state == "planned":
            assert attendance.date >= MONDAY
        if attendance.state in ("absent", "cancelled"):
            assert attendance.created_at <= attendance.ended_at <= NOW
    states = Counter(Attendance.objects.values_list("state", flat=True))
    assert states["present"] > 8000
    assert min(states["absent"], states["cancelled"]) > 200
    assert not Message.objects.exists()


def test_tuesdays_and_thursdays_are_full_and_fridays_are_not():
    cap = BaseSnapshot.objects.get(site__code="brussels").telework * 20 // 100
    able = by_half(standing().filter(employee__telework_able=True, site=site("brussels")))
    next_week = [able["brussels", MONDAY + timedelta(days=7 + n)] for n in range(5)]
    assert next_week[1] == next_week[3] == cap
    assert max(next_week[0], next_week[4]) < cap // 2


def test_the_employee_in_brussels_has_this_week_and_next_before_her():
    eva = Employee.objects.get(email=staff.sign_in_addresses()[0][1])
    assert not standing().filter(employee=eva, date__gte=MONDAY).exists()
    used = Counter(Booking.objects.filter(attendance__employee=eva).values_list("space__code", flat=True))
    assert used == {"3.14": 6}
    assert eva.favourite_desk.code == "3.14"
    assert not Booking.objects.filter(space=eva.favourite_desk, date__gte=MONDAY).exists()
    day_off = Absence.objects.get(employee=eva).period.lower
    assert MONDAY + timedelta(days=14) <= day_off < MONDAY + timedelta(days=21)
    with_her_team = standing().filter(employee__team=eva.team, date__gte=MONDAY, date__lt=MONDAY + timedelta(days=14))
    assert with_her_team.values("date").distinct().count() >= 5


def test_something_is_broken_and_a_desk_is_lent_on_days_on_which_its_owner_is_away():
    fault, release = Fault.objects.get(), DeskRelease.objects.select_related("space__owner").get()
    assert (fault.state, fault.space.code, fault.reported_by.given_name) == ("open", "3.16", "Eva")
    days = release.period
    assert (release.space.code, days.lower, (days.upper - days.lower).days) == ("4.70", MONDAY + timedelta(14), 5)
    assert not standing().filter(employee=release.space.owner, date__gte=days.lower, date__lt=days.upper).exists()


def test_those_one_signs_in_as_are_who_they_are(capsys):
    from django.conf import settings

    assert settings.DEBUG
    call_command("demo_sign_ins")
    told = capsys.readouterr().out
    assert told.count(PASSWORD) == 5
    eva, lotte, julien, marc, sofie = (
        Employee.objects.get(email=email) for _part, email in staff.sign_in_addresses() if email in told
    )
    assert (eva.home_site.code, lotte.home_site.code) == ("brussels", "antwerp")
    assert eva.team.lead == julien
    assert set(marc.role_grants.values_list("role", "site__code")) == {
        ("facility_manager", "brussels"), ("facility_manager", "antwerp"),
    }  # fmt: skip
    assert set(sofie.role_grants.values_list("role", flat=True)) == {"hr"}
    assert eva.check_password(PASSWORD)


def test_a_second_load_does_nothing_and_says_so(capsys):
    before = Attendance.objects.count()
    call_command("load_demo")
    assert "loaded already" in capsys.readouterr().out
    assert Attendance.objects.count() == before


def test_without_debug_there_is_no_demo(settings):
    settings.DEBUG = False
    for command in ("load_demo", "demo_sign_ins"):
        with pytest.raises(CommandError, match="DEBUG"):
            call_command(command)
