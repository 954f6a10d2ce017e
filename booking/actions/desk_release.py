"""Release an assigned desk for dates on which its owner is not there, and take it back where nobody has booked it.

Whether a desk is released is part of the rules of its site: both take the site for themselves, for a moment, so that
nobody is judged by one state and writes in the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.locking import hold_whole_sites
from booking.actions.permissions import check_may_act_for
from booking.models import Booking, DeskRelease, Employee, Space
from booking.rules.dates_in_words import long_day

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Days:
    """Half-open."""

    start: date
    end: date


def release_desk(*, space: Space, starts_on: date, ends_on: date, by: Employee, now: datetime) -> None:
    """Let others book ``space`` on the dates [starts_on, ends_on); dates that are released already stay so.

    Raises NotAllowed, NotPossible (nobody's desk, no dates, or gone by), Busy.
    """
    site_id = _check_may_release(space, by)
    days = _from_today(Days(starts_on, ends_on), space, now)
    if days.end - days.start > LONGEST:
        raise NotPossible(_("Release a desk for a year at most."))
    with hold_whole_sites([site_id]):
        _check_still_owned(space)
        DeskRelease.objects.bulk_create(
            DeskRelease(space=space, period=DateRange(part.start, part.end), released_by=by, created_at=now)
            for part in _without(days, _released(space, days))
        )


def take_desk_back(*, space: Space, starts_on: date, ends_on: date, by: Employee, now: datetime) -> None:
    """Let the desk be its owner's again on the dates [starts_on, ends_on); other released dates stay so.

    Raises NotAllowed, NotPossible (a colleague has booked it, or it is not released), Busy.
    """
    site_id = _check_may_release(space, by)
    days = _from_today(Days(starts_on, ends_on), space, now)
    with hold_whole_sites([site_id]):
        released = list(_released(space, days))
        if not released:
            raise NotPossible(_("%(desk)s is not released then.") % {"desk": space.code})
        if taken := _booked_by_others(space, days):
            raise NotPossible(_in_the_way(taken, space, by))
        for release in released:
            # The trail keeps the row; what is left of it are rows of their own.
            kept = list(_without(Days(release.period.lower, release.period.upper), [_as_row(days)]))
            release.delete()
            DeskRelease.objects.bulk_create(
                DeskRelease(
                    space=space,
                    period=DateRange(part.start, part.end),
                    released_by_id=release.released_by_id,
                    created_at=release.created_at,
                )
                for part in kept
            )


def _check_may_release(space: Space, by: Employee) -> int:
    if space.owner_id is None:
        raise NotPossible(_("%(desk)s is nobody’s own desk.") % {"desk": space.code})
    site_id = space.floor.site_id
    check_may_act_for(by=by, employee_id=space.owner_id, site_id=site_id)
    return site_id


def _check_still_owned(space: Space) -> None:
    if not Space.objects.filter(pk=space.pk, owner=space.owner_id).exists():
        raise NotPossible(_("%(desk)s has another owner by now.") % {"desk": space.code})


def _from_today(days: Days, space: Space, now: datetime) -> Days:
    """What has not gone by: history stays."""
    days = Days(max(days.start, space.floor.site.local_date(now)), days.end)
    if days.start >= days.end:
        raise NotPossible(_("Choose today or days to come, the first before the last."))
    return days


def _released(space: Space, days: Days) -> Iterable[DeskRelease]:
    return DeskRelease.objects.filter(space=space, period__overlap=DateRange(days.start, days.end)).order_by("period")


def _without(days: Days, others: Iterable[DeskRelease]) -> Iterable[Days]:
    """What of ``days`` none of ``others`` (in order) covers."""
    start = days.start
    for other in others:
        if start < other.period.lower:
            yield Days(start, min(other.period.lower, days.end))
        start = max(start, other.period.upper)
    if start < days.end:
        yield Days(start, days.end)


def _as_row(days: Days) -> DeskRelease:
    return DeskRelease(period=DateRange(days.start, days.end))


def _booked_by_others(space: Space, days: Days) -> list[Booking]:
    return list(
        Booking.objects.standing()
        .filter(space=space, date__gte=days.start, date__lt=days.end)
        .exclude(attendance__employee=space.owner_id)
        .select_related("attendance__employee")
        .order_by("period")
    )


def _in_the_way(taken: list[Booking], space: Space, by: Employee) -> str:
    """When, and by whom where they show themselves."""
    first = taken[0]
    words = {"desk": space.code, "day": long_day(first.date)}
    who = first.attendance.employee if first.attendance else None
    if who is None or not who.shows_to(by):
        return _("%(desk)s is booked by a colleague on %(day)s.") % words
    return _("%(desk)s is booked by %(name)s on %(day)s.") % (words | {"name": who.get_full_name()})
