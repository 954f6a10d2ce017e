"""What a refusal offers instead: other days, and other desks on the day; each can be taken with one tap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from booking.actions.alternatives import DayChoice, alternatives
from booking.actions.asking import Ask
from booking.rules import wording
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import Proposal
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import Verdict
from booking.web.booking_form import USUAL, part_name
from booking.web.days_in_words import long_day
from booking.web.week.actions import Fields, has_desks

ASIDE = ("date", "part", "space", "from", "until")  # of what was sent, an offer says these anew


@dataclass(frozen=True, slots=True)
class Offer:
    """What templates/parts/offers.html shows."""

    title: str
    note: str
    label: str
    spoken: str
    look: str
    url: str
    fields: Fields


def ask_of(proposal: Proposal, book: Rulebook) -> Ask:
    """The request that led to a proposal; whole parts of the day as parts, since another day's are other instants."""
    whole = proposal.period == proposal.parts.period(book.site, proposal.date)
    return Ask(
        employee_id=proposal.person.employee_id or 0,
        visitor_id=proposal.person.visitor_id or 0,
        site_id=proposal.site_id,
        day=proposal.date,
        parts=proposal.parts,
        period=None if whole else proposal.period,
        space_id=proposal.space_id,
        leaves=proposal.leaves,
        gives_up=proposal.gives_up,
    )


def offers(
    verdict: Verdict, *, now: datetime, sent: Sequence[tuple[str, str]], moved: int | None = None
) -> list[Offer]:
    """Desks on the day first, then days. ``moved`` is the attendance that a move would have changed."""
    book = rulebook_at_hand(verdict.proposal.site_id)
    ask = ask_of(verdict.proposal, book)
    found = alternatives(ask=ask, now=now)
    if ask.visitor_id:
        return _visit_days(found.days, book, ask, sent=sent, moved=moved)
    kept = tuple((name, value) for name, value in sent if name not in ASIDE)
    ways = [_desk(ask, desk, book, kept, moved) for desk in found.desks]
    if moved is None or ask.leaves:  # a move within the day stays on its day
        ways += [_day(ask, choice, book, kept, moved) for choice in found.days]
    return [replace(way, look="is-primary") if i == 0 else way for i, way in enumerate(ways)]


def _visit_days(
    days: Sequence[DayChoice], book: Rulebook, ask: Ask, *, sent: Sequence[tuple[str, str]], moved: int | None
) -> list[Offer]:
    """Other days for a visitor, at the same hours; ``moved`` is the visit that would have changed."""
    url = reverse("visits") if moved is None else reverse("visit_move", args=[moved])
    kept = tuple((name, value) for name, value in sent if name != "date")
    label = _("Invite for this day") if moved is None else _("Move to this day")
    return [
        Offer(
            title=capfirst(long_day(choice.day)),
            note=_left(choice, book, ask),
            label=label,
            spoken=f"{label}: {long_day(choice.day)}",
            look="is-accent" if i else "is-primary",
            url=url,
            fields=(*kept, ("date", choice.day.isoformat())),
        )
        for i, choice in enumerate(days)
    ]


def _desk(ask: Ask, desk: SpaceFacts, book: Rulebook, kept: Fields, moved: int | None) -> Offer:
    zone = book.zones.get(desk.zone_id or 0)
    floor = book.floors[desk.floor_id]
    where = [floor.name or floor.code] + ([zone.name or zone.code] if zone else [])
    label = _("Move to %(desk)s") % {"desk": desk.code} if moved else _("Book %(desk)s") % {"desk": desk.code}
    return Offer(
        title=_("%(desk)s on the same day") % {"desk": desk.code},
        note=", ".join(where),
        label=label,
        spoken=f"{label}: {long_day(ask.day)}",
        look="is-accent",
        url=_address(moved),
        fields=(*kept, *when_fields(ask), ("space", str(desk.id))),
    )


def _day(ask: Ask, choice: DayChoice, book: Rulebook, kept: Fields, moved: int | None) -> Offer:
    space = choice.space
    if moved:
        label = _("Move to this day")
    elif space is not None:
        label = _("Book %(desk)s") % {"desk": space.name or space.code}
    else:
        label = _("Book a desk") if has_desks(book, choice.day) else _("Book the day")
    wanted = str(space.id) if space else (USUAL if has_desks(book, choice.day) and not moved else "")
    whole = replace(ask, day=choice.day, period=None)
    return Offer(
        title=capfirst(long_day(choice.day)),
        note=_left(choice, book, ask),
        label=label,
        spoken=f"{label}: {long_day(choice.day)}",
        look="is-accent",
        url=_address(moved),
        fields=(*kept, *when_fields(whole), ("space", wanted)),
    )


def _left(choice: DayChoice, book: Rulebook, ask: Ask) -> str:
    """18 of 49 left, 3.14 too."""
    parts = []
    if choice.cap is not None and choice.cap.applies:
        parts.append(wording.places_left(choice.cap))
    if ask.space_id is not None and (wanted := book.spaces.get(ask.space_id)):
        free = _("%(desk)s is free, too") if choice.space else _("%(desk)s is not free then")
        parts.append(free % {"desk": wanted.name or wanted.code})
    return ", ".join(parts)


def when_fields(ask: Ask) -> Fields:
    """The fields of a form that ask for the same time."""
    if ask.period is None:
        return (("date", ask.day.isoformat()), ("part", part_name(ask.parts)))
    zone = rulebook_at_hand(ask.site_id).site.zone_info
    start, end = (moment.astimezone(zone).strftime("%H:%M") for moment in ask.period)
    return (("date", ask.day.isoformat()), ("from", start), ("until", end))


def _address(moved: int | None) -> str:
    return reverse("attendances") if moved is None else reverse("attendance_move", args=[moved])
