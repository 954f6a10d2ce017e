"""Favourite colleagues. A choice of one's own that nobody else ever reads, so it leaves no trail either."""

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.permissions import NotAllowed
from booking.models import Companion, Employee

MOST = 60  # a list longer than this says nothing about whom one likes to meet


def add_companion(*, employee: Employee, colleague_id: int) -> None:
    """Make a colleague a favourite; asked twice, once. Raises NotAllowed for somebody who does not show themselves."""
    if colleague_id == employee.pk or not Employee.objects.visible_to(employee).filter(pk=colleague_id).exists():
        raise NotAllowed
    if Companion.objects.filter(employee=employee).count() >= MOST:
        raise NotPossible(
            _("You have %(most)d favourite colleagues, and no more fit. Remove one first.") % {"most": MOST}
        )
    Companion.objects.get_or_create(employee=employee, colleague_id=colleague_id)


def remove_companion(*, employee: Employee, colleague_id: int) -> None:
    """Make a colleague a favourite no longer."""
    Companion.objects.filter(employee=employee, colleague=colleague_id).delete()
