"""Moments by the wall clock of a site."""

from datetime import date, time

from booking.models import Site

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # the days on which Brussels changes its clocks


def test_moments_follow_each_other_as_they_happen_not_as_the_clock_shows_them():
    brussels = Site(time_zone="Europe/Brussels")
    assert brussels.instant(SPRING, time(3, 15)) < brussels.instant(SPRING, time(2, 30))  # there is no 2:30 on that day
    assert brussels.instant(SPRING, time(3, 30)) == brussels.instant(SPRING, time(2, 30))


def test_a_local_day_is_as_long_as_it_is():
    brussels = Site(time_zone="Europe/Brussels")
    for day, hours in ((SPRING, 23), (AUTUMN, 25)):
        start, end = brussels.part_of_day(day, morning=True, afternoon=True)
        assert (end - start).total_seconds() == hours * 3600
