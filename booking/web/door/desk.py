"""At a desk: check in at one's own, sit down at a free one, or learn until when it is taken and which is free."""

import math
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from booking.actions.walk_in import walk_in_choices
from booking.models import Booking, Employee
from booking.rules.check_in_window import check_in_opens
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import Verdict
from booking.web.door.code import SPACE, Place
from booking.web.door.scan import MAIN, Scan, clock, post, to_my_week, until_in_words
from booking.web.reasons import reasons_of
from booking.web.week.actions import Action

OFFERED = 2  # desks instead
A_METRE = 100


def at_desk(space: SpaceFacts, book: Rulebook, *, viewer: Employee, now: datetime) -> Scan:
    """How a desk stands for somebody who is there."""
    today = book.site.local_date(now)
    bookings = list(
        Booking.objects.standing()
        .filter(space=space.id, date=today, period__endswith__gt=now)
        .select_related("attendance")
        .order_by("period")
    )
    mine = next((b for b in bookings if b.attendance and b.attendance.employee_id == viewer.pk), None)
    if mine is not None:
        return _own(space, book, mine, now)
    choices = _choices(space, book, viewer, now)
    taken = next((b for b in bookings if b.period.lower <= now), None)
    if taken is not None:
        until = until_in_words(taken.period.upper, book, now=now)
        others = _others(space, book, choices)
        return Scan(
            number=space.code,
            title=_("%(desk)s is taken %(until)s") % {"desk": space.code, "until": until},
            sentence=_("A desk nearby is free.") if others else _("No other desk of this floor can be had now."),
            icon="person",
            others=others,
            actions=() if others else (to_my_week(),),
        )
    return _free(space, book, choices, now)


def _own(space: SpaceFacts, book: Rulebook, mine: Booking, now: datetime) -> Scan:
    until = until_in_words(mine.period.upper, book, now=now)
    if mine.state == Booking.State.CHECKED_IN:
        title, sentence = _("You have checked in"), _("%(desk)s is yours %(until)s.")
        return Scan(space.code, title, sentence % {"desk": space.code, "until": until}, True, "check", (to_my_week(),))
    opens = check_in_opens(book, mine.date, mine.period.lower)
    sentence = _("It is yours from %(from)s %(until)s.") if mine.period.lower > now else _("It is yours %(until)s.")
    words = {"from": clock(mine.period.lower, book), "until": until}
    if now < opens:
        later = _("Check-in opens at %(time)s.") % {"time": clock(opens, book)}
        return Scan(space.code, _("Your desk"), f"{sentence % words} {later}", True, "clock", (to_my_week(),))
    check_in = post(reverse("attendance_check_in", args=[mine.attendance_id]), _("Check in"), _here(space))
    return Scan(space.code, _("Your desk"), sentence % words, True, actions=(check_in,))


def _free(space: SpaceFacts, book: Rulebook, choices: list[Verdict], now: datetime) -> Scan:
    verdict = next(choice for choice in choices if choice.proposal.space_id == space.id)
    until = until_in_words(verdict.proposal.period.end, book, now=now)
    if verdict.refused:
        return Scan(
            number=space.code,
            title=_("You cannot have %(desk)s now") % {"desk": space.code},
            sentence=_("Nobody sits here, but:"),
            icon="lock",
            reasons=reasons_of(verdict.refusals),
            others=_others(space, book, choices),
            actions=(to_my_week(),),
        )
    label = _("Take %(desk)s and check in") % {"desk": space.code}
    if verdict.proposal.gives_up:
        label = _("Move to %(desk)s and check in") % {"desk": space.code}
    return Scan(
        number=space.code,
        title=_("%(desk)s is free") % {"desk": space.code},
        sentence=f"{capfirst(until)}.",
        icon="check",
        actions=(_take(space, label),),
    )


def _choices(space: SpaceFacts, book: Rulebook, viewer: Employee, now: datetime) -> list[Verdict]:
    """This desk and the others of its floor, the nearest first."""
    today = book.site.local_date(now)
    desks = [
        s
        for s in book.spaces.values()
        if s.kind == "desk" and s.floor_id == space.floor_id and (s.retired_on is None or today < s.retired_on)
    ]
    desks.sort(key=lambda desk: math.dist(desk.centre, space.centre))
    keys = dict.fromkeys([space.id, *(desk.id for desk in desks)])
    return walk_in_choices(space_ids=list(keys), site_id=book.site.pk, by=viewer, now=now)


def _others(space: SpaceFacts, book: Rulebook, choices: list[Verdict]) -> tuple[tuple[str, Action], ...]:
    had = (book.spaces[c.proposal.space_id or 0] for c in choices if not c.refused and not c.warnings)
    nearest = [desk for desk in had if desk.id != space.id][:OFFERED]
    return tuple(
        (
            _where(desk, space, book),
            _take(desk, _("Take %(desk)s") % {"desk": desk.code}, look="is-accent" if i else MAIN.split()[0]),
        )
        for i, desk in enumerate(nearest)
    )


def _where(desk: SpaceFacts, from_here: SpaceFacts, book: Rulebook) -> str:
    metres = max(1, round(math.dist(desk.centre, from_here.centre) / A_METRE))
    zone = book.zones.get(desk.zone_id or 0)
    words = {"metres": metres, "zone": zone.name or zone.code if zone else ""}
    return _("%(metres)d m away, %(zone)s") % words if zone else _("%(metres)d m away") % words


def _take(desk: SpaceFacts, label: str, *, look: str = MAIN) -> Action:
    return post(reverse("door_walk_in", args=[Place(SPACE, desk.id).token]), label, _here(desk), look=look)


def _here(space: SpaceFacts) -> str:
    return Place(SPACE, space.id).address
