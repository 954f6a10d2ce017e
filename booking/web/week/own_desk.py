"""What the owner of an assigned desk can do with it on a day on which they do not sit there."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.rules import physical
from booking.rules.rulebook import SpaceFacts
from booking.web.days_in_words import long_day
from booking.web.week.actions import QUIET, Action
from booking.web.week.judged import JudgedDay, JudgedWeeks


def own_desk(judged: JudgedWeeks) -> SpaceFacts | None:
    """The desk at this site that is assigned to the viewer."""
    me = judged.person.employee_id
    return next((s for s in judged.book.spaces.values() if s.owner_id == me and s.kind == "desk"), None)


def release(day: JudgedDay, desk: SpaceFacts | None, judged: JudgedWeeks, *, here: str) -> Action | None:
    """Release the desk for others, for the day or as long as one is away; or take it back."""
    if desk is None or day.date < judged.today or _sits_there(day, desk):
        return None
    if judged.book.released(desk.id, day.date):
        return _action("desk_release_withdrawal", _("Take %(desk)s back"), desk, day.date, day.date, here)
    if any(objection.code == physical.CLOSED for objection in day.verdict.refusals):
        return None
    away = next((away for away in judged.person.away if away.start <= day.date < away.end), None)
    if away is not None:
        last, label = away.end - timedelta(days=1), _("Release %(desk)s while you are away")
        return _action("desk_releases", label, desk, max(away.start, judged.today), last, here)
    return _action("desk_releases", _("Release %(desk)s for others"), desk, day.date, day.date, here)


def _sits_there(day: JudgedDay, desk: SpaceFacts) -> bool:
    return any(booking.space_id == desk.id for own in day.own for booking in own.bookings)


def _action(name: str, label: str, desk: SpaceFacts, first: date, last: date, here: str) -> Action:
    label = label % {"desk": desk.code}
    fields = (("from", first.isoformat()), ("until", last.isoformat()), ("next", here))
    return Action(reverse(name, args=[desk.id]), label, f"{label}: {long_day(first)}", QUIET, fields)
