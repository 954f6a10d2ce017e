"""A room that is waited for, in words."""

from booking.models import WaitlistEntry
from booking.notifications import kept_until as words


def named_with_hours(entry: WaitlistEntry) -> str:
    """Such as “Ocean, 10:00–11:00”, by the clock at the site."""
    assert entry.space is not None  # a room is waited for by the hour
    assert entry.period is not None
    start, end = (moment.astimezone(entry.site.zone_info) for moment in (entry.period.lower, entry.period.upper))
    return f"{entry.space.name or entry.space.code}, {start:%H:%M}–{end:%H:%M}"


def kept_until(entry: WaitlistEntry) -> str:
    """Of a room that is offered."""
    assert entry.offered_until is not None
    return words.kept_until(entry.offered_until, site=entry.site, day=entry.date)
