from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

from booking.models.dates import begins, ends, not_empty


class DeskRelease(models.Model):
    """Dates on which an assigned desk is anybody's: its owner is not there."""

    space = models.ForeignKey("booking.Space", models.CASCADE, related_name="releases", verbose_name=_("desk"))
    period = DateRangeField(_("from, until"), help_text=_("Half-open: the owner's again on the second date."))
    released_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["space", "period"]
        constraints = [
            not_empty("period", "release_has_days"),
            begins("period", "release_begins"),
            ends("period", "release_ends"),
            ExclusionConstraint(
                name="desk_released_once",
                expressions=[
                    (Func(F("space_id"), F("space_id"), Value("[]"), function="int8range"), "&&"),
                    ("period", "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space}, {self.period}"
