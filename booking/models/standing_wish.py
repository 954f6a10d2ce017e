from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.models.weekday import WeekdaysField


class StandingWish(models.Model):
    """Autopilot: weekdays on which somebody wants to come, booked for them as each day opens."""

    employee = models.ForeignKey("booking.Employee", models.CASCADE, related_name="standing_wishes")
    site = models.ForeignKey("booking.Site", models.CASCADE, related_name="+", verbose_name=_("site"))
    weekdays = WeekdaysField(_("weekdays"), default=list)
    morning = models.BooleanField(_("mornings"), default=True)
    afternoon = models.BooleanField(_("afternoons"), default=True)
    # Empty: the usual desk of the day.
    desk = models.ForeignKey(
        "booking.Space", models.SET_NULL, related_name="+", verbose_name=_("desk"), null=True, blank=True
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["employee", "site"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "site"], name="one_wish_per_person_and_site"),
            models.CheckConstraint(name="wish_has_a_part", condition=Q(morning=True) | Q(afternoon=True)),
        ]

    def __str__(self) -> str:
        return f"{self.employee}, {self.site}"


class WishTurn(models.Model):
    """A date for which a wish has had its turn, whatever came of it: a day cancelled later is not booked again."""

    wish = models.ForeignKey(StandingWish, models.CASCADE, related_name="turns")
    date = models.DateField()
    attendance = models.ForeignKey("booking.Attendance", models.SET_NULL, related_name="+", null=True, blank=True)
    objections = models.JSONField(default=list)  # as codes and numbers, where it was not granted
    at = models.DateTimeField()

    class Meta:
        ordering = ["wish", "date"]
        constraints = [models.UniqueConstraint(fields=["wish", "date"], name="one_turn_per_wish_and_date")]

    def __str__(self) -> str:
        return f"{self.wish}, {self.date}"
