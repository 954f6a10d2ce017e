"""A manager says yes or no to a room that asks for it. Until then the request keeps the room."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.locking import hold
from booking.actions.meeting_news import tell_of_meeting
from booking.actions.permissions import NotAllowed, manages
from booking.actions.room_asking import meeting, standing_meeting
from booking.actions.room_booking import end_meeting, hold_of_meeting
from booking.models import Booking, Employee


def approve(*, booking: Booking, by: Employee, now: datetime) -> None:
    """Say yes. Raises NotAllowed, NotPossible (answered already, cancelled, over), Busy."""
    asked = meeting(booking.pk)
    site_id = _check_may_answer(asked, by)
    with hold(sites=[site_id], days=[(site_id, asked.date)]):
        standing = _waiting(asked, now)
        Booking.objects.filter(pk=standing.pk).update(
            awaits_approval=False, sequence=standing.sequence + 1, changed_at=now
        )
        _tell_answer(standing, by, now, approved=True)


def decline(*, booking: Booking, by: Employee, now: datetime, reason: str) -> None:
    """Say no, with a reason: the meeting is cancelled, and all who take part are told.

    Raises NotAllowed, NotPossible (answered already, cancelled, over, no reason), Busy.
    """
    if not reason.strip():
        raise NotPossible(_("Give a reason: the organiser reads it."))
    asked = meeting(booking.pk)
    _check_may_answer(asked, by)
    with hold_of_meeting(asked):
        standing = _waiting(asked, now)
        end_meeting(
            standing, by=by, now=now, reason=reason.strip(), told_apart=[("employee", standing.organiser_id or 0)]
        )
        _tell_answer(standing, by, now, approved=False, reason=reason.strip())


def _check_may_answer(asked: Booking, by: Employee) -> int:
    site_id = asked.space.floor.site_id
    if not manages(by, site_id):
        raise NotAllowed
    return site_id


def _waiting(asked: Booking, now: datetime) -> Booking:
    standing = standing_meeting(asked.pk, on=asked.date, now=now)
    if not standing.awaits_approval:
        raise NotPossible(_("This request has been answered already."))
    return standing


def _tell_answer(standing: Booking, by: Employee, now: datetime, **answer) -> None:
    if standing.organiser_id is not None:
        organiser = ("employee", standing.organiser_id)
        tell_of_meeting("approval_answered", standing, organiser, now=now, by=by.pk, **answer)
