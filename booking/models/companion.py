from django.db import models
from django.db.models import F, Q


class Companion(models.Model):
    """A colleague whom somebody likes to be in with. Known to nobody else."""

    employee = models.ForeignKey("booking.Employee", models.CASCADE, related_name="companions")
    colleague = models.ForeignKey("booking.Employee", models.CASCADE, related_name="+")

    class Meta:
        ordering = ["employee", "colleague__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "colleague"], name="companion_once"),
            models.CheckConstraint(name="nobodys_own_companion", condition=~Q(employee=F("colleague"))),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.colleague}"
