"""What one waits for on a day of the week, the place that is kept for one, and the way into a queue."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions.asking import Ask
from booking.actions.odds import Wait
from booking.actions.queue import may_wait
from booking.models import WaitlistEntry
from booking.web.days_in_words import long_day
from booking.web.queue_offer import queue_address
from booking.web.room_waits import kept_until, named_with_hours
from booking.web.week.actions import QUIET, Action
from booking.web.week.judged import JudgedDay, JudgedWeeks


@dataclass(frozen=True, slots=True)
class Waiting:
    text: str
    leave: Action
    take: Action | None = None  # a room that is kept: it asks for an answer beside those of the day


def waiting(waits: Sequence[Wait], judged: JudgedWeeks, *, here: str) -> tuple[Waiting, ...]:
    """Each queue one stands in, with the way out of it; and each room that is kept."""
    standing = tuple(
        Waiting(_text(wait, judged), _leave(wait.entry, _("Leave the queue"), QUIET, here))
        for wait in waits
        if wait.place
    )
    return tuple(_kept_room(wait.entry, here) for wait in waits if _is_kept_room(wait.entry)) + standing


def answers(waits: Sequence[Wait], *, here: str) -> tuple[Action, ...]:
    """Take the place that is kept, or do not; empty where none is."""
    offer = next((w.entry for w in waits if _is_offered(w.entry) and not _is_kept_room(w.entry)), None)
    if offer is None:
        return ()
    return _take(offer, _("Accept"), here), _leave(offer, _("Decline"), QUIET, here)


def join(day: JudgedDay, waits: Sequence[Wait], judged: JudgedWeeks, *, here: str) -> Action | None:
    """The way into the queue of a full day."""
    site_id = judged.book.site.pk
    waits_here = any(wait.entry.site_id == site_id and wait.entry.space_id is None for wait in waits)
    if day.own or day.chance or day.date < judged.today or waits_here or not may_wait(day.verdict):
        return None
    proposal = day.verdict.proposal
    ask = Ask(employee_id=proposal.person.employee_id or 0, site_id=site_id, day=day.date, parts=proposal.parts)
    label = _("Join the queue")
    return Action(queue_address(ask, back=here), label, f"{label}: {long_day(day.date)}", "is-small")


def _text(wait: Wait, judged: JudgedWeeks) -> str:
    words = {"place": wait.place, "waiting": wait.waiting, "site": wait.entry.site.name}
    if wait.entry.period is not None:
        return _("Waiting for %(space)s, %(place)d of %(waiting)d") % (words | {"space": named_with_hours(wait.entry)})
    if wait.entry.space is not None:
        words["space"] = wait.entry.space.name or wait.entry.space.code
        return _("Waiting for %(space)s, %(place)d of %(waiting)d") % words
    if wait.entry.site_id != judged.book.site.pk:
        return _("Waiting for %(site)s, %(place)d of %(waiting)d") % words
    return _("Waiting, %(place)d of %(waiting)d") % words


def _is_offered(entry: WaitlistEntry) -> bool:
    return entry.state == WaitlistEntry.State.OFFERED


def _is_kept_room(entry: WaitlistEntry) -> bool:
    return _is_offered(entry) and entry.period is not None


def _kept_room(entry: WaitlistEntry, here: str) -> Waiting:
    words = {"room": named_with_hours(entry), "until": kept_until(entry)}
    text = _("%(room)s is kept for you until %(until)s") % words
    return Waiting(text, _leave(entry, _("Decline"), QUIET, here), _take(entry, _("Take the room"), here))


def _take(entry: WaitlistEntry, label: str, here: str) -> Action:
    url = reverse("waitlist_acceptance", args=[entry.pk])
    spoken = f"{label}: {long_day(entry.date)}"
    return Action(url, label, spoken, "is-primary is-small", (("next", here),), "check")


def _leave(entry: WaitlistEntry, label: str, look: str, here: str) -> Action:
    url = reverse("waitlist_withdrawal", args=[entry.pk])
    return Action(url, label, f"{label}: {long_day(entry.date)}", look, (("next", here),))
