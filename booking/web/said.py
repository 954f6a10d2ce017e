"""What a toast says of a change that was made, in the language of the one who made it."""

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from booking.actions.asking import Ask
from booking.models import Attendance, Employee
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import NO_PART, Parts
from booking.web.days_in_words import long_day, part_in_words


def reserved(ask: Ask, space_id: int | None, employee: Employee, *, by: Employee, any_desk: bool = False) -> str:
    """A day is booked. ``any_desk``: a desk was asked for, whichever."""
    words = {"day": long_day(ask.day), "part": _time(ask), "person": employee.get_full_name()}
    words["place"] = _place(ask.site_id, space_id)
    if employee.pk != by.pk:
        if space_id is None:
            return capfirst(_("%(day)s is booked for %(person)s, %(part)s.") % words)
        return capfirst(_("%(place)s is booked for %(person)s on %(day)s, %(part)s.") % words)
    if space_id is not None:
        return capfirst(_("%(place)s is yours on %(day)s, %(part)s.") % words)
    if any_desk:
        return capfirst(_("No desk is free, but your place in the building is: %(day)s, %(part)s.") % words)
    return capfirst(_("%(day)s is booked, %(part)s.") % words)


def already_yours(ask: Ask) -> str:
    """The same request came twice."""
    words = {"place": _place(ask.site_id, ask.space_id), "day": long_day(ask.day)}
    return capfirst(_("%(place)s is yours on %(day)s already.") % words)


def cancelled(day: date, *, person: str = "") -> str:
    """``person``: whose day it is, where it is somebody else's; so in the others, too."""
    if person:
        return capfirst(_("%(day)s is cancelled for %(person)s.") % {"day": long_day(day), "person": person})
    return capfirst(_("%(day)s is cancelled.") % {"day": long_day(day)})


def given_back(attendance: Attendance, space_id: int, left: Parts, *, person: str = "") -> str:
    """A space is no longer booked; ``left`` is what remains of the day, if anything."""
    if left == NO_PART:
        return cancelled(attendance.date, person=person)
    words = {"place": _place(attendance.site_id, space_id), "day": long_day(attendance.date)}
    said = _("%(place)s is given back. What still stands: %(day)s, %(part)s.")
    return capfirst(said % (words | {"part": part_in_words(left)}))


def moved(attendance: Attendance, day: date, space_id: int | None, *, person: str = "") -> str:
    """A day, or only its desk, is now another one."""
    words = {"from": long_day(attendance.date), "day": long_day(day), "place": _place(attendance.site_id, space_id)}
    if person:
        return _moved_for(words | {"person": person}, same_day=day == attendance.date, has_place=space_id is not None)
    if day == attendance.date:
        return capfirst(_("%(place)s is yours on %(day)s.") % words)
    if space_id is None:
        return capfirst(_("%(from)s has moved to %(day)s.") % words)
    return capfirst(_("%(from)s has moved to %(day)s: %(place)s is yours.") % words)


def _moved_for(words: dict[str, str], *, same_day: bool, has_place: bool) -> str:
    if same_day:
        return capfirst(_("%(place)s is booked for %(person)s on %(day)s.") % words)
    if has_place:
        return capfirst(_("%(from)s has moved to %(day)s for %(person)s: %(place)s is booked.") % words)
    return capfirst(_("%(from)s has moved to %(day)s for %(person)s.") % words)


def parts_changed(day: date, parts: Parts, *, person: str = "") -> str:
    if person:
        words = {"person": person, "day": long_day(day), "part": part_in_words(parts)}
        return _("%(person)s comes on %(day)s, %(part)s.") % words
    return _("You come on %(day)s, %(part)s.") % {"day": long_day(day), "part": part_in_words(parts)}


def restored(day: date, *, person: str = "") -> str:
    if person:
        return capfirst(_("%(day)s is booked again for %(person)s.") % {"day": long_day(day), "person": person})
    return capfirst(_("%(day)s is booked again.") % {"day": long_day(day)})


def checked_in() -> str:
    return _("You have checked in.")


def _place(site_id: int, space_id: int | None) -> str:
    space = rulebook_at_hand(site_id).spaces.get(space_id or 0)
    return "" if space is None else space.name or space.code


def _time(ask: Ask) -> str:
    if ask.period is None:
        return part_in_words(ask.parts)
    zone = rulebook_at_hand(ask.site_id).site.zone_info
    start, end = (moment.astimezone(zone).strftime("%H:%M") for moment in ask.period)
    return f"{start}–{end}"
