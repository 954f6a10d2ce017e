from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Fault(models.Model):
    """Something is broken at a desk or in a room. Whether it can still be used is the manager's to say."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        BLOCKED = "blocked", _("blocked until it is mended")
        MENDED = "mended", _("mended")
        DISMISSED = "dismissed", _("dismissed")

    OPEN_STATES = (State.OPEN, State.BLOCKED)

    space = models.ForeignKey("booking.Space", models.CASCADE, related_name="faults")
    what = models.CharField(_("what is wrong"), max_length=300)
    reported_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    # What keeps the space from being booked, where the manager blocked it.
    closure = models.ForeignKey("booking.Closure", models.SET_NULL, related_name="+", null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    handled_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at"]
        indexes = [models.Index(fields=["space"], condition=Q(state__in=["open", "blocked"]), name="fault_open")]

    def __str__(self) -> str:
        return self.what
