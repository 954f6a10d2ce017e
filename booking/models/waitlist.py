from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WaitlistEntry(models.Model):
    """Somebody waits for a day at a site, or for one space on that day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("withdrawn")

    employee = models.ForeignKey("booking.Employee", models.CASCADE, related_name="waitlist_entries")
    site = models.ForeignKey("booking.Site", models.PROTECT, related_name="waitlist_entries")
    space = models.ForeignKey("booking.Space", models.CASCADE, related_name="waitlist_entries", null=True, blank=True)
    date = models.DateField()
    period = DateTimeRangeField(null=True, blank=True)  # of a room that is wanted by the hour
    morning = models.BooleanField(default=True)
    afternoon = models.BooleanField(default=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    people = models.PositiveSmallIntegerField(default=1)  # for whom a room is wanted
    title = models.CharField(max_length=120, blank=True)
    accept_at_once = models.BooleanField(default=False)
    offered_attendance = models.ForeignKey(
        "booking.Attendance", models.SET_NULL, related_name="+", null=True, blank=True
    )
    offered_booking = models.ForeignKey("booking.Booking", models.SET_NULL, related_name="+", null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["date", "created_at", "pk"]
        verbose_name_plural = "waitlist entries"
        constraints = [
            models.CheckConstraint(name="waiting_for_a_part", condition=Q(morning=True) | Q(afternoon=True)),
            models.UniqueConstraint(
                fields=["employee", "site", "date", "space"],
                condition=Q(state__in=["waiting", "offered"]),
                nulls_distinct=False,
                name="waiting_once_per_date_and_space",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "date", "created_at"], condition=Q(state="waiting"), name="waitlist_of_date"),
            # Past queues of a weekday tell the odds; offers are looked through every few seconds.
            models.Index(fields=["site", "date"], name="waitlist_history"),
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="waitlist_offered"),
        ]

    def __str__(self) -> str:
        return f"{self.employee}, {self.site}, {self.date}"
