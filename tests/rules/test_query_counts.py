"""A judgement costs a fixed number of queries: as many for a thousand desks as for ten, for sixty days as for five."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.actions.asking import judge_unheld
from booking.models import Attendance, Booking, Floor, Space
from booking.rules.loading import rulebook
from booking.rules.proposal import ALL_DAY
from tests.cast import CAP_20, MONDAY, NOW, ONE_DAY, ONE_DESK, TUESDAY, Office, office

pytestmark = pytest.mark.django_db

# People with roles and absences; the version of the asked sites; and all at once own days with their bookings, counts
# at sites, inside floors and zones, bookings of the asked desks and their neighbours. Who has days at other sites needs
# the versions of those, too.
AT_ONE_SITE, WITH_DAYS_ELSEWHERE = 3, 4


@pytest.mark.parametrize("desks", [10, 1000])
def test_a_plan_of_desks_on_a_day(desks):
    cast = _ruled_office(desks)
    _has_history(cast, weeks=4)
    asks = [cast.ask(cast.ann, TUESDAY, desk=n) for n in range(desks)]

    verdicts, queries = _judged(asks)

    assert len(verdicts) == desks
    assert {measured.code for measured in verdicts[0].measured} == {
        "occupancy_cap", "person_maximum", "one_desk", "distance",
    }  # fmt: skip
    assert len(queries) == AT_ONE_SITE, queries


@pytest.mark.parametrize(("days", "weeks_elsewhere"), [(5, 0), (60, 0), (5, 8), (60, 8)])
def test_a_calendar_of_days_for_a_person_with_a_history_at_other_sites(days, weeks_elsewhere):
    cast, other = _ruled_office(10), office("antwerp", people=0, desks=2)
    other.publish({**ONE_DAY, "days": 2})
    _has_history(cast, weeks=4)
    _attends(cast.ann, other, [MONDAY + timedelta(weeks=week) for week in range(weeks_elsewhere)])
    rulebook(other.site.pk)
    asks = [cast.ask(cast.ann, TUESDAY + timedelta(days=day)) for day in range(days)]

    verdicts, queries = _judged(asks)

    assert len(verdicts) == days
    assert len(queries) == (WITH_DAYS_ELSEWHERE if weeks_elsewhere else AT_ONE_SITE), queries


def test_a_rulebook_is_read_once_and_then_only_asked_for_its_version(django_assert_num_queries):
    cast = _ruled_office(1000)
    rulebook(cast.site.pk)
    with django_assert_num_queries(1):
        rulebook(cast.site.pk)


def _ruled_office(desks: int) -> Office:
    """Caps in the site, a floor and its zones; maxima by week and month; one desk, and distance."""
    cast = office(desks=0, people=4)
    cast.floor = Floor.objects.get(pk=cast.floor.pk)
    cast.desks = Space.objects.bulk_create(
        Space(floor=cast.floor, zone=cast.zones["AB"[i % 2]], code=f"D{i}", x=200 * (i % 40), y=150 * (i // 40))
        for i in range(desks)
    )
    cast.base(telework=248)
    cast.publish(
        CAP_20,
        {"kind": "occupancy_cap", "number": 500, "floor": cast.floor},
        *({"kind": "occupancy_cap", "number": 300, "zone": zone} for zone in cast.zones.values()),
        {**ONE_DAY, "days": 3},
        {**ONE_DAY, "days": 10, "per": "month"},
        ONE_DESK,
        {"kind": "distance", "centimetres": 250},
    )
    return cast


def _has_history(cast: Office, *, weeks: int) -> None:
    for n, who in enumerate(cast.people.values()):
        visits = _attends(who, cast, [TUESDAY + timedelta(weeks=week) for week in range(-weeks, weeks)])
        Booking.objects.bulk_create(
            Booking(
                space=cast.desks[2 * n], attendance=visit, date=visit.date, morning=True, afternoon=True,
                period=ALL_DAY.period(cast.site, visit.date), created_at=NOW, changed_at=NOW,
            )
            for visit in visits
        )  # fmt: skip


def _attends(who, cast: Office, days) -> list[Attendance]:
    return Attendance.objects.bulk_create(
        Attendance(employee=who, site=cast.site, date=day, morning=True, afternoon=True, created_at=NOW, changed_at=NOW)
        for day in days
    )


def _judged(asks):
    rulebook(asks[0].site_id)  # from the shelf, as in a server that has run for a minute
    with CaptureQueriesContext(connection) as captured:
        verdicts = judge_unheld(asks, now=NOW)
    return verdicts, [query["sql"] for query in captured]
