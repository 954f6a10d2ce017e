"""Find a room: those that fit, best first, each with one tap to book; and why the others do not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.actions.room_asking import RoomAsk
from booking.actions.room_search import free_rooms
from booking.actions.room_times import free_times, nearest, opening
from booking.models import Employee, Space
from booking.rules import wording
from booking.rules.capacity import term_in_words
from booking.rules.proposal import Period
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.web.rooms.asked import Asked, period_of, span_of
from booking.web.rooms.open import rooms_of
from booking.web.rooms.timeline import has_in_icons, holds, room_address
from booking.web.rooms.track import clock, minute_at
from booking.web.week.actions import Action

SHOWN = 6  # rooms that fit, before one asks for more


@dataclass(frozen=True, slots=True)
class Fit:
    name: str
    url: str
    where: str
    capacity: int
    icons: tuple[tuple[str, str], ...]
    note: str
    book: Action


@dataclass(frozen=True, slots=True)
class Unfit:
    name: str
    url: str
    why: str
    times: tuple[tuple[str, str], ...] = ()  # when it would be free: words, address


@dataclass(frozen=True, slots=True)
class Found:
    """``more`` are fits, too, that are not shown at first."""

    fits: Sequence[Fit]
    more: Sequence[Fit]
    others: Sequence[Unfit]

    @property
    def fit_count(self) -> int:
        return len(self.fits) + len(self.more)


def find(asked: Asked, book: Rulebook, *, viewer: Employee, now: datetime, here: str) -> Found:
    """A fixed number of queries, however many rooms. Raises NotPossible for a time that is none."""
    rooms = _wanted(asked, book)
    span = span_of(asked, book.site)
    choices = free_rooms(
        site_id=book.site.pk,
        day=asked.day,
        period=period_of(asked, book.site),
        employee_id=viewer.pk,
        now=now,
        people=asked.people,
        equipment=asked.equipment,
        floor_id=_floor(asked, book),
        accessible=asked.accessible,
    )
    search = _Search(asked, book, viewer, here)
    asks = [search.ask(choice.space) for choice in choices]
    times = free_times(asks, within=span or opening(asks[0]), now=now) if asks else {}
    fits, others = [], []
    for choice in choices:
        room, verdict = choice.space, choice.verdict
        if span is not None and room.id in times:
            fits.append(search.fit(room, times[room.id][0], later=times[room.id][-1]))
        elif span is None and not verdict.refused:
            fits.append(search.fit(room, verdict.proposal.period, until=choice.free_until))
        else:
            why = " ".join(dict.fromkeys(map(wording.sentence, verdict.refusals)))
            why = _("Not free for so long in these hours.") if span is not None else why
            others.append(search.unfit(room, why, nearest(times.get(room.id, ()), verdict.proposal.period)))
    if span is not None:  # they were ordered by the first time of the span
        fits.sort(key=lambda fit: fit.capacity)
    judged = {choice.space.id for choice in choices}
    others += [search.unfit(room, _lacks(room, asked)) for room in rooms if room.id not in judged]
    fits = [replace(fit, book=replace(fit.book, look="is-primary")) if n == 0 else fit for n, fit in enumerate(fits)]
    return Found(fits[:SHOWN], fits[SHOWN:], others)


@dataclass(frozen=True, slots=True)
class _Search:
    asked: Asked
    book: Rulebook
    viewer: Employee
    here: str

    def ask(self, room: SpaceFacts) -> RoomAsk:
        return RoomAsk(
            organiser_id=self.viewer.pk,
            site_id=self.book.site.pk,
            space_id=room.id,
            day=self.asked.day,
            period=period_of(self.asked, self.book.site),
            people=self.asked.people,
        )

    def fit(
        self, room: SpaceFacts, period: Period, *, until: datetime | None = None, later: Period | None = None
    ) -> Fit:
        start, end = self._hours(period)
        name = room.name or room.code
        label = _("Ask for %(room)s") if room.needs_approval else _("Book %(room)s")
        label %= {"room": name}
        fields = (
            ("site", str(self.book.site.pk)),
            ("space", str(room.id)),
            ("date", self.asked.day.isoformat()),
            ("from", start),
            ("until", end),
            ("people", str(self.asked.people)),
            ("next", self.here),
        )
        return Fit(
            name=name,
            url=self._address(room, start, end),
            where=self._where(room),
            capacity=room.safe_capacity,
            icons=has_in_icons(room),
            note=self._note(room, start, end, until=until, later=later),
            book=Action(reverse("meetings"), label, f"{label}: {start}–{end}", "is-accent", fields),
        )

    def unfit(self, room: SpaceFacts, why: str, times: Sequence[Period] = ()) -> Unfit:
        hours = [self._hours(period) for period in times]
        return Unfit(
            name=room.name or room.code,
            url=f"{room_address(self.book, room)}?date={self.asked.day.isoformat()}",
            why=why,
            times=tuple((f"{start}–{end}", self._address(room, start, end)) for start, end in hours),
        )

    def _note(self, room: SpaceFacts, start: str, end: str, *, until: datetime | None, later: Period | None) -> str:
        said = [f"{start}–{end}"]
        if later is not None and self._hours(later)[0] != start:
            said.append(_("free at other times until %(time)s, too") % {"time": self._hours(later)[1]})
        if until is not None and until < self.book.site.instant(self.asked.day, self.book.site.closes):
            said.append(_("free until %(time)s") % {"time": self._clock(until)})
        if room.needs_approval:
            said.append(_("a manager has to approve it"))
        return ", ".join(said)

    def _address(self, room: SpaceFacts, start: str, end: str) -> str:
        query = {"date": self.asked.day.isoformat(), "from": start, "until": end, "people": self.asked.people}
        return f"{room_address(self.book, room)}?{urlencode(query)}"

    def _hours(self, period: Period) -> tuple[str, str]:
        return self._clock(period.start), self._clock(period.end)

    def _clock(self, moment: datetime) -> str:
        return clock(minute_at(moment, self.asked.day, self.book.site))

    def _where(self, room: SpaceFacts) -> str:
        floor = self.book.floors[room.floor_id]
        return floor.name or floor.code


def lengths(minutes: Iterable[int]) -> list[tuple[int, str]]:
    """Lengths of meetings in words: 45 minutes, 1 hour, 1.5 hours."""
    return [(one, length_in_words(one)) for one in minutes]


def length_in_words(minutes: int) -> str:
    if minutes % 60:
        if minutes > 60:
            words: Mapping[str, int] = {"hours": minutes // 60, "minutes": minutes % 60}
            return _("%(hours)d h %(minutes)d min") % words
        return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}
    return ngettext("%(hours)d hour", "%(hours)d hours", minutes // 60) % {"hours": minutes // 60}


def _wanted(asked: Asked, book: Rulebook) -> list[SpaceFacts]:
    """The rooms among which is searched: those of the asked floor."""
    floor_id = _floor(asked, book)
    return [room for room in rooms_of(book, asked.day) if floor_id in (None, room.floor_id)]


def _floor(asked: Asked, book: Rulebook) -> int | None:
    return next((floor.id for floor in book.floors.values() if floor.code == asked.floor), None)


def _lacks(room: SpaceFacts, asked: Asked) -> str:
    """Why a room does not come into question at all."""
    said = []
    if room.safe_capacity < asked.people:
        amount = f"{room.capacity_amount or room.safe_capacity:g}"
        words = {"people": holds(room.safe_capacity), "why": term_in_words(room.capacity_term, amount)}
        said.append(_("Too small: it holds %(people)s (%(why)s).") % words)
    missing = [str(Space.Equipment(code).label) for code in asked.equipment if code not in room.equipment]
    if missing:
        said.append(_("It has no %(things)s.") % {"things": ", ".join(missing)})
    if asked.accessible and not room.accessible:
        said.append(_("It is not step-free."))
    return capfirst(" ".join(said))
