"""A room's panel: free or busy in one word that is read across the corridor, what comes next, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.models import Booking, Space
from booking.rules.loading import rulebook
from booking.rules.proposal import ALL_DAY, Parts, Period
from booking.rules.rulebook import Rulebook

MINUTES = (15, 30, 60)
COMING = 4  # meetings named


@dataclass(frozen=True)
class Panel:
    """``kind``: free, busy or closed. ``lengths``: minutes, and the words of the button that takes the room so long."""

    kind: str
    room: str
    word: str
    until: str
    clock: str
    seats: str
    coming: Sequence[str]
    lengths: Sequence[tuple[int, str]] = ()
    current: int | None = None  # the booking of this moment


def panel_of(space: Space, *, now: datetime) -> Panel:
    """How the room stands. Titles and names stay inside: a corridor is for everybody."""
    book = rulebook(space.floor.site_id)
    today = book.site.local_date(now)
    facts = book.spaces[space.pk]
    meetings = list(
        Booking.objects.standing().filter(space=space, date=today, period__endswith__gt=now).order_by("period")
    )
    seats = ngettext("%(people)d person", "%(people)d people", facts.safe_capacity) % {"people": facts.safe_capacity}
    later = [f"{_clock(m.period.lower, book)}–{_clock(m.period.upper, book)}" for m in meetings if m.period.lower > now]
    words = {"room": str(space), "clock": _clock(now, book), "seats": seats, "coming": later[:COMING]}
    half = Parts.touched(Period(now, now + timedelta(seconds=1)), book.site, today)
    if book.closed(today, half) or book.part_closed(today, half, facts):
        return Panel(kind="closed", word=_("Closed"), until="", **words)
    current = next((m for m in meetings if m.period.lower <= now), None)
    if current is not None:
        free_again = _("until %(time)s") % {"time": _clock(_end_of_row(meetings, now), book)}
        return Panel(kind="busy", word=_("Busy"), until=free_again, current=current.pk, **words)
    day_ends = ALL_DAY.period(book.site, today).end
    until = min([m.period.lower for m in meetings] + [day_ends])
    said = _("all day") if until == day_ends else _("until %(time)s") % {"time": _clock(until, book)}
    lengths = () if facts.needs_approval else _lengths(until, now)
    return Panel(kind="free", word=_("Free"), until=said, lengths=lengths, **words)


def _end_of_row(meetings: Sequence[Booking], now: datetime) -> datetime:
    """When the room is free again: meetings that follow each other without a gap are one."""
    until = now
    for meeting in meetings:
        if meeting.period.lower <= until:
            until = max(until, meeting.period.upper)
    return until


def _lengths(until: datetime, now: datetime) -> list[tuple[int, str]]:
    fitting = [minutes for minutes in MINUTES if now + timedelta(minutes=minutes) <= until]
    return [(n, ngettext("%(minutes)d minute", "%(minutes)d minutes", n) % {"minutes": n}) for n in fitting]


def _clock(moment: datetime, book: Rulebook) -> str:
    return moment.astimezone(book.site.zone_info).strftime("%H:%M")
