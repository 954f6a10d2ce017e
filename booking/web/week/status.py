"""How one stands on a day, in an icon and a few words; and why one may not come."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from booking.models import Attendance
from booking.rules import physical, wording
from booking.rules.facts import OwnDay
from booking.rules.kinds.occupancy_cap import only_the_queue
from booking.rules.opening import public_holiday
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, Away, Parts
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import Objection
from booking.web.days_in_words import long_day, short_day, weekday
from booking.web.presence import OwnState, Presence
from booking.web.reasons import Reason
from booking.web.reasons import reasons_of as in_words
from booking.web.week.actions import opens_at
from booking.web.week.judged import JudgedDay, JudgedWeeks

WINDOW = "booking_window"
CAP = "occupancy_cap"
# Where waiting for another day makes sense; a day off or gone by needs no substitute.
DAY_IS_FULL = {CAP, "team_days"}


@dataclass(frozen=True, slots=True)
class Status:
    text: str
    icon: str = ""
    plates: tuple[str, ...] = ()
    note: str = ""  # a sentence more
    opens: str = ""  # when it can be booked, where it cannot yet
    is_closed: bool = False
    wants_other_days: bool = False


def status_of(day: JudgedDay, judged: JudgedWeeks, present: Presence) -> Status:
    """The first thing that is so: in, closed, away, over, not open yet, full, or at home."""
    refusals = {objection.code: objection for objection in day.verdict.refusals}
    closed = judged.book.closed(day.date, ALL_DAY)
    if day.own:
        return _in(day, judged, present, closed=refusals.get(physical.CLOSED))
    if physical.CLOSED in refusals and closed and not _half_open(day.date, judged.book):
        return Status(_("Closed"), "closed", note=_why_closed(refusals[physical.CLOSED], judged.book), is_closed=True)
    if away := _away(day, judged):
        return away
    if day.date < judged.today:
        return Status(_("Not in"), "home")
    if WINDOW in refusals and (opens := refusals[WINDOW].details["opens"]):
        return Status(_at_home(day, judged), "home", opens=_opens(opens, judged.today))
    if CAP in refusals:
        return _full(day, refusals)
    return Status(_at_home(day, judged), "home", wants_other_days=bool(DAY_IS_FULL & refusals.keys()))


def why_not(day: JudgedDay, status: Status) -> tuple[Reason, ...]:
    """Why the day cannot be booked, without what the status says already; and what only warns or guides."""
    codes = {objection.code for objection in day.verdict.refusals}
    nobody_asks = physical.AWAY in codes and day.chance is None
    if status.is_closed or nobody_asks or physical.PAST in codes:
        return ()
    told = {physical.AWAY, WINDOW} if status.opens else {physical.AWAY}
    return in_words(objection for objection in day.verdict.objections if objection.code not in told)


def desks_of(own: OwnDay, book: Rulebook) -> list[SpaceFacts]:
    """The spaces one has on a day, in the order of the day."""
    return list(dict.fromkeys(book.spaces[b.space_id] for b in own.bookings if b.space_id in book.spaces))


def _in(day: JudgedDay, judged: JudgedWeeks, present: Presence, *, closed: Objection | None) -> Status:
    own = day.own[0]
    book = judged.facts.rulebooks[own.site_id]
    spaces = desks_of(own, book)
    elsewhere = own.site_id != judged.book.site.pk
    text = _("A place is kept for you") if own.state == Attendance.State.HELD else _in_when(own, book)
    if elsewhere:
        text = _("In at %(site)s") % {"site": book.site.name}
    note = "" if elsewhere else _where(spaces, book)
    if day.date == judged.today and own.state == Attendance.State.PLANNED:
        note = " ".join(filter(None, [note, _opens_later(own, book, day.verdict.proposal.now)]))
    if own.attendance_id in present.own:
        note = _since(own, present.own[own.attendance_id], book) or note
    if closed is not None:
        note = _why_closed(closed, book)
    icon = "clock" if own.state == Attendance.State.HELD else "" if spaces else "check"
    return Status(text, icon, tuple(space.name or space.code for space in spaces), note)


def _in_when(own: OwnDay, book: Rulebook) -> str:
    """In, all day; in, morning; or the hours, where one booking is shorter than its part of the day."""
    if len(own.bookings) == 1 and own.bookings[0].period != own.bookings[0].parts.period(book.site, own.date):
        start, end = (moment.astimezone(book.site.zone_info).strftime("%H:%M") for moment in own.bookings[0].period)
        return _("In, %(from)s–%(until)s") % {"from": start, "until": end}
    return {ALL_DAY: _("In, all day"), MORNING: _("In, morning"), AFTERNOON: _("In, afternoon")}[own.parts]


def _where(spaces: list[SpaceFacts], book: Rulebook) -> str:
    if not spaces:
        return _("No desk yet.")
    space = spaces[0]
    floor, zone = book.floors[space.floor_id], book.zones.get(space.zone_id or 0)
    places = [floor.name or floor.code]
    if zone is not None:
        places.append(zone.name or zone.code)
    return f"{', '.join(places)}."


def _opens_later(own: OwnDay, book: Rulebook, now: datetime) -> str:
    opens = opens_at(own, book, now=now)
    if opens <= now:
        return ""
    return _("Check-in opens at %(time)s.") % {"time": opens.astimezone(book.site.zone_info).strftime("%H:%M")}


def _since(own: OwnDay, state: OwnState, book: Rulebook) -> str:
    zone = book.site.zone_info
    if state.checked_in_at is not None:
        return _("Checked in at %(time)s.") % {"time": state.checked_in_at.astimezone(zone).strftime("%H:%M")}
    if state.held_until is not None:
        return _kept(own, state, state.held_until.astimezone(zone))
    return ""


def _kept(own: OwnDay, state: OwnState, until: datetime) -> str:
    """Until when, and because of whom."""
    words = {"day": long_day(until.date()), "time": f"{until:%H:%M}"}
    if state.invitation is None and until.date() != own.date:
        return _("Kept for you until %(day)s, %(time)s.") % words
    if state.invitation is None:
        return _("Kept for you until %(time)s.") % words
    words = {"time": f"{short_day(until.date())}, {until:%H:%M}"}
    words |= {"lead": state.invitation.lead, "note": state.invitation.note}
    if state.invitation.note:
        return _("Until %(time)s, proposed by %(lead)s: “%(note)s”") % words
    return _("Until %(time)s, proposed by %(lead)s.") % words


def _half_open(day: date, book: Rulebook) -> bool:
    return not book.closed(day, MORNING) or not book.closed(day, AFTERNOON)


def _why_closed(objection: Objection, book: Rulebook) -> str:
    if objection.details["kind"] == "public_holiday":
        return public_holiday(book.site.holiday_country, date.fromisoformat(objection.details["date"]), _reader())
    return wording.sentence(objection)


def _away(day: JudgedDay, judged: JudgedWeeks) -> Status | None:
    away = next((a for a in judged.person.away if a.start <= day.date < a.end), None)
    if away is None:
        return None
    last = date.fromordinal(away.end.toordinal() - 1)
    note = _("Until %(day)s.") % {"day": long_day(last)} if last > day.date else ""
    return Status(_away_in_words(away), "leave", note=note)


def _away_in_words(away: Away) -> str:
    kind = {"leave": _("Leave"), "sick": _("Off sick")}.get(away.kind, _("Away"))
    if away.parts == ALL_DAY:
        return kind
    when = _("in the morning") if away.parts == Parts(True, False) else _("in the afternoon")
    return _("%(away)s %(when)s") % {"away": kind, "when": when}


def _full(day: JudgedDay, refusals: dict[str, Objection]) -> Status:
    if not refusals[CAP].limit:
        return Status(_("No office day"), "full")
    if only_the_queue(refusals[CAP]) and day.chance is None:
        return Status(_("Others wait"), "clock", wants_other_days=True)
    if day.chance is not None:
        other = _("Morning full") if day.chance.parts == AFTERNOON else _("Afternoon full")
        return Status(other, "full")
    return Status(_("Full"), "full", wants_other_days=True)


def _at_home(day: JudgedDay, judged: JudgedWeeks) -> str:
    return _("Home") if day.date.isoweekday() in judged.person.working_days else _("Day off")


def _opens(stored: str, today: date) -> str:
    moment = datetime.fromisoformat(stored)
    words = {"time": moment.strftime("%H:%M"), "day": long_day(moment.date()), "weekday": weekday(moment.date())}
    days = (moment.date() - today).days
    if days == 0:
        return _("Opens at %(time)s") % words
    if days == 1:
        return _("Opens tomorrow, %(time)s") % words
    return _("Opens %(day)s") % words if words["time"] == "00:00" else _("Opens %(day)s, %(time)s") % words


def _reader() -> str:
    return (get_language() or "en")[:2]
