from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.models.dates import begins, not_empty


class Closure(models.Model):
    """A site, floor, zone or space that is closed on some dates, or a holiday on which a site opens all the same."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("closed")
        HOLIDAY = "holiday", _("replacement holiday")
        OPEN = "open", _("open on a public holiday")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.CLOSED)
    site = models.ForeignKey("booking.Site", models.PROTECT, related_name="closures", verbose_name=_("site"))
    floor = models.ForeignKey(
        "booking.Floor", models.PROTECT, related_name="closures", verbose_name=_("floor"), null=True, blank=True
    )
    zone = models.ForeignKey(
        "booking.Zone", models.PROTECT, related_name="closures", verbose_name=_("zone"), null=True, blank=True
    )
    space = models.ForeignKey(
        "booking.Space", models.PROTECT, related_name="closures", verbose_name=_("space"), null=True, blank=True
    )
    period = DateRangeField(_("from, until"), help_text=_("Half-open: open again on the second date."))
    morning = models.BooleanField(_("mornings"), default=True)
    afternoon = models.BooleanField(_("afternoons"), default=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        ordering = ["site", "period"]
        constraints = [
            not_empty("period", "closure_has_days"),
            begins("period", "closure_begins"),
            models.CheckConstraint(name="closure_has_a_part", condition=Q(morning=True) | Q(afternoon=True)),
            models.CheckConstraint(
                name="closure_in_one_place",
                condition=Q(floor=None, zone=None) | Q(floor=None, space=None) | Q(zone=None, space=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
