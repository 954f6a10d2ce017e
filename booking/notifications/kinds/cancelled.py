"""A day is cancelled. Who cancels what they were never told about hears nothing; who is cancelled by others, always."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from booking.models import Attendance, Employee, Message
from booking.notifications.calendar.invitation import day_invitation
from booking.notifications.day import Day, day_of
from booking.notifications.letter import Letter, NotYet, Pointless
from booking.notifications.recipients import Recipient, messages_about_the_same_day

# Reasons that nobody wrote: what ends a day by itself gives a code.
CODES = {
    "absence": gettext_noop("an absence is entered for that day"),
    "left": gettext_noop("the employment ends before that day"),
}


def compose(message: Message, recipient: Recipient, *, now: datetime) -> Letter:
    day = day_of(message)
    if _stands_again(day):
        raise Pointless("The day stands again.")
    if day.is_over(now):
        raise Pointless("The day is over.")
    by_owner = message.employee_id is not None and message.payload.get("by") == message.employee_id
    if by_owner:
        _need_to_have_told(message)
    paragraphs = [_opening(day, message, recipient, by_owner=by_owner)]
    if reason := message.payload.get("reason"):
        paragraphs.append(_("The reason given: %(reason)s") % {"reason": _reason_in_words(reason)})
    return Letter(
        subject=_("Cancelled: %(what)s on %(day)s") % {"what": day.site, "day": day.when},
        title=_("Cancelled: %(day)s") % {"day": day.when},
        paragraphs=paragraphs,
        facts=day.facts(),
        calendar=day_invitation(day, recipient, now=now),
    )


def _reason_in_words(reason: str) -> str:
    return _(CODES[reason]) if reason in CODES else reason


def _stands_again(day: Day) -> bool:
    """Undone, or booked anew for the same time: what stands is told by its own message."""
    gone = day.attendance
    again = Attendance.objects.standing().filter(
        employee=gone.employee_id, visitor=gone.visitor_id, site=gone.site_id, date=gone.date
    )
    return any(stands.morning >= gone.morning and stands.afternoon >= gone.afternoon for stands in again)


def _need_to_have_told(message: Message) -> None:
    """Raise Pointless when the booking was undone before its confirmation left.

    A day for which no confirmation was ever meant to leave (it was imported) is told of.
    """
    about = messages_about_the_same_day(message).values_list("kind", "state")
    if any(state == Message.State.SENT for _kind, state in about):
        return
    confirmations = {state for kind, state in about if kind == "booked"}
    if Message.State.CLAIMED in confirmations:
        raise NotYet
    if confirmations:
        raise Pointless("Undone before it was confirmed.")


def _opening(day: Day, message: Message, recipient: Recipient, *, by_owner: bool) -> str:
    words = {"name": recipient.name, "site": day.site}
    if by_owner:
        return _("Hello %(name)s, your day at %(site)s is cancelled, as you asked. Somebody else can come now.") % words
    by = Employee.objects.filter(pk=message.payload.get("by")).first()
    if by is None:
        return _("Hello %(name)s, your day at %(site)s has been cancelled.") % words
    return _("Hello %(name)s, %(other)s has cancelled your day at %(site)s.") % (words | {"other": by.get_full_name()})
