"""At a room: check in the meeting that is now one's own, or take the room for half an hour if it is free."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.models import Booking, Employee, Participant
from booking.rules.check_in_window import check_in_opens
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.web.door.code import SPACE, Place
from booking.web.door.scan import Scan, clock, post, to_my_week, until_in_words

HALF_AN_HOUR = timedelta(minutes=30)
SHORTEST = timedelta(minutes=5)  # a gap for which nobody takes a room


def at_room(space: SpaceFacts, book: Rulebook, *, viewer: Employee, now: datetime) -> Scan:
    """How a room stands for somebody at its door."""
    number, here = space.name or space.code, Place(SPACE, space.id)
    coming = Booking.objects.standing().filter(space=space.id, date=book.site.local_date(now), period__endswith__gt=now)
    meetings = list(coming.order_by("period"))
    mine = next((m for m in meetings if _is_now(m, book, now) and _takes_part(m, viewer)), None)
    if mine is not None:
        return _own(number, mine, here, book)
    busy = next((m for m in meetings if m.period.lower <= now), None)
    if busy is not None:
        until = until_in_words(busy.period.upper, book, now=now)
        title = _("%(room)s is taken %(until)s") % {"room": number, "until": until}
        return Scan(number, title, "", icon="person", actions=(to_my_week(),))
    until = min([m.period.lower for m in meetings] + [day_ends(book, now)])
    words = f"{capfirst(until_in_words(until, book, now=now))}."
    if space.needs_approval or until - now < SHORTEST:
        sentence = _("This room has to be asked for.") if space.needs_approval else words
        return Scan(number, _("%(room)s is free") % {"room": number}, sentence, icon="check", actions=(to_my_week(),))
    minutes = int(min(HALF_AN_HOUR, until - now).total_seconds() // 60)
    label = ngettext("Take it for %(minutes)d minute", "Take it for %(minutes)d minutes", minutes)
    take = post(reverse("door_meeting", args=[here.token]), label % {"minutes": minutes}, here.address)
    return Scan(number, _("%(room)s is free") % {"room": number}, words, icon="check", actions=(take,))


def day_ends(book: Rulebook, now: datetime) -> datetime:
    """The last moment of today that a meeting may have."""
    _start, end = book.site.part_of_day(book.site.local_date(now), morning=True, afternoon=True)
    return end


def _own(number: str, mine: Booking, here: Place, book: Rulebook) -> Scan:
    words = {
        "title": mine.title or _("Your meeting"),
        "from": clock(mine.period.lower, book),
        "until": clock(mine.period.upper, book),
    }
    sentence = _("%(title)s, %(from)s–%(until)s.") % words
    if mine.state == Booking.State.CHECKED_IN:
        return Scan(number, _("You have checked in"), sentence, True, "check", (to_my_week(),))
    check_in = post(reverse("meeting_check_in", args=[mine.pk]), _("Check in"), here.address)
    return Scan(number, _("Your meeting"), sentence, True, actions=(check_in,))


def _is_now(meeting: Booking, book: Rulebook, now: datetime) -> bool:
    return check_in_opens(book, meeting.date, meeting.period.lower) <= now


def _takes_part(meeting: Booking, viewer: Employee) -> bool:
    if meeting.organiser_id == viewer.pk:
        return True
    parts = Participant.objects.filter(booking=meeting, employee=viewer)
    return parts.filter(~Q(response=Participant.Response.DECLINED)).exists()
