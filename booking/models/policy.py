"""Dated limits: a policy holds at a site (or, as the fallback, at sites that have none) for a period of dates."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from booking.models.dates import begins, not_empty
from booking.models.employee import RoleGrant


class PolicyQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Policy.State.PUBLISHED)


class Policy(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class QueueOrder(models.TextChoices):
        FIRST_COME = "first_come", _("first come, first served")
        FEWEST_DAYS = "fewest_days", _("fewest days granted lately, then by lot")

    site = models.ForeignKey(
        "booking.Site", models.PROTECT, related_name="policies", verbose_name=_("site"), null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=120)
    period = DateRangeField(_("from, until"), help_text=_("Half-open: the policy no longer holds on the second date."))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    source = models.CharField(_("source"), max_length=200, blank=True)
    # How the waitlist is served: by what order, by lots drawn from what seed, and for how long a place is offered.
    queue_order = models.CharField(
        _("order of the waitlist"), max_length=11, choices=QueueOrder.choices, default=QueueOrder.FIRST_COME
    )
    queue_seed = models.CharField(_("seed of the lots"), max_length=40, blank=True)
    offer_minutes = models.PositiveSmallIntegerField(_("minutes to accept a place"), default=120)
    # When one may check in, before the booking begins; and how long after that a place is given back (never, if empty).
    check_in_minutes = models.PositiveSmallIntegerField(_("check-in opens, minutes before"), default=120)
    release_minutes = models.PositiveSmallIntegerField(_("released after, minutes"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["site", "period"]
        verbose_name_plural = "policies"
        constraints = [
            not_empty("period", "policy_has_days"),
            begins("period", "policy_begins"),
            # A NULL site would collide with nothing in an exclusion; the fallback is therefore site 0.
            ExclusionConstraint(
                name="one_published_policy_per_site_and_date",
                expressions=[
                    (
                        Func(
                            Coalesce(F("site_id"), Value(0)),
                            Coalesce(F("site_id"), Value(0)),
                            Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    ("period", "&&"),
                ],
                condition=Q(state="published"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    class Strength(models.TextChoices):
        REFUSE = "refuse", _("refuse")
        WARN = "warn", _("warn; goes through with a reason")
        GUIDE = "guide", _("only report")

    class Population(models.TextChoices):
        EVERYONE = "everyone", _("everyone")
        TELEWORK = "telework", _("those able to telework")
        TEAM = "team", _("a team")
        ROLE = "role", _("a role")

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="rules", verbose_name=_("policy"))
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=40)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    strength = models.CharField(_("strength"), max_length=6, choices=Strength.choices, default=Strength.REFUSE)
    population = models.CharField(
        _("population"), max_length=8, choices=Population.choices, default=Population.EVERYONE
    )
    team = models.ForeignKey(
        "booking.Team", models.PROTECT, related_name="+", verbose_name=_("team"), null=True, blank=True
    )
    role = models.CharField(_("role"), max_length=20, choices=RoleGrant.Role.choices, blank=True)
    floor = models.ForeignKey(
        "booking.Floor", models.PROTECT, related_name="+", verbose_name=_("floor"), null=True, blank=True
    )
    zone = models.ForeignKey(
        "booking.Zone", models.PROTECT, related_name="+", verbose_name=_("zone"), null=True, blank=True
    )

    class Meta:
        ordering = ["policy", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rule_population_complete",
                condition=(Q(population="team") & Q(team__isnull=False) & Q(role=""))
                | (Q(population="role") & Q(team__isnull=True) & ~Q(role=""))
                | (Q(population__in=["everyone", "telework"]) & Q(team__isnull=True) & Q(role="")),
            ),
            models.CheckConstraint(name="rule_in_one_place", condition=Q(floor__isnull=True) | Q(zone__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.kind
