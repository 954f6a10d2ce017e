"""What the autopilot did in one run for one person: the dates it booked, and those it could not, with their reasons."""

from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.models import Attendance, Booking, Message, WishTurn
from booking.notifications.day import Day, space_in_words
from booking.notifications.letter import Letter, Pointless
from booking.notifications.recipients import Recipient
from booking.rules import wording
from booking.rules.dates_in_words import long_day
from booking.rules.verdict import Objection

Facts = list[tuple[str, str]]


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    at = datetime.fromisoformat(message.payload["at"])
    turns = list(
        WishTurn.objects.filter(wish=message.payload["wish"], at=at).select_related("wish__site", "attendance__site")
    )
    booked = [fact for turn in turns if (fact := _booked(turn, at, now))]
    refused = [(capfirst(long_day(turn.date)), _why_not(turn)) for turn in turns if turn.objections]
    if not booked and not refused:
        raise Pointless("Nothing of it stands any more.")
    words = {"name": recipient.name, "site": turns[0].wish.site.name}
    return Letter(
        subject=_subject(len(booked), len(refused)),
        title=_("Your coming days"),
        paragraphs=[
            _("Hello %(name)s, these days at %(site)s have opened, and your autopilot has asked for them.") % words,
            _("Plans change. Give a day back, and it stays given back."),
        ],
        facts=booked + refused,
    )


def _subject(booked: int, refused: int) -> str:
    if not booked:
        return ngettext("Autopilot: a day is not to be had", "Autopilot: %(count)d days are not to be had", refused) % {
            "count": refused
        }
    if not refused:
        return ngettext("Autopilot: one day booked", "Autopilot: %(count)d days booked", booked) % {"count": booked}
    return _("Autopilot: booked %(booked)d, not to be had %(refused)d") % {"booked": booked, "refused": refused}


def _booked(turn: WishTurn, at: datetime, now: datetime) -> tuple[str, str] | None:
    """The day and its desk as they now are; None for what was there before, has ended since, or is over."""
    attendance = turn.attendance
    if attendance is None or not attendance.standing:
        return None
    bookings = list(Booking.objects.standing().filter(attendance=attendance).select_related("space"))
    day = Day(attendance, bookings)
    if day.is_over(now) or not _is_of_this_run(attendance, at):
        return None
    places = ", ".join(space_in_words(booking.space) for booking in bookings)
    return capfirst(day.when), ", ".join(filter(None, [places or _("a place, no desk yet"), day.time_of(day.parts)]))


def _is_of_this_run(attendance: Attendance, at: datetime) -> bool:
    return attendance.created_at == at or Booking.objects.filter(attendance=attendance, created_at=at).exists()


def _why_not(turn: WishTurn) -> str:
    objections = [Objection.from_json(stored) for stored in turn.objections if stored["strength"] != "guide"]
    return " ".join(f"{wording.title(one)}: {wording.sentence(one)}" for one in objections)
