"""Who may book a room in whose name; and at the door, in nobody's: a free room, from now on, for a short time."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.permissions import NotAllowed, check_may_act_for, manages
from booking.actions.room_asking import RoomAsk
from booking.models import Employee
from booking.rules.loading import rulebook

AT_THE_DOOR_WITHIN = timedelta(minutes=15)
AT_THE_DOOR_FOR = timedelta(hours=2)


def check_may_book(ask: RoomAsk, *, by: Employee | None, now: datetime) -> None:
    """Raise NotAllowed, or NotPossible for a walk-up that is none. Only managers book a room in nobody's name."""
    if by is None:
        _check_at_the_door(ask, now)
    elif ask.organiser_id is not None:
        check_may_act_for(by=by, employee_id=ask.organiser_id, site_id=ask.site_id)
    elif not manages(by, ask.site_id):
        raise NotAllowed


def _check_at_the_door(ask: RoomAsk, now: datetime) -> None:
    """Raise unless it is a short booking from now on, in a room that needs nobody's approval."""
    if ask.organiser_id is not None:
        raise NotAllowed
    if abs(ask.period.start.timestamp() - now.timestamp()) > AT_THE_DOOR_WITHIN.total_seconds():
        raise NotPossible(_("At the door, a room is taken from now on."))
    if ask.period.end.timestamp() - ask.period.start.timestamp() > AT_THE_DOOR_FOR.total_seconds():
        raise NotPossible(_("At the door, a room is taken for two hours at most."))
    space = rulebook(ask.site_id).spaces.get(ask.space_id)
    if space is not None and space.needs_approval:
        raise NotPossible(_("This room needs approval; sign in to ask for it."))
