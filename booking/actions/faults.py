"""Something is broken at a desk or in a room: reported by anybody, answered by whoever runs the site.

A blocked space is closed for its dates, which is part of the rules of its site: nobody books while it is written.
"""

from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.locking import hold_whole_sites
from booking.actions.permissions import NotAllowed, manages
from booking.models import Booking, Closure, Employee, Fault, Space
from booking.notifications.outbox import tell

LONGEST_TEXT = 300
LONGEST_BLOCK = timedelta(days=366)
ANSWERS = (Fault.State.MENDED, Fault.State.DISMISSED)


def report_fault(*, space: Space, what: str, by: Employee, now: datetime) -> Fault:
    """Raises NotPossible without words, or with too many."""
    if not what.strip():
        raise NotPossible(_("Say what is wrong."))
    return Fault.objects.create(space=space, what=_checked(what), reported_by=by, reported_at=now)


def answer_fault(*, fault: Fault, state: str, answer: str, by: Employee, now: datetime) -> None:
    """It is mended, or nothing is done about it; a space that was blocked for it is open again from today on.

    Raises NotAllowed, NotPossible (answered already), Busy.
    """
    site_id = _check_may_answer(fault, by)
    if state not in ANSWERS:
        raise NotPossible(_("Say whether it is mended or dismissed."))
    with hold_whole_sites([site_id]):
        still_open = _still_open(fault)
        if still_open.closure is not None:
            _open_again(still_open.closure, fault.space.floor.site.local_date(now))
        _write(still_open, by, now, state=state, answer=_checked(answer))


def block_space(*, fault: Fault, until: date, answer: str, by: Employee, now: datetime) -> None:
    """Close the space from today until before ``until``; whoever has booked it then is told, and keeps their day.

    Raises NotAllowed, NotPossible (answered already, no dates), Busy.
    """
    site_id = _check_may_answer(fault, by)
    today = fault.space.floor.site.local_date(now)
    if not today < until <= today + LONGEST_BLOCK:
        raise NotPossible(_("Block the space until a day to come, within a year."))
    with hold_whole_sites([site_id]):
        still_open = _still_open(fault)
        if still_open.closure is not None:
            _open_again(still_open.closure, today)
        closure = Closure.objects.create(
            site_id=site_id,
            space=fault.space,
            period=DateRange(today, until),
            reason=fault.what[:200],
        )
        for booking in coming_bookings(fault.space, today, until, now=now):
            _tell_blocked(booking, closure, now)
        _write(still_open, by, now, state=Fault.State.BLOCKED, answer=_checked(answer), closure=closure)


def coming_bookings(space: Space, start: date, until: date, *, now: datetime) -> list[Booking]:
    """The standing bookings of a space from now on, on the dates [start, until)."""
    return list(
        Booking.objects.standing()
        .filter(space=space, date__gte=start, date__lt=until, period__endswith__gt=now)
        .select_related("attendance__employee", "organiser")
        .order_by("period")
    )


def _check_may_answer(fault: Fault, by: Employee) -> int:
    site_id = fault.space.floor.site_id
    if not manages(by, site_id):
        raise NotAllowed
    return site_id


def _still_open(fault: Fault) -> Fault:
    found = Fault.objects.select_related("closure").get(pk=fault.pk)
    if found.state not in Fault.OPEN_STATES:
        raise NotPossible(_("This fault has been answered already."))
    return found


def _open_again(closure: Closure, today: date) -> None:
    """What was closed until now stays in the history."""
    if closure.period.lower >= today:
        closure.delete()
    elif closure.period.upper is None or closure.period.upper > today:
        closure.period = DateRange(closure.period.lower, today)
        closure.save(update_fields=["period"])


def _write(fault: Fault, by: Employee, now: datetime, **answered) -> None:
    Fault.objects.filter(pk=fault.pk).update(**({"closure": None} | answered), handled_by=by, handled_at=now)
    if fault.reported_by_id is not None and fault.reported_by_id != by.pk:
        tell(
            kind="fault_answered",
            key=f"fault_answered:{fault.pk}:{answered['state']}:{now.timestamp()}",
            employee_id=fault.reported_by_id,
            payload={"fault": fault.pk},
            now=now,
        )


def _tell_blocked(booking: Booking, closure: Closure, now: datetime) -> None:
    day = booking.attendance
    employee_id = day.employee_id if day else booking.organiser_id
    visitor_id = day.visitor_id if day else None
    if employee_id is None and visitor_id is None:
        return  # a walk-up at the door: nobody to tell
    tell(
        kind="space_blocked",
        key=f"space_blocked:{closure.pk}:{booking.pk}",
        employee_id=employee_id,
        visitor_id=visitor_id,
        payload={"booking": booking.pk, "until": closure.period.upper.isoformat()},
        now=now,
    )


def _checked(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise NotPossible(_("Use at most %(limit)d characters.") % {"limit": LONGEST_TEXT})
    return text
