"""The offer to join a queue: for what, at which place, with what odds; for templates/booking/queue_offer.html."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.actions.asking import Ask
from booking.actions.odds import Odds, odds
from booking.actions.queue import may_wait, waits_for
from booking.models import WaitlistEntry
from booking.rules.loading import rulebook_at_hand
from booking.rules.verdict import Verdict
from booking.web.booking_form import part_name
from booking.web.days_in_words import long_day

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class QueueOffer:
    """``waits``: they do already, and ``place`` says where. Without ``has_choice`` it is booked at once in any case."""

    what: str
    place: str
    odds: str
    url: str
    fields: Fields
    waits: bool
    has_choice: bool


def queue_offer(verdict: Verdict, *, now: datetime, back: str) -> QueueOffer | None:
    """None where waiting would not help, or where it is about leaving another day for this one."""
    proposal = verdict.proposal
    if not may_wait(verdict) or proposal.leaves or proposal.person.employee_id is None:
        return None
    space_id, employee_id = waits_for(verdict), proposal.person.employee_id
    site = rulebook_at_hand(proposal.site_id).site
    if proposal.date < site.local_date(now):
        return None
    waits = WaitlistEntry.objects.filter(
        employee=employee_id,
        site=proposal.site_id,
        date=proposal.date,
        space=space_id,
        state=WaitlistEntry.State.WAITING,
    ).exists()
    found = odds(employee_id=employee_id, site_id=proposal.site_id, day=proposal.date, space_id=space_id, now=now)
    fields = (
        ("date", proposal.date.isoformat()),
        ("part", part_name(proposal.parts)),
        ("space", str(space_id or "")),
        ("site", str(proposal.site_id)),
        ("person", str(employee_id)),
        ("next", back),
    )
    return QueueOffer(
        what=_what(verdict, space_id),
        place=place_in_words(found, waits=waits),
        odds=odds_in_words(found),
        url=reverse("waitlist"),
        fields=fields,
        waits=waits,
        has_choice=not verdict.already_in,
    )


def queue_address(ask: Ask, *, back: str, space_id: int | None = None) -> str:
    """The page that offers the queue for the day of ``ask``, or for a space on it."""
    query: Mapping[str, object] = {
        "date": ask.day.isoformat(),
        "part": part_name(ask.parts),
        "space": space_id or "",
        "site": ask.site_id,
        "next": back,
    }
    return f"{reverse('waitlist_new')}?{urlencode(query)}"


def _what(verdict: Verdict, space_id: int | None) -> str:
    proposal = verdict.proposal
    space = rulebook_at_hand(proposal.site_id).spaces.get(space_id or 0)
    if space is None:
        return _("Wait for a place on %(day)s") % {"day": long_day(proposal.date)}
    return _("Wait for %(place)s on %(day)s") % {"place": space.name or space.code, "day": long_day(proposal.date)}


def place_in_words(found: Odds, *, waits: bool) -> str:
    if waits:
        return _("You wait already, as number %(place)d.") % {"place": found.place}
    if found.place == 1:
        return _("You would be the first in the queue.")
    return _("You would be number %(place)d in the queue.") % {"place": found.place}


def odds_in_words(found: Odds) -> str:
    if not found.known:
        return _("Too few have waited there lately to tell the odds.")
    # Told by those who waited at the same place or farther back.
    said = ngettext(
        "Of %(cases)d who waited there lately, %(granted)d got in.",
        "Of %(cases)d who waited there lately, %(granted)d got in.",
        found.granted,
    )
    return said % {"cases": found.cases, "granted": found.granted}
