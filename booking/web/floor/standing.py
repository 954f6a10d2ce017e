"""How each place of a floor stands for one person: a kind with a shape of its own, a mark, and words."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext, pgettext

from booking.rules import physical, wording
from booking.rules.facts import SpaceBooking
from booking.rules.proposal import ALL_DAY, MORNING, NO_PART, Parts
from booking.rules.rulebook import SpaceFacts
from booking.rules.verdict import Objection, Verdict
from booking.web.floor.day import FloorDay

# The sign drawn over a desk, by kind; a free desk and one's own have none.
SIGNS = {"am": "s-am", "pm": "s-pm", "colleague": "s-colleague", "taken": "s-taken", "closed": "s-closed"}
FREE_KINDS = ("free", "am", "pm")


class Standing(NamedTuple):
    """``kind``: free, am or pm (that half is free), mine, colleague, taken, closed, busy (a room), off (filtered out).

    ``can`` says whether the viewer may have it now, by the way that the page offers.
    """

    kind: str
    mark: str  # on the desk: its number, initials, or the half that is free
    words: str
    can: bool = False


OFF = Standing("off", "", "")


def standings(floor: FloorDay, *, now: datetime) -> list[tuple[SpaceFacts, Standing]]:
    """How every place of the floor stands, in the order of the rulebook."""
    speaker = _Speaker(floor, now)
    return [(space, speaker.desk(space) if space.kind == "desk" else speaker.room(space)) for space in floor.spaces]


class _Speaker:
    """Says how places stand; every word that many share is translated once."""

    def __init__(self, floor: FloorDay, now: datetime):
        self.floor = floor
        self.now = now
        self.free = gettext("Free")
        self.taken = gettext("Taken")
        self.yours = floor.viewer.get_full_name() if floor.fields else gettext("Yours")
        self.free_half = {"am": gettext("Free in the morning"), "pm": gettext("Free in the afternoon")}
        self.shared_half = {"am": gettext("Free am, %(names)s pm"), "pm": gettext("%(names)s am, free pm")}
        self.half = {"am": pgettext("half of a desk", "am"), "pm": pgettext("half of a desk", "pm")}
        self.titles: dict[tuple[str, int | None], str] = {}

    def desk(self, space: SpaceFacts) -> Standing:
        floor, verdict = self.floor, self.floor.verdicts[space.id]
        bookings = floor.bookings(space.id)
        if not bookings:
            if verdict.refused:
                return Standing("closed", "", self._reason(verdict))
            return Standing("free", space.code, self.free, True)
        if any(booking.person == ("employee", floor.viewer.pk) for booking in bookings):
            return Standing("mine", space.code, self.yours)
        taken = NO_PART
        for booking in bookings:
            taken = taken.union(booking.parts)
        left = floor.parts.minus(taken)
        return self._half(verdict, space, bookings, left) if any(left) else self._taken(bookings)

    def _half(self, verdict: Verdict, space: SpaceFacts, bookings: Collection[SpaceBooking], left: Parts) -> Standing:
        """Half of it is left. Whether that half can be had is what was judged of it, or of the move."""
        asked = self.floor.halves.get(space.id, verdict)
        if any(objection.code != physical.TAKEN for objection in asked.refusals):
            return Standing("closed", "", self._reason(asked))
        kind = "am" if left == MORNING else "pm"
        words = self.free_half[kind]
        if names := self._names(bookings):
            words = self.shared_half[kind] % {"names": names}
        return Standing(kind, self.half[kind], words, not asked.refused)

    def _taken(self, bookings: Collection[SpaceBooking]) -> Standing:
        if names := self._names(bookings):
            shown = next(filter(None, map(self.floor.shown, bookings)))
            return Standing("colleague", shown.initials, names)
        return Standing("taken", "", self.taken)

    def _names(self, bookings: Collection[SpaceBooking]) -> str:
        return ", ".join(shown.name for shown in map(self.floor.shown, bookings) if shown)

    def _reason(self, verdict: Verdict) -> str:
        """The title of what is most special to this place; sentences with numbers are a tap away."""
        closed = (o for o in verdict.refusals if o.code == physical.CLOSED)
        objection = next(closed, verdict.refusals[-1])
        key = objection.code, objection.rule_id
        if key not in self.titles or objection.code == physical.CLOSED:
            self.titles[key] = wording.title(objection)
        return self.titles[key]

    def room(self, space: SpaceFacts) -> Standing:
        """Busy or free, and until when: now on this very day, else as the day begins."""
        floor, site = self.floor, self.floor.book.site
        title = space.name or space.code
        closed = next((o for o in floor.verdicts[space.id].refusals if _is_of_the_place(o)), None)
        if closed:
            return Standing("closed", title, wording.title(closed))
        start, end = self._hours()
        busy = sorted(b.period for b in floor.bookings(space.id) if b.period.end > start and b.period.start < end)
        until = start
        for period in busy:
            if period.start > until:
                break
            until = max(until, period.end)
        if until >= end:
            return Standing("busy", title, gettext("Busy all day") if floor.parts == ALL_DAY else gettext("Busy"))
        if until > start:
            return Standing("busy", title, gettext("Busy to %(time)s") % {"time": _clock(until, site)})
        if busy:
            return Standing("free", title, gettext("Free to %(time)s") % {"time": _clock(busy[0].start, site)})
        return Standing("free", title, gettext("Free all day") if floor.parts == ALL_DAY else self.free)

    def _hours(self) -> tuple[datetime, datetime]:
        """Opening hours within the shown part, from now on."""
        site, day = self.floor.book.site, self.floor.date
        period = self.floor.parts.period(site, day)
        start, end = max(period.start, site.instant(day, site.opens)), min(period.end, site.instant(day, site.closes))
        return (self.now, end) if start < self.now < end else (start, end)


def _is_of_the_place(objection: Objection) -> bool:
    return objection.code in (physical.CLOSED, physical.RETIRED)


def _clock(moment: datetime, site) -> str:
    return moment.astimezone(site.zone_info).strftime("%H:%M")
