"""Visitors as their hosts know them: the same address is the same visitor, and no employee is one."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.locking import hold
from booking.models import Employee, Visitor


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Who is invited, as somebody enters it. Without an address (at the door) nobody is written to."""

    name: str
    email: str = ""
    organisation: str = ""
    language: str = "en"


class IsEmployee(NotPossible):
    """The address is that of somebody employed on that day."""


def visitor_of(*, host: Employee, guest: Guest, day: date) -> Visitor:
    """The visitor of ``host`` with this address, as entered last; a new one where there is none.

    In a hold of its own: a refusal needs somebody whom it refused. Raises IsEmployee, NotPossible, Busy.
    """
    if not guest.name.strip():
        raise NotPossible(_("Give the visitor’s name."))
    email = guest.email.strip()
    check_is_no_employee(email=email, day=day)
    entered = {
        "name": guest.name.strip(),
        "organisation": guest.organisation.strip(),
        "language": guest.language,
    }
    # The host is held, or two invitations at once would make two visitors of one.
    with hold(sites=[], people=[("employee", host.pk)]):
        known = Visitor.objects.filter(host=host, email__iexact=email).first() if email else None
        if known is None:
            return Visitor.objects.create(host=host, email=email, **entered)
        if any(getattr(known, name) != value for name, value in entered.items()):
            for name, value in entered.items():
                setattr(known, name, value)
            known.save(update_fields=list(entered))
        return known


def check_is_no_employee(*, email: str, day: date) -> None:
    """Raise IsEmployee for the address of somebody employed on ``day``. Only the address tells: names repeat."""
    found = Employee.objects.employed_on(day).filter(email__iexact=email).first() if email else None
    if found is not None:
        raise IsEmployee(
            _("%(person)s works here and cannot be a visitor: their day is booked like any other.")
            % {"person": found.get_full_name()}
        )
