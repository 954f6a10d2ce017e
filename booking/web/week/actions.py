"""What one can do about a day: each a form that posts, or a link."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.actions.permissions import may_override_all
from booking.models import Attendance
from booking.rules.check_in_window import day_opens
from booking.rules.facts import OwnDay
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Parts
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.web.booking_form import USUAL, part_name
from booking.web.days_in_words import long_day, part_in_words, short_day, weekday
from booking.web.presence import Presence
from booking.web.week.judged import JudgedDay, JudgedWeeks

Fields = tuple[tuple[str, str], ...]

ACCENT = "is-accent is-block"
PLAIN = "is-small"
QUIET = "is-quiet is-small"


@dataclass(frozen=True, slots=True)
class Action:
    """``spoken`` begins with ``label`` and says of which day; without ``fields`` it is a link."""

    url: str
    label: str
    spoken: str
    look: str
    fields: Fields = ()
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Another day that can be booked at once, and how many places it has left."""

    date: date
    note: str
    action: Action


def book(day: JudgedDay, judged: JudgedWeeks, *, here: str) -> Action | None:
    """The one tap: the best liked desk that is free, else any, for as much of the day as can be had."""
    chance = day.chance
    if chance is None:
        return None
    label = _book_label(chance.desk, judged)
    when = long_day(day.date)
    if chance.parts != ALL_DAY:
        only = _("%(label)s, morning") if chance.parts == MORNING else _("%(label)s, afternoon")
        label = only % {"label": label}
    fields = _booking(day.date, chance.parts, _space(chance.desk, judged), judged, here)
    return Action(reverse("attendances"), label, f"{label}: {when}", ACCENT, fields)


def half_ways(day: JudgedDay, judged: JudgedWeeks, *, here: str) -> tuple[Action, ...]:
    """Less than the whole day, or the day without a desk: what the small menu beside the button holds."""
    chance = day.chance
    if chance is None or chance.parts != ALL_DAY:
        return ()
    when, space = long_day(day.date), _space(chance.desk, judged)
    wishes = [(_("Only the morning"), MORNING, space), (_("Only the afternoon"), AFTERNOON, space)]
    if space:
        wishes.append((_("The day without a desk"), ALL_DAY, ""))
    return tuple(
        Action(reverse("attendances"), label, f"{label}: {when}", "", _booking(day.date, parts, wanted, judged, here))
        for label, parts, wanted in wishes
    )


def override(day: JudgedDay, judged: JudgedWeeks, *, here: str) -> Fields:
    """What books a refused day all the same, for those who may set aside all that refuses it; else nothing."""
    if day.chance is not None or day.own or not may_override_all(judged.person, day.verdict):
        return ()
    return _booking(day.date, ALL_DAY, _space(None, judged), judged, here)


def booking_ways(judged: JudgedWeeks, *, here: str) -> list[Way]:
    """Every whole day that can be booked without giving a reason."""
    ways = []
    for day in judged.days.values():
        if day.chance is None or day.chance.parts != ALL_DAY or day.chance.verdict.warnings:
            continue
        usage = day.chance.verdict.usage("occupancy_cap")
        left = (
            ngettext("%(left)d left", "%(left)d left", usage.left) % {"left": usage.left}
            if usage and usage.applies
            else ""
        )
        fields = _booking(day.date, ALL_DAY, _space(day.chance.desk, judged), judged, here)
        label = _("Book %(day)s") % {"day": short_day(day.date)}
        ways.append(Way(day.date, left, Action(reverse("attendances"), label, "", "", fields)))
    return ways


def change_ways(day: JudgedDay, judged: JudgedWeeks, present: Presence, *, here: str) -> tuple[Action, ...]:
    """What can be done about a day that one has: check in, change, cancel; of a proposed one, accept or decline."""
    if not day.own or day.date < judged.today:
        return ()
    own, when = day.own[0], long_day(day.date)
    state = present.own.get(own.attendance_id)
    if state is not None and state.invitation is not None:
        return answer_ways(state.invitation.id, when, here=here)
    book = judged.facts.rulebooks[own.site_id]
    ways = []
    if day.date == judged.today and own.state == Attendance.State.PLANNED and _may_check_in(own, book, day):
        url, label = reverse("attendance_check_in", args=[own.attendance_id]), _("Check in")
        ways.append(Action(url, label, f"{label}: {when}", "is-primary is-small", (("next", here),), "check"))
    if address := floor_address(own, book, judged.fields):
        label = _("Change") if own.bookings else _("Choose a desk")
        ways.append(Action(address, label, f"{label}: {when}", PLAIN))
    if own.can_be_let_go(book.site, day.verdict.proposal.now):
        url, label = reverse("attendance_cancellation", args=[own.attendance_id]), _("Cancel the day")
        ways.append(Action(url, label, f"{label}: {when}", QUIET, (("next", here),)))
    return tuple(ways)


def answer_ways(invitation_id: int, when: str, *, here: str) -> tuple[Action, ...]:
    """The two answers to a lead's proposal."""
    answers = (("acceptance", _("Accept"), "is-accent is-small"), ("refusal", _("Decline"), QUIET))
    return tuple(
        Action(reverse(f"invitation_{noun}", args=[invitation_id]), label, f"{label}: {when}", look, (("next", here),))
        for noun, label, look in answers
    )


def parts_ways(day: JudgedDay, judged: JudgedWeeks, *, here: str) -> tuple[Action, ...]:
    """More or less of a day that one has."""
    if not day.own or day.date < judged.today or day.own[0].state != Attendance.State.PLANNED:
        return ()
    own, when = day.own[0], long_day(day.date)
    site, now = judged.facts.rulebooks[own.site_id].site, day.verdict.proposal.now
    wishes = [(_("Stay all day"), ALL_DAY, ALL_DAY.minus(own.parts))]
    if own.parts == ALL_DAY:
        wishes = [
            (_("Keep only the morning"), MORNING, AFTERNOON),
            (_("Keep only the afternoon"), AFTERNOON, MORNING),
        ]
    url = reverse("attendance_parts", args=[own.attendance_id])
    return tuple(
        Action(url, label, f"{label}: {when}", "", (("part", part_name(parts)), ("next", here)))
        for label, parts, changed in wishes
        if now < changed.period(site, day.date).end
    )


def away_ways(day: JudgedDay, judged: JudgedWeeks, *, here: str) -> tuple[Action, ...]:
    """To say that one is away, or that one is not: of a day that is not over."""
    if day.date < judged.today or all(judged.book.closed(day.date, half) for half in (MORNING, AFTERNOON)):
        return ()
    if any(away.start <= day.date < away.end for away in judged.person.away):
        url, label = f"{reverse('plan')}#away", _("Change my absence")
    else:
        query = urlencode({"from": day.date.isoformat(), "until": day.date.isoformat(), "next": here})
        url, label = f"{reverse('away')}?{query}", _("I am away this day")
    return (Action(url, label, f"{label}: {long_day(day.date)}", ""),)


def move_here(day: JudgedDay, judged: JudgedWeeks, *, here: str) -> Action | None:
    """Give up another day of the week for this one, in one stroke."""
    if day.swap is None:
        return None
    own, desk = day.swap.own, day.swap.desk
    used = {d for objection in day.verdict.refusals for d in objection.details["dates"]}
    words = {"from": weekday(own.date), "to": weekday(day.date)}
    if own.date.isocalendar()[:2] != day.date.isocalendar()[:2]:
        words["from"] = short_day(own.date)
    if day.date == judged.today:
        label = _("Move it to today") if len(used) == 1 else _("Move %(from)s to today") % words
    else:
        label = (_("Move it to %(to)s") if len(used) == 1 else _("Move %(from)s to %(to)s")) % words
    fields = [("date", day.date.isoformat()), ("space", str(desk.id) if desk else ""), ("next", here)]
    spoken = f"{label}: {long_day(own.date)}, {part_in_words(own.parts)}"
    return Action(reverse("attendance_move", args=[own.attendance_id]), label, spoken, PLAIN, tuple(fields), "move")


def floor_address(own: OwnDay, book: Rulebook, fields: Fields = ()) -> str:
    """The floor of one's desk on that day; without a desk the lowest floor that has any. Empty where there is none."""
    floors = [book.spaces[b.space_id].floor_id for b in own.bookings if b.space_id in book.spaces]
    if not floors:
        with_desks = {space.floor_id for space in book.spaces.values() if space.kind == "desk"}
        floors = sorted(with_desks, key=lambda pk: book.floors[pk].level)
    if not floors:
        return ""
    query = urlencode([("date", own.date.isoformat()), ("part", part_name(own.parts)), *fields])
    return f"{reverse('floor', args=[book.site.code, book.floors[floors[0]].code])}?{query}"


def has_desks(book: Rulebook, day: date) -> bool:
    return any(s.kind == "desk" and (s.retired_on is None or day < s.retired_on) for s in book.spaces.values())


def primary_day(judged: JudgedWeeks, team_days: set[date], *, now: datetime) -> date | None:
    """The most sensible next day: within the first week with any, a team day, else the first working day."""
    closes = judged.book.site.closes
    bookable = [
        day.date
        for day in judged.days.values()
        if day.chance is not None
        and day.date.isoweekday() in judged.person.working_days
        and (day.date > judged.today or now < judged.book.site.instant(day.date, closes))
    ]
    if not bookable:
        return None
    week = bookable[0].isocalendar()[:2]
    of_week = [day for day in bookable if day.isocalendar()[:2] == week]
    return next((day for day in of_week if day in team_days), of_week[0])


def _may_check_in(own: OwnDay, book: Rulebook, day: JudgedDay) -> bool:
    now = day.verdict.proposal.now
    return opens_at(own, book, now=now) <= now < own.parts.period(book.site, own.date).end


def opens_at(own: OwnDay, book: Rulebook, *, now: datetime) -> datetime:
    """When one may check in for a day."""
    return day_opens(book, own.date, own.parts, (booking.period for booking in own.bookings), now=now)


def _book_label(desk: SpaceFacts | None, judged: JudgedWeeks) -> str:
    if desk is not None:
        return _("Book %(desk)s") % {"desk": desk.code}
    return _("Book a desk") if has_desks(judged.book, judged.today) else _("Book the day")


def _space(desk: SpaceFacts | None, judged: JudgedWeeks) -> str:
    if desk is not None:
        return str(desk.id)
    return USUAL if has_desks(judged.book, judged.today) else ""


def _booking(day: date, parts: Parts, space: str, judged: JudgedWeeks, here: str) -> Fields:
    return (
        ("date", day.isoformat()),
        ("part", part_name(parts)),
        ("space", space),
        ("site", str(judged.book.site.pk)),
        *judged.fields,
        ("next", here),
    )
