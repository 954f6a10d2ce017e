from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Visit(models.Model):
    """What a visitor's day has besides being counted: the hours, a badge, and when they went."""

    attendance = models.OneToOneField("booking.Attendance", models.CASCADE, related_name="visit")
    period = DateTimeRangeField()
    note = models.CharField(_("note for reception"), max_length=200, blank=True)
    badge = models.CharField(_("badge"), max_length=20, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # of the iCalendar file: rises with each change told

    class Meta:
        ordering = ["period"]
        constraints = [models.CheckConstraint(name="visit_not_empty", condition=Q(period__isempty=False))]

    def __str__(self) -> str:
        return str(self.attendance)
