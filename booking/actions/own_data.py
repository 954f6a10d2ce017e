"""What somebody may delete of what is kept about them. Days are no part of it: limits and figures were made of them."""

from datetime import datetime, timedelta

from booking.models import Companion, Employee, Message, Refusal, StandingWish

# A younger message may still be followed by another that says what has changed since.
MESSAGES_KEPT = timedelta(days=30)
_OVER = [Message.State.SENT, Message.State.DROPPED, Message.State.GIVEN_UP]


def forget_messages(*, employee: Employee, now: datetime) -> int:
    """Empty old messages of what they were about; how many. That something was sent, and when, stays."""
    return old_messages(employee, now=now).update(payload={}, last_error="")


def forget_refusals(*, employee: Employee, now: datetime) -> int:
    """Make refusals of days gone by nobody's; how many. What was refused stays, as a number of the figures."""
    Refusal.objects.filter(requested_by=employee, date__lt=now.date()).update(requested_by=None)
    return old_refusals(employee, now=now).update(employee=None)


def forget_favourites(*, employee: Employee, now: datetime) -> int:
    """Delete favourite colleagues and the favourite desk; how many."""
    colleagues, _by_model = Companion.objects.filter(employee=employee).delete()
    desks = Employee.objects.filter(pk=employee.pk, favourite_desk__isnull=False).update(favourite_desk=None)
    return colleagues + desks


def forget_wishes(*, employee: Employee, now: datetime) -> int:
    """Delete standing wishes, with what came of each; how many. Days that they have booked stay."""
    wishes = StandingWish.objects.filter(employee=employee)
    number = wishes.count()
    wishes.delete()
    return number


def old_messages(employee: Employee, *, now: datetime):
    """Those that ``forget_messages`` empties."""
    return Message.objects.filter(employee=employee, state__in=_OVER, created_at__lt=now - MESSAGES_KEPT).exclude(
        payload={}
    )


def old_refusals(employee: Employee, *, now: datetime):
    """Those that ``forget_refusals`` makes nobody's: a younger one may still be asked for again, and be counted."""
    return Refusal.objects.filter(employee=employee, date__lt=now.date())
