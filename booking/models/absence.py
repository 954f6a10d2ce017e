from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.models.dates import begins, ends, not_empty


class AbsenceQuerySet(models.QuerySet):
    def standing(self):
        """Absences that were not taken back."""
        return self.filter(withdrawn_at=None)


class Absence(models.Model):
    """Days on which someone does not work. The kind is as much as is ever asked: never a medical reason."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("leave")
        SICK = "sick", _("sick")
        OTHER = "other", _("other")

    class Source(models.TextChoices):
        ENTERED = "entered", _("entered")
        IMPORTED = "imported", _("imported")

    employee = models.ForeignKey(
        "booking.Employee", models.CASCADE, related_name="absences", verbose_name=_("employee")
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.LEAVE)
    period = DateRangeField(_("from, until"), help_text=_("Half-open: the second date is the first day back."))
    morning = models.BooleanField(_("mornings"), default=True)
    afternoon = models.BooleanField(_("afternoons"), default=True)
    source = models.CharField(_("source"), max_length=8, choices=Source.choices, default=Source.ENTERED)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # taken back as a whole: from then on it counts nowhere

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["employee", "period"]
        constraints = [
            not_empty("period", "absence_has_days"),
            begins("period", "absence_begins"),
            ends("period", "absence_ends"),
            models.CheckConstraint(name="absence_has_a_part", condition=Q(morning=True) | Q(afternoon=True)),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.get_kind_display()}"
