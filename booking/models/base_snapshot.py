from django.db import models
from django.utils.translation import gettext_lazy as _


class BaseSnapshot(models.Model):
    """How many people belong to a site from a date on: what a percentage cap is a percentage of.

    A snapshot is taken, dated and kept; it never follows the staff list by itself, so that a leaver or an import
    does not make yesterday's booking illegal unseen. ``by_team`` and ``by_role`` map a team's key or a role to
    ``{"everyone": people, "telework": people}``.
    """

    site = models.ForeignKey("booking.Site", models.PROTECT, related_name="base_snapshots", verbose_name=_("site"))
    starts_on = models.DateField(_("holds from"))
    everyone = models.PositiveIntegerField(_("people"))
    telework = models.PositiveIntegerField(_("people able to telework"))
    by_team = models.JSONField(default=dict, blank=True)
    by_role = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["site", "starts_on"]
        constraints = [
            models.UniqueConstraint("site", "starts_on", name="one_base_per_site_and_date"),
            models.CheckConstraint(
                name="base_telework_within_everyone", condition=models.Q(telework__lte=models.F("everyone"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.starts_on}: {self.telework}/{self.everyone}"
