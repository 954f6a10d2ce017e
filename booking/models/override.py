from django.db import models


class Override(models.Model):
    """Objections that were set aside with a reason: refusals by somebody who may, warnings by anybody."""

    attendance = models.ForeignKey("booking.Attendance", models.CASCADE, related_name="overrides")
    by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    objections = models.JSONField()  # as codes and numbers

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.reason
