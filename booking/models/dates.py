"""Half-open periods of dates, as the database keeps them."""

from django.db import models
from django.db.models import Q


def not_empty(field: str, name: str) -> models.CheckConstraint:
    """The period holds at least one day (an empty range would escape every exclusion constraint)."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__isempty": False}))


def begins(field: str, name: str) -> models.CheckConstraint:
    """The period has a first day: what has held for ever cannot be compared, shown or published."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__startswith__isnull": False}))


def ends(field: str, name: str) -> models.CheckConstraint:
    """The period has a last day."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__endswith__isnull": False}))
