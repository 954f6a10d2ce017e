"""The day of a site's rooms, and the week of one room, as rows of strips. A fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.actions.room_asking import RoomAsk
from booking.actions.room_times import judge_rooms
from booking.models import Employee, Space
from booking.rules.proposal import ALL_DAY
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import Verdict
from booking.web.days_in_words import short_day, weekday_short
from booking.web.floor.list import EQUIPMENT_ICONS
from booking.web.rooms.asked import QUARTER
from booking.web.rooms.open import buffer_of, closed_spans, locked
from booking.web.rooms.seen import Seen, meetings_seen
from booking.web.rooms.track import (
    DAY,
    Scale,
    Strip,
    axis,
    clock,
    drawn,
    free_spans,
    minute_at,
    scale_of,
    span_of,
    sprite,
)

FREE, BUSY, LOCKED = "free", "busy", "locked"


@dataclass(frozen=True, slots=True)
class Row:
    """``state`` and ``words`` say how it stands now, or on another day in all."""

    label: str
    url: str
    holds: str
    icons: tuple[tuple[str, str], ...]  # icon, what it means
    state: str  # free, busy, locked
    words: str
    track: SafeString
    free: str  # for the list: when it can be booked
    busy: str  # and when and by whom it is taken
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    name: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Timeline:
    groups: Sequence[Rows]
    axis: SafeString
    sprite: SafeString

    @property
    def rooms(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def day_of_rooms(
    book: Rulebook, rooms: Sequence[SpaceFacts], day: date, *, viewer: Employee, now: datetime
) -> Timeline:
    """The rooms by floor, each with its day."""
    site = book.site
    seen = meetings_seen(
        viewer=viewer, spaces=[room.id for room in rooms], first=day, last=day, today=site.local_date(now)
    )
    verdicts = judge_rooms([_all_day(book, room, day, viewer) for room in rooms], now=now)
    spans = [span_of(meeting, site) for meetings in seen.values() for meeting in meetings]
    view = _View(book, scale_of(site, spans), now)
    groups: dict[int, list[Row]] = {}
    for room, verdict in zip(rooms, verdicts, strict=True):
        strip = view.strip(room, day, seen.get((room.id, day), ()), verdict, label=room.name or room.code)
        groups.setdefault(room.floor_id, []).append(view.row(room, day, strip, label=room.name or room.code))
    named = [Rows(book.floors[floor].name or book.floors[floor].code, rows) for floor, rows in groups.items()]
    return view.timeline(named, [day])


def week_of_room(
    book: Rulebook, room: SpaceFacts, days: Sequence[date], shown: date, *, viewer: Employee, now: datetime
) -> Timeline:
    """One room on several days; ``shown`` is the day that is looked at."""
    today = book.site.local_date(now)
    seen = meetings_seen(viewer=viewer, spaces=[room.id], first=days[0], last=days[-1], today=today)
    verdicts = judge_rooms([_all_day(book, room, day, viewer) for day in days], now=now)
    spans = [span_of(meeting, book.site) for meetings in seen.values() for meeting in meetings]
    view = _View(book, scale_of(book.site, spans), now)
    rows = []
    for day, verdict in zip(days, verdicts, strict=True):
        name = f"{room.name or room.code}, {short_day(day)}"
        strip = view.strip(room, day, seen.get((room.id, day), ()), verdict, label=name)
        rows.append(view.row(room, day, strip, label=f"{weekday_short(day)} {day.day}", is_current=day == shown))
    return view.timeline([Rows("", rows)], days)


def room_address(book: Rulebook, room: SpaceFacts) -> str:
    return reverse("room", args=[book.site.code, book.floors[room.floor_id].code, room.code])


def has_in_icons(room: SpaceFacts) -> tuple[tuple[str, str], ...]:
    """What a room has: an icon and its words each."""
    found = [
        (EQUIPMENT_ICONS[code], str(Space.Equipment(code).label)) for code in room.equipment if code in EQUIPMENT_ICONS
    ]
    return (*found, ("accessible", _("step-free"))) if room.accessible else tuple(found)


@dataclass(frozen=True)
class _View:
    book: Rulebook
    scale: Scale
    now: datetime

    def strip(self, room: SpaceFacts, day: date, meetings: Sequence[Seen], verdict: Verdict, *, label: str) -> Strip:
        return Strip(
            label=label,
            address=f"{room_address(self.book, room)}?date={day.isoformat()}&",
            meetings=meetings,
            closed=closed_spans(self.book, room, day),
            locked=locked(verdict, self.book),
            buffer=buffer_of(self.book, room, day),
            since=self._since(day),
        )

    def row(self, room: SpaceFacts, day: date, strip: Strip, *, label: str, is_current: bool = False) -> Row:
        site = self.book.site
        free = free_spans(strip, self.scale, site)
        state, words = self._state(day, strip, free)
        return Row(
            label=label,
            url=f"{room_address(self.book, room)}?date={day.isoformat()}",
            holds=holds(room.safe_capacity),
            icons=has_in_icons(room),
            state=state,
            words=words,
            track=drawn(strip, self.scale, site, is_now=day == site.local_date(self.now)),
            free=", ".join(f"{clock(span.start)}–{clock(span.end)}" for span in free) or _("not at all"),
            busy=", ".join(map(self._in_words, strip.meetings)) or _("no meeting"),
            is_current=is_current,
        )

    def timeline(self, groups: Sequence[Rows], days: Sequence[date]) -> Timeline:
        today = self.book.site.local_date(self.now)
        minute = minute_at(self.now, today, self.book.site)
        shown = minute if today in days and self.scale.first <= minute <= self.scale.last else None
        return Timeline(groups, axis(self.scale, shown), sprite(self.scale, shown))

    def _since(self, day: date) -> int:
        """A room is booked from the present quarter of an hour on; on another day from any, or from none."""
        return minute_at(self.now, day, self.book.site) // QUARTER * QUARTER

    def _state(self, day: date, strip: Strip, free: Sequence) -> tuple[str, str]:
        if strip.locked:
            return LOCKED, strip.locked
        site = self.book.site
        if strip.since == DAY:
            return BUSY, _("Over")
        if day != site.local_date(self.now):
            if not strip.meetings:
                return FREE, _("Free all day")
            count = len(strip.meetings)
            said = ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}
            return (FREE if free else BUSY), said
        current = next((m for m in strip.meetings if m.start <= self.now < m.end), None)
        if current is not None:
            until = clock(minute_at(current.end, day, site))
            return BUSY, _("Taken until %(time)s") % {"time": until}
        if not free or free[0].start > strip.since:
            if not free:
                return BUSY, _("Not free any more today")
            return BUSY, _("Free from %(time)s") % {"time": clock(free[0].start)}
        if free[0].end >= self.scale.last or not any(m.start >= self.now for m in strip.meetings):
            return FREE, _("Free for the rest of the day")
        return FREE, _("Free until %(time)s") % {"time": clock(free[0].end)}

    def _in_words(self, meeting: Seen) -> str:
        start, end = span_of(meeting, self.book.site)
        who = f" ({meeting.who})" if meeting.title and meeting.who else ""
        return f"{clock(start)}–{clock(end)} {meeting.name}{who}"


def holds(people: int) -> str:
    return ngettext("%(people)d person", "%(people)d people", people) % {"people": people}


def _all_day(book: Rulebook, room: SpaceFacts, day: date, viewer: Employee) -> RoomAsk:
    return RoomAsk(
        organiser_id=viewer.pk,
        site_id=book.site.pk,
        space_id=room.id,
        day=day,
        period=ALL_DAY.period(book.site, day),
    )


def week_days(book: Rulebook, day: date) -> list[date]:
    """The working days of the week of ``day``, and ``day`` itself."""
    monday = day - timedelta(days=day.weekday())
    week = (monday + timedelta(days=n) for n in range(7))
    return [one for one in week if one.isoweekday() in book.site.working_days or one == day]
