"""One person at one site on one local date, in the morning, the afternoon or both. Caps count these, never desks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AttendanceQuerySet(models.QuerySet):
    def standing(self):
        """Attendances that count under the limits."""
        return self.filter(state__in=Attendance.STANDING)


class Attendance(models.Model):
    class State(models.TextChoices):
        HELD = "held", _("held")  # kept for someone for a short time; counts like any other
        PLANNED = "planned", _("planned")
        PRESENT = "present", _("present")
        ABSENT = "absent", _("absent")
        CANCELLED = "cancelled", _("cancelled")

    STANDING = (State.HELD, State.PLANNED, State.PRESENT)

    # Each index is paid for by every booking; those that look-ups need are named in Meta, the rest are left out.
    employee = models.ForeignKey(
        "booking.Employee", models.PROTECT, related_name="attendances", null=True, blank=True, db_index=False
    )
    visitor = models.ForeignKey(
        "booking.Visitor", models.PROTECT, related_name="attendances", null=True, blank=True, db_index=False
    )
    site = models.ForeignKey("booking.Site", models.PROTECT, related_name="attendances", db_index=False)
    date = models.DateField()
    morning = models.BooleanField()
    afternoon = models.BooleanField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    # As they were when the day was granted: a later move to another team or role changes no past figure and no count.
    team = models.ForeignKey("booking.Team", models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    telework_able = models.BooleanField(default=True)
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    # The halves in which the owner comes whether or not a space is booked: they outlive the last booking.
    without_space_morning = models.BooleanField(default=False)
    without_space_afternoon = models.BooleanField(default=False)
    held_until = models.DateTimeField(null=True, blank=True)
    requested_by = models.ForeignKey(
        "booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True, db_index=False
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    checked_in_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True, db_index=False
    )
    anonymised_at = models.DateTimeField(null=True, blank=True)  # from then on a row of nobody, for the figures only

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attendance_of_one_person",
                condition=Q(employee__isnull=True, visitor__isnull=False)
                | Q(employee__isnull=False, visitor__isnull=True)
                | Q(employee__isnull=True, visitor__isnull=True, anonymised_at__isnull=False),
            ),
            models.CheckConstraint(name="attendance_has_a_part", condition=Q(morning=True) | Q(afternoon=True)),
            models.CheckConstraint(
                name="held_attendance_has_a_term", condition=~Q(state="held") | Q(held_until__isnull=False)
            ),
        ] + [
            # One standing row per person, site and date, and nobody in two sites during the same half-day.
            constraint
            for person in ("employee", "visitor")
            for constraint in (
                models.UniqueConstraint(
                    fields=[person, "date", "site"],
                    condition=Q(state__in=["held", "planned", "present"]),
                    name=f"one_attendance_of_{person}_per_site_and_date",
                ),
                models.UniqueConstraint(
                    fields=[person, "date"],
                    condition=Q(state__in=["held", "planned", "present"], morning=True),
                    name=f"one_morning_of_{person}",
                ),
                models.UniqueConstraint(
                    fields=[person, "date"],
                    condition=Q(state__in=["held", "planned", "present"], afternoon=True),
                    name=f"one_afternoon_of_{person}",
                ),
            )
        ]
        indexes = [
            # What a count reads: the standing rows of a site and date, whatever the length of history.
            models.Index(
                fields=["site", "date"],
                include=["morning", "afternoon", "telework_able", "team", "employee", "roles"],
                condition=Q(state__in=["held", "planned", "present"]),
                name="attendance_counted",
            ),
            models.Index(fields=["employee", "date"], name="attendance_of_employee"),
            models.Index(fields=["visitor", "date"], condition=Q(visitor__isnull=False), name="attendance_of_visitor"),
        ]

    def __str__(self) -> str:
        return f"{self.employee or self.visitor}, {self.site}, {self.date}"

    @property
    def person_key(self) -> tuple[str, int]:
        """Whose day it is, as the rules and the locks name people."""
        return ("employee", self.employee_id) if self.employee_id is not None else ("visitor", self.visitor_id or 0)

    @property
    def standing(self) -> bool:
        return self.state in self.STANDING
