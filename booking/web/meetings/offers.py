"""What would work where a room, or coming to a meeting, was refused: another room, another time, joining remotely."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.actions.room_asking import RoomAsk
from booking.actions.room_search import free_rooms
from booking.actions.room_times import free_times, nearest, opening
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import Period, Proposal
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.verdict import Verdict
from booking.web.meetings.form import REMOTE
from booking.web.refusal_offers import Offer
from booking.web.rooms.track import clock, minute_at

MOST_ROOMS, MOST_TIMES = 3, 2
Sent = Sequence[tuple[str, str]]


def room_offers(verdict: Verdict, *, now: datetime, sent: Sent, url: str, joining: bool = False) -> list[Offer]:
    """``url`` takes the same request again; ``joining``: it was an answer to an invitation."""
    proposal = verdict.proposal
    if proposal.presence:
        ways = [_remotely(sent, url, joining=joining)]
    else:
        ways = _rooms(proposal, sent, url, now) + _times(proposal, sent, url, now)
    return [replace(way, look="is-primary") if i == 0 else way for i, way in enumerate(ways)]


def _remotely(sent: Sent, url: str, *, joining: bool) -> Offer:
    field = "response" if joining else "presence"
    label = _("Join remotely") if joining else _("Book, and join remotely")
    return Offer(
        title=_("Without coming to the site"),
        note=_("The meeting takes place; you are not counted there."),
        label=label,
        spoken="",
        look="is-accent",
        url=url,
        fields=(*_without(sent, field), (field, REMOTE)),
    )


def _rooms(proposal: Proposal, sent: Sent, url: str, now: datetime) -> list[Offer]:
    """Other rooms at the same time, the best fit first."""
    book = rulebook_at_hand(proposal.site_id)
    if proposal.period.end <= now:
        return []
    found = free_rooms(
        site_id=proposal.site_id,
        day=proposal.date,
        period=proposal.period,
        employee_id=proposal.person.employee_id,
        now=now,
        people=proposal.people,
    )
    free = [choice for choice in found if not choice.verdict.refused and choice.space.id != proposal.space_id]
    start, end = _hours(proposal.period, book, proposal)
    return [
        Offer(
            title=_("%(room)s at the same time") % {"room": _name(choice.space)},
            note=_where(choice.space, book),
            label=_("Take %(room)s") % {"room": _name(choice.space)},
            spoken="",
            look="is-accent",
            url=url,
            fields=_fields(sent, choice.space.id, proposal, start, end),
        )
        for choice in free[:MOST_ROOMS]
    ]


def _times(proposal: Proposal, sent: Sent, url: str, now: datetime) -> list[Offer]:
    """Other times in the same room on the same day, the nearest ones."""
    book = rulebook_at_hand(proposal.site_id)
    ask = RoomAsk(
        organiser_id=proposal.person.employee_id,
        site_id=proposal.site_id,
        space_id=proposal.space_id or 0,
        day=proposal.date,
        period=proposal.period,
        people=proposal.people,
        booking_id=next(iter(proposal.gives_up), None),
    )
    free = free_times([ask], within=opening(ask), now=now).get(ask.space_id, [])
    found = []
    for period in nearest(free, proposal.period, most=MOST_TIMES):
        start, end = _hours(period, book, proposal)
        name = _name(book.spaces[ask.space_id])
        found.append(
            Offer(
                title=_("%(room)s at another time") % {"room": name},
                note=f"{start}–{end}",
                label=_("Take %(from)s–%(until)s") % {"from": start, "until": end},
                spoken="",
                look="is-accent",
                url=url,
                fields=_fields(sent, ask.space_id, proposal, start, end),
            )
        )
    return found


def _fields(sent: Sent, space_id: int, proposal: Proposal, start: str, end: str) -> tuple[tuple[str, str], ...]:
    asked = (("space", str(space_id)), ("date", proposal.date.isoformat()), ("from", start), ("until", end))
    return (*_without(sent, "space", "date", "from", "until"), *asked)


def _without(sent: Sent, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in sent if name not in names)


def _hours(period: Period, book: Rulebook, proposal: Proposal) -> tuple[str, str]:
    start, end = (clock(minute_at(moment, proposal.date, book.site)) for moment in period)
    return start, end


def _name(space: SpaceFacts) -> str:
    return space.name or space.code


def _where(space: SpaceFacts, book: Rulebook) -> str:
    floor = book.floors[space.floor_id]
    held = ngettext("holds %(people)d person", "holds %(people)d people", space.safe_capacity)
    return ", ".join([floor.name or floor.code, held % {"people": space.safe_capacity}])
