"""Colleagues by name, for who invites: those who let the reader see them."""

from collections.abc import Collection

from django.db.models import Q

from booking.models import Employee
from booking.models.employee import sort_key

MOST_FOUND = 8


def colleagues(text: str, *, viewer: Employee, but: Collection[int] = ()) -> list[Employee]:
    """The first few whose name has every word of ``text`` in it, regardless of case and accents."""
    words = sort_key("", text[:80]).split()
    if not words:
        return []
    choice = Employee.Visibility
    shown = Q(visibility=choice.EVERYONE)
    if viewer.team_id is not None:
        shown |= Q(visibility=choice.TEAM, team=viewer.team_id)
    found = Employee.objects.filter(shown, is_active=True).exclude(pk__in=[viewer.pk, *but]).select_related("team")
    for word in words:
        found = found.filter(sort_key__contains=word)
    return list(found[:MOST_FOUND])
