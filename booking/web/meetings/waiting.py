"""The request to wait for a room."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from booking.actions.odds import odds
from booking.actions.room_waitlist import join_room
from booking.web.answering import answering
from booking.web.meetings.form import meeting_asked
from booking.web.room_waits import named_with_hours
from booking.web.way_back import go_back

DOOR = "web"


@answering(instead="room")
def join(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST site, space, date, from, until, people, title, person, accept_at_once."""
    ask = meeting_asked(request.POST, by=request.user, now=now).ask
    at_once = request.POST.get("accept_at_once") == "1"
    entry = join_room(ask=ask, by=request.user, now=now, door=DOOR, accept_at_once=at_once)
    found = odds(
        employee_id=entry.employee_id, site_id=ask.site_id, day=ask.day, space_id=ask.space_id, now=now,
        period=ask.period,
    )  # fmt: skip
    words = {"room": named_with_hours(entry), "place": found.place}
    messages.success(request, _("You are number %(place)d in the queue for %(room)s.") % words)
    return go_back(request, ask.day)
