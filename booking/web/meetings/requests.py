"""Every request that books or changes a meeting. Each translates, makes one domain call, and leads on with a toast."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst

from booking.actions import participation, room_approval, room_booking, room_series
from booking.actions.asking import Refused
from booking.actions.room_asking import RoomAsk
from booking.actions.room_series import Occurrence
from booking.models import Booking, Participant
from booking.rules import wording
from booking.templatetags.toast import undoing
from booking.web.answering import answering
from booking.web.booking_form import date_asked, space_asked
from booking.web.days_in_words import long_day
from booking.web.meetings import said
from booking.web.meetings.form import (
    Asked,
    meeting_asked,
    participants_asked,
    people_asked,
    period_asked,
    title_asked,
)
from booking.web.way_back import way_back

DOOR = "web"


@answering(instead="room")
def book(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """POST site, space, date, from, until, people, title, participant (many), presence, person, repeat, repeat_until,
    reason, override_reason.
    """
    asked = meeting_asked(request.POST, by=request.user, now=now)
    common = {
        "ask": asked.ask,
        "by": request.user,
        "now": now,
        "door": DOOR,
        "participants": asked.participants,
        "in_person": asked.in_person,
        "reason": asked.reason,
        "override_reason": asked.override_reason,
    }
    if asked.recurrence:
        return _series_answer(request, asked, room_series.book_series(recurrence=asked.recurrence, **common))
    if (had := _had(asked.ask)) is not None:
        return _to_meeting(had)
    try:
        booked = room_booking.book_room(**common)
    except Refused:
        if (had := _had(asked.ask)) is None:
            raise
        return _to_meeting(had)  # the same request came twice, at once
    meeting = _meeting(booked.booking_id)
    undo = undoing(_address("cancellation", meeting.pk), next=way_back(request))
    messages.success(request, said.booked(meeting), extra_tags=undo)
    return _to_meeting(meeting.pk)


@answering(instead="room")
def change(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST any of date, from and until, space, people, title; following (1) for all dates of its series from here on;
    reason, override_reason.
    """
    before = _meeting(pk)
    site = before.space.floor.site
    day = date_asked(request.POST) if request.POST.get("date") else before.date
    period = period_asked({**_as_it_was(before), **request.POST.dict()}, site, day, now=now)
    wanted = {
        "period": period,
        "space_id": space_asked(request.POST),
        "people": people_asked(request.POST),
        "title": title_asked(request.POST),
        "by": request.user,
        "now": now,
        "door": DOOR,
        "reason": request.POST.get("reason", "").strip(),
        "override_reason": request.POST.get("override_reason", "").strip(),
    }
    if request.POST.get("following") == "1":
        answers = room_series.change_following(booking=before, **wanted)
        done = sum(answer.booked is not None for answer in answers)
        tell = messages.success if done == len(answers) else messages.warning
        tell(request, said.series_changed(done, len(answers) - done))
        return _to_meeting(pk)
    room_booking.change_room(booking=before, **wanted)
    messages.success(
        request, said.changed(_meeting(pk)), extra_tags=undoing(_address("change", pk), **_as_it_was(before))
    )
    return _to_meeting(pk)


@answering(instead="")
def cancel(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST; following (1) for all dates of its series from here on; reason, for those who were invited."""
    meeting, reason = _meeting(pk), request.POST.get("reason", "").strip()[:300]
    if request.POST.get("following") == "1":
        ended = room_series.cancel_following(booking=meeting, by=request.user, now=now, reason=reason)
        messages.success(request, said.series_cancelled(ended))
        return _go_on(request, meeting)
    alone = not meeting.participants.exclude(employee=meeting.organiser_id).exists()
    presence = meeting.participants.filter(employee=meeting.organiser_id).values_list("response", flat=True).first()
    room_booking.cancel_room(booking=meeting, by=request.user, now=now, reason=reason)
    # Others have been told that it is off: an invitation to it right afterwards would be no undoing.
    again = {**_as_it_was(meeting), "presence": presence or "remote", "person": meeting.organiser_id or ""}
    undo = undoing(reverse("meetings"), **again) if alone and meeting.organiser_id and not meeting.series_id else ""
    messages.success(request, said.cancelled(meeting), extra_tags=undo)
    return _go_on(request, meeting)


@answering(instead="")
def end(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST, while it goes on: the room is given back."""
    meeting = _meeting(pk)
    room_booking.end_early(booking=meeting, by=request.user, now=now)
    messages.success(request, said.ended(meeting))
    return _to_meeting(pk)


@answering(instead="")
def invite(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST participant (many)."""
    meeting, people = _meeting(pk), participants_asked(request.POST)
    there = meeting.participants.count()
    participation.invite(booking=meeting, people=people, by=request.user, now=now)
    messages.success(request, said.invited(meeting.participants.count() - there))
    return _to_meeting(pk)


@answering(instead="join")
def respond(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST response (in_person, remote, declined), for a participant; also reason, override_reason."""
    participant = get_object_or_404(Participant.objects.select_related("employee", "visitor"), pk=pk)
    before, response = participant.response, request.POST.get("response", "")
    participation.respond(
        participant=participant,
        response=response,
        by=request.user,
        now=now,
        door=DOOR,
        reason=request.POST.get("reason", "").strip(),
        override_reason=request.POST.get("override_reason", "").strip(),
    )
    other = "" if participant.employee_id == request.user.pk else str(participant.employee or participant.visitor)
    undo = undoing(_address("response", pk), response=before) if before in participation.ANSWERS else ""
    messages.success(request, said.answered(response, other), extra_tags=undo if before != response else "")
    if request.POST.get("next"):
        return HttpResponseRedirect(way_back(request), status=303)
    return _to_meeting(participant.booking_id)


@answering(instead="")
def answer(request: HttpRequest, *, pk: int, now: datetime) -> HttpResponse:
    """POST answer (yes, no), of a manager; a no may say why (reason)."""
    meeting = _meeting(pk)
    if request.POST.get("answer") == "yes":
        room_approval.approve(booking=meeting, by=request.user, now=now)
        messages.success(request, said.approved(meeting))
    else:
        room_approval.decline(
            booking=meeting, by=request.user, now=now, reason=request.POST.get("reason", "").strip()[:300]
        )
        messages.success(request, said.declined(meeting))
    return HttpResponseRedirect(reverse("meeting_requests"), status=303)


def _series_answer(request: HttpRequest, asked: Asked, answers: list[Occurrence]) -> HttpResponse:
    """To the first date; where some were refused, a page that says which and why."""
    booked = [one.booked.booking_id for one in answers if one.booked is not None]
    if len(booked) == len(answers):
        messages.success(request, said.series_booked(_meeting(booked[0]), len(booked)))
        return _to_meeting(booked[0])
    rows = [
        {
            "day": capfirst(long_day(one.day)),
            "url": reverse("meeting", args=[one.booked.booking_id]) if one.booked else "",
            "why": one.problem or " ".join(wording.sentence(o) for o in one.verdict.refusals or one.verdict.warnings)
            if one.booked is None and (one.problem or one.verdict)
            else "",
        }
        for one in answers
    ]
    context = {"section": "rooms", "rows": rows, "booked": len(booked), "asked": len(rows), "back": way_back(request)}
    return render(request, "booking/meeting_series.html", context, status=200 if booked else 409)


def _had(ask: RoomAsk) -> int | None:
    """The meeting that this very request has booked already."""
    same = Booking.objects.standing().filter(space=ask.space_id, organiser=ask.organiser_id, period=tuple(ask.period))
    return same.values_list("pk", flat=True).first() if ask.organiser_id is not None else None


def _as_it_was(meeting: Booking) -> dict[str, str]:
    """The fields that ask for a meeting as it is now."""
    zone = meeting.space.floor.site.zone_info
    return {
        "site": str(meeting.space.floor.site_id),
        "space": str(meeting.space_id),
        "date": meeting.date.isoformat(),
        "from": f"{meeting.period.lower.astimezone(zone):%H:%M}",
        "until": f"{meeting.period.upper.astimezone(zone):%H:%M}",
        "people": str(meeting.people),
        "title": meeting.title,
    }


def _meeting(pk: int) -> Booking:
    meetings = Booking.objects.select_related("space__floor__site", "organiser").filter(space__kind="room")
    return get_object_or_404(meetings, pk=pk)


def _to_meeting(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("meeting", args=[pk]), status=303)


def _go_on(request: HttpRequest, meeting: Booking) -> HttpResponse:
    """Back to where one was; from a meeting that is no more, to the rooms of its day."""
    if request.POST.get("next"):
        return HttpResponseRedirect(way_back(request), status=303)
    return HttpResponseRedirect(
        f"{reverse('rooms')}?site={meeting.space.floor.site.code}&date={meeting.date}", status=303
    )


def _address(noun: str, pk: int) -> str:
    return reverse(f"meeting_{noun}", args=[pk])
