from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Dispute(models.Model):
    """Somebody says that a day is recorded wrongly. The record stays until it is answered, and the answer with it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CORRECTED = "corrected", _("corrected")
        REJECTED = "rejected", _("rejected")

    attendance = models.ForeignKey("booking.Attendance", models.CASCADE, related_name="disputes")
    employee = models.ForeignKey("booking.Employee", models.CASCADE, related_name="disputes")
    text = models.CharField(_("what is wrong"), max_length=500)
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(state="open"), name="one_open_dispute_per_attendance"
            )
        ]

    def __str__(self) -> str:
        return self.text
