"""To whom a message goes, in which language, and what they have been told before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.validators import validate_email
from django.db.models import QuerySet

from booking.models import Employee, Message
from booking.models.language import written_language
from booking.notifications.letter import Pointless


@dataclass(frozen=True, slots=True)
class Recipient:
    name: str  # as one greets them
    address: str
    language: str
    signs_in: bool


def recipient_of(message: Message, *, now: datetime) -> Recipient:
    """Raises Pointless for someone who has left, or has no address; ValidationError for an address that is none."""
    if visitor := message.visitor:
        recipient = Recipient(visitor.name, visitor.email, written_language(visitor.language), signs_in=False)
    else:
        employee = message.employee
        assert employee is not None  # held by a constraint
        if not employee.is_active or (employee.left_on and employee.left_on <= now.date()):
            raise Pointless("The person has left.")
        language = written_language(employee.language)
        recipient = Recipient(employee.given_name, employee.email, language, signs_in=True)
    if not recipient.address:
        raise Pointless("The person has no e-mail address.")
    validate_email(recipient.address)
    return recipient


def last_told(message: Message, *, kinds: Collection[str] = ()) -> dict | None:
    """What the latest mail about the same day (of these kinds, if any are given) said; None if there was none."""
    sent = messages_about_the_same_day(message).filter(state=Message.State.SENT)
    if kinds:
        sent = sent.filter(kind__in=kinds)
    latest = sent.order_by("-sent_at", "-pk").first()
    return latest.payload.get("told") if latest else None


def other_who_acted(message: Message) -> Employee | None:
    """Who did what the message tells; None where it was its owner, or the clockwork."""
    by = message.payload.get("by")
    return None if by in (None, message.employee_id) else Employee.objects.filter(pk=by).first()


def messages_about_the_same_day(message: Message) -> QuerySet[Message]:
    """The other messages to the same person about the same attendance."""
    return Message.objects.filter(
        employee=message.employee_id, visitor=message.visitor_id, payload__attendance=message.payload["attendance"]
    ).exclude(pk=message.pk)
