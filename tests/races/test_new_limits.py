"""A policy published, and a base taken, in the middle of the rush: what is granted afterwards keeps to it."""

import time
from contextlib import suppress
from datetime import timedelta

import pytest
from psycopg.types.range import Range

from booking.actions import base, publication
from booking.actions.asking import Refused
from booking.actions.base import take_base_snapshot
from booking.actions.publication import publish
from booking.actions.reservation import reserve
from booking.models import BaseSnapshot, Policy, Refusal, Rule
from tests.cast import CAP_20, NOW, Office
from tests.races import recount
from tests.races.party import asks, crowd_of, crowded_office, weeks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

EARLY = 12  # people who are in before anything changes
HANDS = 15  # threads; each books for several people, one after the other


@pytest.mark.parametrize("limit", [8, 30])
def test_a_policy_published_among_bookings(race, monkeypatch, limit):
    cast = crowded_office(people=60)
    seen = _counting_inside(monkeypatch, publication, "publish_held", cast)
    for day in weeks():
        draft = Policy.objects.create(site=cast.site, name="Stricter", period=Range(day, day + timedelta(days=1)))
        Rule.objects.create(policy=draft, kind="occupancy_cap", parameters={"number": limit})

        race([*_rush(cast, day), _once_some_are_in(cast, day, lambda d=draft: publish(policy=d, by=None, now=NOW))])

        _kept_to(limit, cast, day, at_the_change=seen[day])


@pytest.mark.parametrize(("percent", "limit"), [(15, 9), (50, 31)])
def test_a_base_taken_among_bookings(race, monkeypatch, percent, limit):
    """The base falls from 1,000 to the 62 of the staff list."""
    cast = crowded_office(people=60)
    cast.publish({**CAP_20, "percent": percent})
    seen = _counting_inside(monkeypatch, base, "headcount", cast)
    for day in weeks():
        BaseSnapshot.objects.all().delete()
        cast.base(telework=1000)

        def take(day=day):
            take_base_snapshot(site=cast.site, starts_on=day, by=None, reason="", now=NOW)

        race([*_rush(cast, day), _once_some_are_in(cast, day, take)])

        _kept_to(limit, cast, day, at_the_change=seen[day])


def _kept_to(limit: int, cast: Office, day, *, at_the_change: int) -> None:
    """Whoever was in stays, whoever came later was judged by the new limit; and it did happen in the middle."""
    assert EARLY <= at_the_change < 60
    assert recount.people(cast.site, day) == (max(limit, at_the_change),) * 2
    assert Refusal.objects.filter(date=day).count() == 60 - max(limit, at_the_change)


def _counting_inside(monkeypatch, module, name: str, cast: Office) -> dict:
    """Note, by day, how many are in at the moment at which ``module.name`` runs, in its transaction."""
    seen, act = {}, getattr(module, name)

    def counting(*arguments, **named):
        day = arguments[1] if arguments else named["policy"].period.lower
        seen[day] = recount.people(cast.site, day)[0]
        return act(*arguments, **named)

    monkeypatch.setattr(module, name, counting)
    return seen


def _rush(cast: Office, day) -> list:
    people = crowd_of(cast)
    return [_booking_for_each(people[hand::HANDS], cast, day) for hand in range(HANDS)]


def _booking_for_each(people, cast: Office, day):
    def act() -> None:
        for who in people:
            with suppress(Refused):
                reserve(ask=asks(who, cast, day), by=who, now=NOW, door="test")

    return act


def _once_some_are_in(cast: Office, day, change):
    def act() -> None:
        for _ in range(5000):
            if recount.people(cast.site, day)[0] >= EARLY:
                break
            time.sleep(0.001)
        change()

    return act
