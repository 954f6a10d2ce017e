from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """A private address under which a calendar program reads somebody's days, or a room's. Known only as a hash."""

    employee = models.ForeignKey(
        "booking.Employee", models.CASCADE, related_name="calendar_feeds", null=True, blank=True
    )
    space = models.ForeignKey("booking.Space", models.CASCADE, related_name="calendar_feeds", null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="feed_of_one",
                condition=Q(employee__isnull=True, space__isnull=False) | Q(employee__isnull=False, space__isnull=True),
            ),
            models.UniqueConstraint(fields=["employee"], condition=Q(revoked_at=None), name="one_feed_per_person"),
            models.UniqueConstraint(fields=["space"], condition=Q(revoked_at=None), name="one_feed_per_room"),
        ]

    def __str__(self) -> str:
        return str(self.employee or self.space)
