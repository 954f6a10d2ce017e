"""For whom somebody looks and books: themselves, or, with ``?person=``, a person for whom they may act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest

from booking.actions.permissions import check_may_act_for, helped_and_oneself
from booking.models import Employee, Site


@dataclass(frozen=True, slots=True)
class Acting:
    """``by`` acts for ``person``: often the same."""

    by: Employee
    person: Employee

    @property
    def is_for_other(self) -> bool:
        return self.by.pk != self.person.pk

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a form sends besides, so that it acts for the person."""
        return (("person", str(self.person.pk)),) if self.is_for_other else ()


@dataclass(frozen=True, slots=True)
class Switcher:
    """For whom one may look: empty for most. ``anybody``: those who run a building name a person by address."""

    acting: Acting
    people: Sequence[tuple[int, str]]
    anybody: bool
    kept: Sequence[tuple[str, str]]  # the rest of the address, which stays

    @property
    def is_shown(self) -> bool:
        return bool(self.people) or self.anybody or self.acting.is_for_other


def acting(request: HttpRequest, *, site_id: int | None = None) -> Acting:
    """Who is meant by ``person`` (a key or an e-mail address) in the address.

    No query for oneself. ``site_id``: where, if not at the person's home. Raises Http404, NotAllowed.
    """
    text = request.GET.get("person", "").strip()
    if text in ("", str(request.user.pk)):
        return Acting(request.user, request.user)
    is_key = text.isascii() and text.isdigit() and len(text) < 19
    found = Employee.objects.filter(pk=int(text)) if is_key else Employee.objects.filter(email__iexact=text)
    person = found.first()
    if person is None:
        raise Http404("person")
    check_may_act_for(by=request.user, employee_id=person.pk, site_id=site_id or person.home_site_id or 0)
    return Acting(request.user, person)


def acting_at(request: HttpRequest, site: str) -> Acting:
    """The same at the site with this code. No query for oneself. Raises Http404, NotAllowed."""
    if not request.GET.get("person"):
        return Acting(request.user, request.user)
    return acting(request, site_id=Site.objects.filter(code=site).values_list("pk", flat=True).first())


def switcher(request: HttpRequest, acting: Acting, *, on: date) -> Switcher:
    """One query."""
    people, anybody = helped_and_oneself(acting.by, on=on)
    kept = [(name, value) for name, values in request.GET.lists() if name not in _OWN for value in values]
    return Switcher(acting, people, anybody, kept)


_OWN = ("person", "space")  # a desk that was selected for one is not selected for the other
