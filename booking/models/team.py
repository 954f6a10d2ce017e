from django.db import models
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    lead = models.ForeignKey(
        "booking.Employee", models.SET_NULL, related_name="leads", verbose_name=_("lead"), null=True, blank=True
    )
    # Where the team usually sits: the first place to look for a desk "near my team".
    zone = models.ForeignKey(
        "booking.Zone", models.SET_NULL, related_name="teams", verbose_name=_("home zone"), null=True, blank=True
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
