"""What a request that books may come to, each as a page: refused, no longer possible, busy, not allowed, unreadable.

An address that only takes requests sends a reader, who reloads or types it, to the week.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from booking.actions.asking import NotPossible, ReasonNeeded, Refused
from booking.actions.locking import Busy
from booking.actions.permissions import NotAllowed
from booking.rules.verdict import Verdict
from booking.web.booking_form import BadInput
from booking.web.meetings.offers import room_offers
from booking.web.meetings.queue import room_queue_offer
from booking.web.queue_offer import QueueOffer, queue_offer
from booking.web.refusal import reason_needed, refused_now
from booking.web.refusal_offers import Offer, offers
from booking.web.signed_in import signed_in
from booking.web.way_back import way_back

View = Callable[..., HttpResponse]
UNSENT = ("csrfmiddlewaretoken",)  # what a form that is shown again gets anew


def answering(*, instead: str) -> Callable[[View], View]:
    """Wrap a view that books; it gets ``now``.

    ``instead``: what a refusal offers. "book" and "move" are days and desks, "room" is rooms and times, "join" is to
    join a meeting remotely, "" nothing.
    """

    def wrap(view: View) -> View:
        @signed_in
        @wraps(view)
        def answered(request: HttpRequest, **kwargs) -> HttpResponse:
            if request.method != "POST":
                return redirect(way_back(request))
            now = timezone.now()
            try:
                return view(request, now=now, **kwargs)
            except ReasonNeeded as needed:
                return reason_needed(request, needed, sent=sent(request))
            except Refused as refused:
                ways, queue = _what_else(request, refused.verdict, instead=instead, now=now, pk=kwargs.get("pk"))
                return refused_now(request, refused, sent=sent(request), ways=ways, queue=queue)
            except BadInput as bad:
                return _page(request, "booking/bad_input.html", 400, bad=bad)
            except NotAllowed:
                return _page(request, "booking/not_allowed.html", 403)
            except NotPossible as impossible:
                return _page(request, "booking/conflict.html", 409, what=str(impossible))
            except Busy:
                response = _page(request, "booking/busy.html", 503, sent=sent(request))
                response["Retry-After"] = "2"
                return response

        return answered

    return wrap


def _what_else(
    request: HttpRequest, verdict: Verdict, *, instead: str, now: datetime, pk: int | None
) -> tuple[Sequence[Offer], QueueOffer | None]:
    """What would work where the rules refuse, and the queue."""
    match instead:
        case "book" | "move":
            moved = pk if instead == "move" else None
            ways = offers(verdict, now=now, sent=sent(request), moved=moved)
            return ways, queue_offer(verdict, now=now, back=way_back(request))
        case "room" | "join":
            joining = instead == "join"
            ways = room_offers(verdict, now=now, sent=sent(request), url=request.path, joining=joining)
            return ways, room_queue_offer(verdict, now=now, sent=sent(request), back=way_back(request))
    return (), None


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that the form sent, so that it can be sent again."""
    return [(name, value) for name, values in request.POST.lists() if name not in UNSENT for value in values]


def _page(request: HttpRequest, template: str, status: int, **context) -> HttpResponse:
    context |= {"section": "week", "next": way_back(request), "action": request.get_full_path()}
    response = render(request, template, context, status=status)
    response["HX-Push-Url"] = "false"  # the address of a request that only posts is no page to reload
    return response
