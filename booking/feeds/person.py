"""What somebody's calendar holds: their standing days, and the meetings that they organise or take part in."""

from collections import defaultdict
from datetime import date

from django.db.models import Max, Prefetch, Q

from booking.models import Attendance, Booking, Employee, Participant
from booking.notifications.calendar.days import day_event, only_for_meetings
from booking.notifications.calendar.event import Event
from booking.notifications.calendar.meetings import meeting_event
from booking.notifications.day import Day

COMING = (Attendance.State.PLANNED, Attendance.State.PRESENT)  # what is merely held is an offer, not a plan


def events_of_person(employee: Employee, *, since: date) -> list[Event]:
    """From ``since`` on, in order of time. What is cancelled or declined is not there: it vanishes from the program."""
    meetings = _meetings(employee, since)
    parts = {meeting.pk: next(iter(meeting.own_parts), None) for meeting in meetings}
    attended = defaultdict(list)
    for meeting in meetings:
        if (part := parts[meeting.pk]) is not None and part.attendance_id is not None:
            attended[part.attendance_id].append(meeting)
    days = [Day(one, one.standing_bookings, attended[one.pk]) for one in _days(employee, since)]
    events = [
        day_event(day, changed_at=max(filter(None, [day.attendance.changed_at, day.attendance.bookings_changed_at])))
        for day in days
        if not only_for_meetings(day)
    ]
    events += [
        meeting_event(meeting, part=parts[meeting.pk], name=employee.get_full_name(), address=employee.email)
        for meeting in meetings
        if meeting.organiser_id == employee.pk or _takes_part(parts[meeting.pk])
    ]
    return events


def _days(employee: Employee, since: date):
    spaces = Booking.objects.standing().select_related("space__zone", "space__floor").order_by("period")
    return (
        Attendance.objects.filter(employee=employee, date__gte=since, state__in=COMING)
        .select_related("site")
        .annotate(bookings_changed_at=Max("bookings__changed_at"))
        .prefetch_related(Prefetch("bookings", spaces, to_attr="standing_bookings"))
        .order_by("date", "pk")
    )


def _meetings(employee: Employee, since: date) -> list[Booking]:
    own = Participant.objects.filter(employee=employee)
    return list(
        Booking.objects.standing()
        .filter(Q(organiser=employee) | Q(pk__in=own.values("booking")), date__gte=since, attendance=None)
        .select_related("space__floor__site", "organiser")
        .prefetch_related(Prefetch("participants", own, to_attr="own_parts"))
        .order_by("period", "pk")
    )


def _takes_part(part: Participant | None) -> bool:
    return part is not None and part.response != Participant.Response.DECLINED
