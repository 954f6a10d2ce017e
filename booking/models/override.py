from django.db import models
from django.db.models import Q


class Override(models.Model):
    """Objections that were set aside with a reason: refusals by somebody who may, warnings by anybody."""

    # Of somebody's day, or of a room booking by which nobody comes.
    attendance = models.ForeignKey(
        "booking.Attendance", models.CASCADE, related_name="overrides", null=True, blank=True
    )
    booking = models.ForeignKey("booking.Booking", models.CASCADE, related_name="overrides", null=True, blank=True)
    by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    objections = models.JSONField()  # as codes and numbers

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="override_of_a_day_or_a_room",
                condition=Q(attendance__isnull=False, booking__isnull=True)
                | Q(attendance__isnull=True, booking__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.reason
