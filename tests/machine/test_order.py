"""The personal maximum does not depend on the order of booking, nor on a policy that changes in mid-week."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg.types.range import Range

from booking.actions.asking import Refused
from booking.actions.reservation import reserve
from booking.models import Attendance, Message, Policy, Refusal
from booking.rules.proposal import AFTERNOON, MORNING
from tests.cast import MONDAY, NOW, office, publish

pytestmark = pytest.mark.django_db(transaction=True)

limits = st.tuples(*[st.sampled_from((1, 2, 3, 1, 2, None))] * 2)  # of a site: until Wednesday, and from Wednesday on
wanted = st.sets(st.tuples(st.integers(0, 1), st.integers(0, 4)), min_size=3, max_size=4)  # sites and weekdays


@pytest.fixture
def sites():
    return office("brussels", people=1), office("antwerp", people=0)


@settings(max_examples=40, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(per_site=st.tuples(limits, limits), wishes=wanted, data=st.data())
def test_all_orders_of_booking_a_week_end_alike(sites, per_site, wishes, data):
    ann, wednesday = sites[0].ann, MONDAY + timedelta(days=2)
    Policy.objects.all().delete()
    for cast, (early, late) in zip(sites, per_site, strict=True):
        for limit, period in ((early, Range(date(2020, 1, 1), wednesday)), (late, Range(wednesday, None))):
            publish(cast.site, *([{"kind": "person_maximum", "days": limit}] if limit else []), period=period)
    by_date: dict[date, list[int]] = {}
    for site, weekday in wishes:
        in_force = per_site[site][weekday >= 2]
        by_date.setdefault(MONDAY + timedelta(days=weekday), []).extend([in_force] if in_force else [])
    lowest = [min(found) for found in by_date.values() if found]
    allowed = all(sum(one <= limit for one in lowest) <= limit for limit in lowest)

    in_order = sorted(wishes)
    for order in (in_order, in_order[::-1], data.draw(st.permutations(in_order)), data.draw(st.permutations(in_order))):
        Message.objects.all().delete()
        Refusal.objects.all().delete()
        Attendance.objects.all().delete()
        granted = [_reserves(ann, sites[site], MONDAY + timedelta(days=weekday), site) for site, weekday in order]
        assert all(granted) == allowed, (per_site, order)


def _reserves(who, cast, day: date, site: int) -> bool:
    """Mornings at one site and afternoons at the other, so that only the maximum can object."""
    ask = cast.ask(who, day, parts=AFTERNOON if site else MORNING)
    try:
        reserve(ask=ask, by=who, now=NOW, door="test")
    except Refused as refused:
        assert [objection.code for objection in refused.verdict.refusals] == ["person_maximum"]  # noqa: PT017
        return False
    return True
