from django.db import models
from django.db.models import F, Q


class Delegation(models.Model):
    """Somebody lets a named assistant book, change and cancel for them."""

    employee = models.ForeignKey("booking.Employee", models.CASCADE, related_name="delegations")
    assistant = models.ForeignKey("booking.Employee", models.CASCADE, related_name="assists")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["employee", "assistant__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "assistant"], name="assistant_once"),
            models.CheckConstraint(name="nobodys_own_assistant", condition=~Q(employee=F("assistant"))),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} → {self.employee}"
