"""The last sweep of a session, as codes and numbers: its result is a page of its own, and a reload repeats nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from booking.actions.planning import Planned, Taken
from booking.rules.proposal import NO_PART
from booking.rules.verdict import Objection
from booking.web.booking_form import PARTS, BadInput, part_name
from booking.web.plan.asked import Asked

KEY = "sweep"


def remember(request: HttpRequest, asked: Asked, done: Iterable[Planned]) -> None:
    request.session[KEY] = {
        "site": asked.sweep.site_id,
        "with_desk": asked.sweep.with_desk,
        "query": asked.query(),
        "dates": [_stored(one) for one in done],
    }


def remembered(request: HttpRequest) -> tuple[dict[str, Any], list[Planned]] | None:
    """What was asked (site, with_desk, query) and how it went; None where nothing was planned in this session."""
    sweep = request.session.get(KEY)
    return (sweep, [_restored(one) for one in sweep["dates"]]) if sweep else None


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def taken_in_words(taken: Taken) -> str:
    """What a form sends to give a date back: attendance, booking, and the part that was there before."""
    before = "" if taken.before == NO_PART else part_name(taken.before)
    return f"{taken.attendance_id}:{taken.booking_id or ''}:{before}"


def taken_from_words(text: str) -> Taken:
    """Raises BadInput."""
    attendance, booking, before = (*text.split(":"), "", "")[:3]
    if not _is_key(attendance) or not _is_key(booking or "0") or before not in ("", *PARTS):
        raise BadInput("taken", text, _("Give what the page sent."))
    return Taken(int(attendance), int(booking) if booking else None, PARTS[before] if before else NO_PART)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _stored(one: Planned) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "outcome": one.outcome,
        "taken": taken_in_words(one.taken) if one.taken else "",
        "space": one.space_id,
        "usual": one.usual_id,
        "why": [objection.as_json() for objection in one.why],
        "refusal": one.refusal_id,
        "text": one.text,
    }


def _restored(stored: dict[str, Any]) -> Planned:
    return Planned(
        date.fromisoformat(stored["day"]),
        stored["outcome"],
        taken_from_words(stored["taken"]) if stored["taken"] else None,
        stored["space"],
        stored["usual"],
        tuple(Objection.from_json(objection) for objection in stored["why"]),
        stored["refusal"],
        stored["text"],
    )
