"""Who takes part in a room booking: in person (then they have a day at the site), remotely, or not yet decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ParticipantQuerySet(models.QuerySet):
    def in_person(self):
        """Those who come, and are counted under the limits by their attendance."""
        return self.filter(response=Participant.Response.IN_PERSON)


class Participant(models.Model):
    class Response(models.TextChoices):
        INVITED = "invited", _("invited")
        IN_PERSON = "in_person", _("comes in person")
        REMOTE = "remote", _("joins remotely")
        DECLINED = "declined", _("declined")

    booking = models.ForeignKey("booking.Booking", models.CASCADE, related_name="participants")
    employee = models.ForeignKey(
        "booking.Employee", models.CASCADE, related_name="participations", null=True, blank=True
    )
    visitor = models.ForeignKey("booking.Visitor", models.CASCADE, related_name="participations", null=True, blank=True)
    response = models.CharField(max_length=9, choices=Response.choices, default=Response.INVITED)
    # The day at the site that coming in person is part of.
    attendance = models.ForeignKey(
        "booking.Attendance", models.PROTECT, related_name="participations", null=True, blank=True
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["booking", "pk"]
        constraints = [
            models.CheckConstraint(
                name="participant_is_one_person",
                condition=Q(employee__isnull=True, visitor__isnull=False)
                | Q(employee__isnull=False, visitor__isnull=True),
            ),
            models.CheckConstraint(
                name="participant_in_person_has_a_day",
                condition=Q(response="in_person", attendance__isnull=False)
                | (~Q(response="in_person") & Q(attendance__isnull=True)),
            ),
            models.UniqueConstraint(fields=["booking", "employee"], name="employee_takes_part_once"),
            models.UniqueConstraint(fields=["booking", "visitor"], name="visitor_takes_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.employee or self.visitor}: {self.get_response_display()}"

    @property
    def person_key(self) -> tuple[str, int]:
        """Who takes part, as the rules and the locks name people."""
        return ("employee", self.employee_id) if self.employee_id is not None else ("visitor", self.visitor_id or 0)
