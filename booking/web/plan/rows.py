"""The dates of a sweep in words, before it (as foreseen) and after it (as planned), week by week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions import foresight, planning
from booking.actions.foresight import Foreseen
from booking.actions.planning import Planned
from booking.models.refusal import code_of
from booking.rules import wording
from booking.rules.rulebook import Rulebook
from booking.rules.verdict import Objection
from booking.web.days_in_words import long_day, short_day, span
from booking.web.way_back import week_address

CAP = "occupancy_cap"


@dataclass(frozen=True, slots=True)
class Row:
    """``plate`` is a desk, about to be mine or mine; ``link`` leads on, with ``link_text`` and a fuller ``spoken``."""

    name: str
    spoken: str
    icon: str
    text: str
    plate: str = ""
    note: str = ""
    is_good: bool = False
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    dates: str
    rows: Sequence[Row]


def foreseen_weeks(seen: Iterable[Foreseen], book: Rulebook, *, with_desk: bool) -> list[Week]:
    return _weeks((one.day, _foreseen(one, book, with_desk)) for one in seen)


def planned_weeks(done: Iterable[Planned], book: Rulebook, *, with_desk: bool) -> list[Week]:
    return _weeks((one.day, _planned(one, book, with_desk)) for one in done)


def _weeks(rows: Iterable[tuple[date, Row]]) -> list[Week]:
    by_week: dict[tuple[int, int], list[tuple[date, Row]]] = {}
    for day, row in rows:
        by_week.setdefault(day.isocalendar()[:2], []).append((day, row))
    return [
        Week(number, span(days[0][0], days[-1][0]) if len(days) > 1 else "", [row for _day, row in days])
        for (_year, number), days in by_week.items()
    ]


def _foreseen(one: Foreseen, book: Rulebook, with_desk: bool) -> Row:
    if one.outlook == foresight.BOOKABLE:
        usage = one.verdict.usage(CAP)
        left = wording.places_left(usage) if usage and usage.applies else ""
        notes = [_instead(one.space_id, one.usual_id, one.why, book), left]
        return _row(
            one.day,
            "" if one.space_id else "check",
            "" if one.space_id else _without_desk(with_desk),
            plate=_place(one.space_id, book),
            note=" ".join(_full_stop(note) for note in notes if note),
            is_good=True,
        )
    space_id = one.own.bookings[0].space_id if one.own and one.own.bookings else None
    return _stays(one.day, one.outlook, one.why, space_id, book)


def _planned(one: Planned, book: Rulebook, with_desk: bool) -> Row:
    if one.outcome == planning.BOOKED:
        text = _("Booked") if one.space_id else _("Booked, no desk is free") if with_desk else _("Booked, no desk")
        note = _instead(one.space_id, one.usual_id, one.why, book)
        return _row(one.day, "check", text, plate=_place(one.space_id, book), note=note, is_good=True)
    if one.outcome == planning.BUSY:
        note = _("Others were booking this day at the same moment. Try it again.")
        row = _row(one.day, "reload", _("Not booked"), note=note)
        return replace(row, link=_by_hand(one.day), link_text=_("Book it by hand"))
    if one.outcome == planning.IMPOSSIBLE:
        return _row(one.day, "warning", _("Not booked"), note=one.text)
    row = _stays(one.day, one.outcome, one.why, one.space_id, book)
    if one.outcome == foresight.REFUSED and one.refusal_id:
        address = reverse("refusal", args=[code_of(one.refusal_id)])
        return replace(row, link=address, link_text=_("What would work"))
    if one.outcome == foresight.NEEDS_REASON:
        return replace(row, link=_by_hand(one.day), link_text=_("Give a reason"))
    return row


def _stays(day: date, outlook: str, why: Sequence[Objection], space_id: int | None, book: Rulebook) -> Row:
    """A date on which nothing is booked, and why."""
    first = why[0] if why else None
    because = wording.sentence(first) if first else ""
    match outlook:
        case foresight.ALREADY_IN:
            return _row(day, "check", _("In already"), plate=_place(space_id, book))
        case foresight.CLOSED:
            return _row(day, "closed", _("Closed"), note=because)
        case foresight.AWAY:
            return _row(day, "leave", _("Away"), note=because)
        case foresight.OVER:
            return _row(day, "clock", _("Over"), note=because)
        case foresight.ELSEWHERE:
            return _row(day, "door", _("At another site"), note=because)
        case foresight.OPENS_LATER:
            return _row(day, "lock", _("Opens later"), note=_opens(why) or because)
        case foresight.NEEDS_REASON:
            return _row(day, "warning", _("Needs a reason"), note=because)
    title = wording.title(first) if first else _("Refused")
    return _row(day, "full" if first and first.code == CAP else "warning", title, note=because)


def _row(day: date, icon: str, text: str, **more) -> Row:
    return Row(short_day(day), long_day(day), icon, text, **more)


def _instead(space_id: int | None, usual_id: int | None, why: Sequence[Objection], book: Rulebook) -> str:
    """Instead of 3.14 (taken)."""
    if usual_id in (None, space_id):
        return ""
    if not why:
        return _("Instead of %(desk)s.") % {"desk": _place(usual_id, book)}
    return _("Instead of %(desk)s (%(why)s).") % {"desk": _place(usual_id, book), "why": _in_short(why[0])}


def _in_short(objection: Objection) -> str:
    """Why a desk is not to be had, within brackets."""
    words = {
        "taken": _("taken"),
        "assigned": _("somebody’s own desk"),
        "closed": _("closed"),
        "distance": _("too close to others"),
        "access": _("for others"),
    }
    return words.get(objection.code) or wording.title(objection)


def _without_desk(with_desk: bool) -> str:
    return _("A place, but no desk is free") if with_desk else _("A place, no desk")


def _opens(why: Sequence[Objection]) -> str:
    """When it can be booked, though other things may speak against it, too."""
    return next((wording.sentence(objection) for objection in why if objection.details.get("opens")), "")


def _full_stop(text: str) -> str:
    return f"{text}." if text and not text.endswith(".") else text


def _place(space_id: int | None, book: Rulebook) -> str:
    space = book.spaces.get(space_id or 0)
    return "" if space is None else space.name or space.code


def _by_hand(day: date) -> str:
    return f"{week_address(day)}#day-{day.isoformat()}"
