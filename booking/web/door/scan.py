"""What somebody who scanned a code is shown: where they are, how things stand there, and the one thing to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.rules.proposal import ALL_DAY
from booking.rules.rulebook import Rulebook
from booking.web.reasons import Reason
from booking.web.week.actions import Action

MAIN = "is-primary is-large is-block"


@dataclass(frozen=True)
class Scan:
    """``mine``: the place is the reader's own. ``others``: what can be had instead."""

    number: str
    title: str
    sentence: str
    mine: bool = False
    icon: str = ""
    actions: Sequence[Action] = ()
    reasons: Sequence[Reason] = ()
    others: Sequence[tuple[str, Action]] = ()  # where it is, and taking it
    fault: Action | None = None  # reporting one


def clock(moment: datetime, book: Rulebook) -> str:
    return moment.astimezone(book.site.zone_info).strftime("%H:%M")


def until_in_words(moment: datetime, book: Rulebook, *, now: datetime) -> str:
    """Until 13:00; or for the rest of the day."""
    if moment >= ALL_DAY.period(book.site, book.site.local_date(now)).end:
        return _("for the rest of the day")
    return _("until %(time)s") % {"time": clock(moment, book)}


def post(url: str, label: str, here: str, *fields: tuple[str, str], look: str = MAIN, spoken: str = "") -> Action:
    return Action(url, label, spoken or label, look, (*fields, ("next", here)))


def report_fault(space_id: int, here: str) -> Action:
    url = f"{reverse('fault_report')}?{urlencode({'space': space_id, 'next': here})}"
    return Action(url, _("Something broken?"), "", "is-quiet is-small")


def to_my_week(look: str = "") -> Action:
    return Action(reverse("week"), _("My week"), _("My week"), look)
