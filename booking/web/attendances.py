"""Every request that books or changes a day. Each translates, makes one domain call, and leads back with a toast."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from booking.actions import amendment, cancellation, reservation, undoing
from booking.actions import check_in as checking_in
from booking.actions.asking import AlreadyHad
from booking.actions.usual_desk import reserve_usual_desk
from booking.models import Attendance, Booking
from booking.rules.proposal import Parts
from booking.templatetags.toast import undoing as undo_by
from booking.web import said
from booking.web.answering import answering
from booking.web.booking_form import Asked, booking_asked, date_asked, part_asked, part_name, space_asked
from booking.web.colleagues.circle import company_of
from booking.web.way_back import go_back

DOOR = "web"


@answering(instead="book")
def reserve(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST date, part or from and until, site, person, space (a key, "usual" or empty), near, (override_)reason."""
    asked = booking_asked(request.POST, by=request.user)
    ask = asked.ask
    try:
        reserved = _reserve(asked, request, now)
    except AlreadyHad as had:
        messages.info(request, said.already_yours(replace(ask, space_id=had.verdict.proposal.space_id)))
        return go_back(request, ask.day)
    space_id = ask.space_id
    if asked.usual and reserved.booking_id:
        space_id = Booking.objects.values_list("space", flat=True).get(pk=reserved.booking_id)
    messages.success(
        request,
        said.reserved(ask, space_id, asked.employee, by=request.user, any_desk=asked.usual),
        extra_tags=undo_by(_address("cancellation", reserved.attendance_id), booking=reserved.booking_id or "")
        if reserved.began or reserved.booking_id
        else "",  # cancelling would take more than was just given
    )
    return go_back(request, ask.day)


@answering(instead="")
def cancel(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST; with ``booking``, only this booking is taken back, and the day with it if it was its last."""
    attendance = _attendance(pk)
    if request.POST.get("booking"):
        booking = get_object_or_404(
            Booking.objects.select_related("attendance"), pk=_number(request, "booking"), attendance=pk
        )
        left = cancellation.cancel_booking(booking=booking, by=request.user, now=now)
        said_of_it = said.given_back(attendance, booking.space_id, left, person=_whose(attendance, request))
        messages.success(request, said_of_it)
        return go_back(request, attendance.date)
    cancellation.cancel(attendance=attendance, by=request.user, now=now)
    messages.success(
        request,
        said.cancelled(attendance.date, person=_whose(attendance, request)),
        extra_tags=undo_by(_address("restoration", pk)),
    )
    return go_back(request, attendance.date)


@answering(instead="book")
def restore(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST: undo a cancellation; also reason and override_reason."""
    attendance = _attendance(pk)
    undoing.restore(
        attendance=attendance,
        by=request.user,
        now=now,
        door=DOOR,
        reason=request.POST.get("reason", ""),
        override_reason=request.POST.get("override_reason", ""),
    )
    messages.success(request, said.restored(attendance.date, person=_whose(attendance, request)))
    return go_back(request, attendance.date)


@answering(instead="move")
def move(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST date, space, or both; also booking (which one takes the space), reason and override_reason."""
    attendance = _attendance(pk)
    day = date_asked(request.POST) if request.POST.get("date") else attendance.date
    space_id = space_asked(request.POST)
    booking_id = _number(request, "booking") or None
    standing = Booking.objects.standing().filter(attendance=pk)
    if booking_id is not None:
        standing = standing.filter(pk=booking_id)
    before = standing.values_list("space", flat=True).first()
    moved = amendment.move(
        attendance=attendance,
        day=day,
        space_id=space_id,
        booking_id=booking_id,
        by=request.user,
        now=now,
        door=DOOR,
        reason=request.POST.get("reason", "").strip(),
        override_reason=request.POST.get("override_reason", "").strip(),
    )
    messages.success(
        request,
        said.moved(attendance, day, space_id or before, person=_whose(attendance, request)),
        extra_tags=undo_by(
            _address("move", moved.attendance_id),
            date=attendance.date.isoformat(),
            space=before or "",
            booking=(booking_id and moved.booking_id) or "",
        )
        if moved.began or day == attendance.date
        else "",  # it has joined a day that was there before, and would take it along
    )
    return go_back(request, day)


@answering(instead="")
def change_parts(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST part: what of the day to keep, or to extend it to; also reason and override_reason."""
    attendance = _attendance(pk)
    has, wanted = Parts(attendance.morning, attendance.afternoon), part_asked(request.POST)
    amendment.change_parts(
        attendance=attendance,
        parts=wanted,
        by=request.user,
        now=now,
        door=DOOR,
        reason=request.POST.get("reason", ""),
        override_reason=request.POST.get("override_reason", ""),
    )
    messages.success(
        request,
        said.parts_changed(attendance.date, wanted, person=_whose(attendance, request)),
        extra_tags=undo_by(_address("parts", pk), part=part_name(has)),
    )
    return go_back(request, attendance.date)


@answering(instead="")
def check_in(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST, on the day itself."""
    attendance = _attendance(pk)
    checking_in.check_in(attendance=attendance, by=request.user, now=now)
    messages.success(request, said.checked_in())
    return go_back(request, attendance.date)


def _reserve(asked: Asked, request: HttpRequest, now: datetime) -> reservation.Reserved:
    by, ask = request.user, asked.ask
    reasons = {"reason": asked.reason, "override_reason": asked.override_reason}
    if not asked.usual:
        return reservation.reserve(ask=ask, by=by, now=now, door=DOOR, **reasons)
    near = company_of(by, asked.near, on=ask.day) if asked.near else ()
    return reserve_usual_desk(ask=ask, by=by, now=now, door=DOOR, near=near, **reasons)


def _attendance(pk: int) -> Attendance:
    return get_object_or_404(Attendance.objects.select_related("employee"), pk=pk, employee__isnull=False)


def _whose(attendance: Attendance, request: HttpRequest) -> str:
    """Who comes, where it is not the one who clicks."""
    employee = attendance.employee
    return "" if employee is None or employee.pk == request.user.pk else employee.get_full_name()


def _number(request: HttpRequest, field: str) -> int:
    text = request.POST.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _address(noun: str, pk: int) -> str:
    return reverse(f"attendance_{noun}", args=[pk])
