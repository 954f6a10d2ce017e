"""One space for a half-open period within one local date. Two standing bookings of a space never overlap."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _


class BookingQuerySet(models.QuerySet):
    def standing(self):
        """Bookings that keep their space from others."""
        return self.filter(state__in=Booking.STANDING)


class Booking(models.Model):
    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        CHECKED_IN = "checked_in", _("checked in")
        CANCELLED = "cancelled", _("cancelled")
        RELEASED = "released", _("released")

    STANDING = (State.BOOKED, State.CHECKED_IN)

    space = models.ForeignKey("booking.Space", models.PROTECT, related_name="bookings")
    # A desk booking belongs to an attendance; a room booking has an organiser; a block for maintenance has neither.
    attendance = models.ForeignKey("booking.Attendance", models.PROTECT, related_name="bookings", null=True, blank=True)
    organiser = models.ForeignKey(
        "booking.Employee", models.PROTECT, related_name="organised", null=True, blank=True, db_index=False
    )
    date = models.DateField()  # the local date at the site of the space
    period = DateTimeRangeField()
    # The day parts that the period touches by the site's midday when it was booked.
    morning = models.BooleanField()
    afternoon = models.BooleanField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    title = models.CharField(max_length=120, blank=True)
    # Of a room booking:
    people = models.PositiveSmallIntegerField(default=1, db_default=1)  # expected in the room
    awaits_approval = models.BooleanField(
        default=False, db_default=False
    )  # keeps the room; a manager has yet to say yes
    series = models.ForeignKey("booking.Series", models.SET_NULL, related_name="bookings", null=True, blank=True)
    sequence = models.PositiveIntegerField(
        default=0, db_default=0
    )  # of the iCalendar event: rises with each change told
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

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["period", "pk"]
        constraints = [
            # No extension is needed: a single id is a range of one, and ranges have GiST operators in the core.
            ExclusionConstraint(
                name="space_booked_once",
                expressions=[
                    (Func(F("space_id"), F("space_id"), Value("[]"), function="int8range"), "&&"),
                    ("period", "&&"),
                ],
                condition=Q(state__in=["booked", "checked_in"]),
            ),
            models.CheckConstraint(name="booking_period_not_empty", condition=Q(period__isempty=False)),
            models.CheckConstraint(
                name="booking_period_bounded",
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_of_a_day_or_an_organiser",
                condition=Q(attendance__isnull=True) | Q(organiser__isnull=True),
            ),
            models.CheckConstraint(name="booking_has_a_part", condition=Q(morning=True) | Q(afternoon=True)),
        ]
        indexes = [
            models.Index(
                fields=["date", "space"],
                include=["morning", "afternoon", "attendance"],
                condition=Q(state__in=["booked", "checked_in"]),
                name="booking_of_date",
            ),
            models.Index(
                fields=["organiser", "date"], condition=Q(organiser__isnull=False), name="booking_of_organiser"
            ),
            models.Index(fields=["series"], condition=Q(series__isnull=False), name="booking_of_series"),
        ]

    def __str__(self) -> str:
        return f"{self.space}, {self.date}"

    @property
    def standing(self) -> bool:
        return self.state in self.STANDING
