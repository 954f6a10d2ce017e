"""The audit trail as far as it is about one person."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Q, QuerySet

from booking.models import Employee

# Each event keeps the columns of what it is about; these say whose it is.
WHOSE = {
    "Employee": "pgh_obj_id",
    "Attendance": "employee_id",
    "Participant": "employee_id",
    "Absence": "employee_id",
    "Delegation": "employee_id",
    "Dispute": "employee_id",
    "RoleGrant": "employee_id",
}


def events_about(employee: Employee) -> Iterator[tuple[str, QuerySet]]:
    """Each noun with the events of those of its rows that are somebody's, oldest first."""
    for noun, column in WHOSE.items():
        yield noun, _events(noun).filter(**{column: employee.pk})
    own_booking = Q(organiser_id=employee.pk) | Q(attendance__in=employee.attendances.all())
    yield "Booking", _events("Booking").filter(own_booking)


def _events(noun: str) -> QuerySet:
    return apps.get_model("booking", f"{noun}Event").objects.order_by("pgh_id")
