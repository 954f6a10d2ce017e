"""The queue for a room: what a refusal offers."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions.odds import odds
from booking.actions.queue import may_wait
from booking.models import WaitlistEntry
from booking.rules.loading import rulebook_at_hand
from booking.rules.verdict import Verdict
from booking.web.days_in_words import long_day
from booking.web.queue_offer import QueueOffer, odds_in_words, place_in_words
from booking.web.rooms.track import clock, minute_at


def room_queue_offer(
    verdict: Verdict, *, now: datetime, sent: Sequence[tuple[str, str]], back: str
) -> QueueOffer | None:
    """None where waiting would not help, and where it is a meeting that would move: it has a room."""
    proposal, employee_id = verdict.proposal, verdict.proposal.person.employee_id
    if proposal.presence or proposal.gives_up or employee_id is None or not may_wait(verdict):
        return None
    book = rulebook_at_hand(proposal.site_id)
    space = book.spaces[proposal.space_id or 0]
    start, end = (clock(minute_at(moment, proposal.date, book.site)) for moment in proposal.period)
    waits = WaitlistEntry.objects.filter(
        employee=employee_id, space=space.id, period=tuple(proposal.period), state=WaitlistEntry.State.WAITING
    ).exists()
    found = odds(
        employee_id=employee_id, site_id=proposal.site_id, day=proposal.date, space_id=space.id, now=now,
        period=proposal.period,
    )  # fmt: skip
    words = {"place": space.name or space.code, "day": long_day(proposal.date), "from": start, "until": end}
    return QueueOffer(
        what=_("Wait for %(place)s on %(day)s, %(from)s–%(until)s") % words,
        place=place_in_words(found, waits=waits),
        odds=odds_in_words(found),
        url=reverse("room_waitlist"),
        fields=(
            ("site", str(proposal.site_id)),
            ("space", str(space.id)),
            ("date", proposal.date.isoformat()),
            ("from", start),
            ("until", end),
            ("people", str(proposal.people)),
            ("title", dict(sent).get("title", "")),
            ("person", str(employee_id)),
            ("next", back),
        ),
        waits=waits,
        has_choice=True,
    )
