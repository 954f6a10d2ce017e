"""What each person decides for themselves: language, who sees when they are in, the usual desk, who may act for them.

The audit trail has every change of it, as of everything about a person.
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.models import Delegation, Employee, Space

MOST_ASSISTANTS = 10


def choose_language(*, employee: Employee, language: str) -> None:
    """Pages and mails come in this language from now on. Raises NotPossible for one that Headroom does not write."""
    if language not in dict(settings.LANGUAGES):
        raise NotPossible(_("Headroom does not write this language."))
    if employee.language != language:
        employee.language = language
        employee.save(update_fields=["language"])


def choose_visibility(*, employee: Employee, visibility: str) -> None:
    """From now on, whoever looks sees as much of the coming days as this says. Raises NotPossible."""
    if visibility not in Employee.Visibility.values:
        raise NotPossible(_("Choose everyone, your team, or nobody."))
    employee.visibility = visibility
    employee.save(update_fields=["visibility"])


def choose_usual_desk(*, employee: Employee, desk_id: int | None) -> None:
    """The desk that one tap books where it is free; None leaves it to habit. Raises NotPossible for what is no desk."""
    if desk_id is not None and not Space.objects.filter(pk=desk_id, kind=Space.Kind.DESK, retired_on=None).exists():
        raise NotPossible(_("There is no such desk."))
    employee.favourite_desk_id = desk_id
    employee.save(update_fields=["favourite_desk"])


def name_assistant(*, employee: Employee, assistant_id: int, now: datetime) -> None:
    """Let somebody book, change and cancel for ``employee``; asked twice, once. Raises NotPossible."""
    if assistant_id == employee.pk:
        raise NotPossible(_("You need nobody’s leave to act for yourself."))
    if not Employee.objects.employed_on(now.date()).filter(pk=assistant_id).exists():
        raise NotPossible(_("This person does not work here any more."))
    if Delegation.objects.filter(employee=employee).count() >= MOST_ASSISTANTS:
        raise NotPossible(_("At most %(most)d people may act for you. Remove one first.") % {"most": MOST_ASSISTANTS})
    Delegation.objects.get_or_create(employee=employee, assistant_id=assistant_id, defaults={"created_at": now})


def dismiss_assistant(*, employee: Employee, assistant_id: int) -> None:
    """They act for ``employee`` no longer. What they booked stays."""
    Delegation.objects.filter(employee=employee, assistant=assistant_id).delete()
