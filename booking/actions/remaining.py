"""What a day is for: its spaces, its meetings, or its owner's wish to come all the same."""

from collections.abc import Collection
from datetime import datetime

from booking.models import Attendance, Booking, Participant
from booking.rules.proposal import Parts

# Whoever is away, or has left, does not join from home either.
DECLINING = ("absence", "left")


def parts_needed(attendance: Attendance, *, but_bookings: Collection[int] = ()) -> Parts:
    """The parts of a day that something needs: a space or a meeting (but not these bookings), or being there by now."""
    if attendance.state == Attendance.State.PRESENT:
        return Parts(attendance.morning, attendance.afternoon)
    needed = Parts(attendance.without_space_morning, attendance.without_space_afternoon)
    for booking in Booking.objects.standing().filter(attendance=attendance).exclude(pk__in=but_bookings):
        needed = needed.union(Parts(booking.morning, booking.afternoon))
    for meeting in meetings_of(attendance).exclude(pk__in=but_bookings):
        needed = needed.union(Parts(meeting.morning, meeting.afternoon))
    return needed


def meetings_of(attendance: Attendance):
    """The standing room bookings to which the owner of a day comes."""
    return Booking.objects.standing().filter(participants__attendance=attendance).order_by("period")


def come_no_more(attendance: Attendance, kept: Parts, *, now: datetime, reason: str = "") -> None:
    """Who keeps only these parts of a day joins the meetings of the others remotely, or not at all. Inside a hold."""
    lost = [m.pk for m in meetings_of(attendance) if any(Parts(m.morning, m.afternoon).minus(kept))]
    if lost:
        response = Participant.Response.DECLINED if reason in DECLINING else Participant.Response.REMOTE
        Participant.objects.filter(booking__in=lost, attendance=attendance).update(
            response=response, attendance=None, changed_at=now
        )
