"""The outbox: whatever tells somebody is a row here, written in the causing transaction, sent after commit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    class State(models.TextChoices):
        DUE = "due", _("due")
        CLAIMED = "claimed", _("claimed")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("dropped")  # no longer true or useful when its turn came
        GIVEN_UP = "given_up", _("given up")

    # What makes a message the same message: written twice, it is one row and one mail.
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    employee = models.ForeignKey("booking.Employee", models.CASCADE, related_name="messages", null=True, blank=True)
    visitor = models.ForeignKey("booking.Visitor", models.CASCADE, related_name="messages", null=True, blank=True)
    payload = models.JSONField(default=dict)  # keys, dates and numbers; sentences are made when it is sent
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)  # after this, a dead worker's claim is free again
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="message_to_one_person",
                condition=Q(employee__isnull=True, visitor__isnull=False)
                | Q(employee__isnull=False, visitor__isnull=True),
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["due", "claimed"]), name="message_to_send"),
        ]

    def __str__(self) -> str:
        return self.key
