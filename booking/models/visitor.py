from django.db import models
from django.utils.translation import gettext_lazy as _


class Visitor(models.Model):
    """A guest from outside, invited by an employee. A visitor never signs in."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    host = models.ForeignKey("booking.Employee", models.PROTECT, related_name="visitors", verbose_name=_("host"))

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
