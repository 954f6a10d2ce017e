from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """Room bookings that were asked for together, by a recurrence rule; each occurrence is a booking of its own."""

    space = models.ForeignKey("booking.Space", models.PROTECT, related_name="series")
    organiser = models.ForeignKey("booking.Employee", models.PROTECT, related_name="series")
    recurrence = models.CharField(_("recurrence"), max_length=200, help_text=_("RRULE of RFC 5545."))
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.recurrence
