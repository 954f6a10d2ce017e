"""The person who signs in and sits somewhere; the user model of the project."""

import unicodedata
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from booking.models.language import Language
from booking.models.weekday import WeekdaysField


class EmployeeQuerySet(models.QuerySet):
    def employed_on(self, day: date):
        """People who have joined by ``day`` and have not left by then."""
        return self.filter(is_active=True).filter(
            Q(joined_on=None) | Q(joined_on__lte=day), Q(left_on=None) | Q(left_on__gt=day)
        )

    def visible_to(self, viewer: "Employee"):
        """People who show ``viewer`` when they are in. A lead sees no more than anybody else."""
        return self.filter(shown_to(viewer))


class EmployeeManager(BaseUserManager.from_queryset(EmployeeQuerySet)):
    def get_by_natural_key(self, username: str) -> "Employee":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields) -> "Employee":
        if not email:
            raise ValueError("An employee needs an e-mail address.")
        employee = self.model(email=self.normalize_email(email), **fields)
        employee.set_password(password)
        employee.save(using=self._db)
        return employee

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Employee":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class Employee(AbstractBaseUser, PermissionsMixin):
    class Visibility(models.TextChoices):
        EVERYONE = "everyone", _("everyone")
        TEAM = "team", _("my team")
        NOBODY = "nobody", _("nobody; I only count in the numbers")

    number = models.CharField(_("employee number"), max_length=40, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail address"))
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    # Names are sorted by a stored key, since the embedded PostgreSQL has no ICU collations.
    sort_key = models.CharField(max_length=170, editable=False, default="")
    language = models.CharField(_("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH)
    home_site = models.ForeignKey(
        "booking.Site", models.PROTECT, related_name="employees", verbose_name=_("home site"), null=True, blank=True
    )
    team = models.ForeignKey(
        "booking.Team", models.SET_NULL, related_name="members", verbose_name=_("team"), null=True, blank=True
    )
    telework_able = models.BooleanField(_("able to telework"), default=True)
    working_days = WeekdaysField(_("working pattern"))
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True, help_text=_("The first day no longer employed."))
    visibility = models.CharField(
        _("who sees when I am in"), max_length=8, choices=Visibility.choices, default=Visibility.EVERYONE
    )
    favourite_desk = models.ForeignKey(
        "booking.Space", models.SET_NULL, related_name="+", verbose_name=_("favourite desk"), null=True, blank=True
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)

    objects = EmployeeManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="employee_email_once"),
            models.CheckConstraint(
                name="employee_leaves_after_joining",
                condition=Q(joined_on=None) | Q(left_on=None) | Q(left_on__gte=models.F("joined_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.family_name, self.given_name)
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def get_short_name(self) -> str:
        return self.given_name

    def has_left(self, day: date) -> bool:
        """Whether the person is no longer employed on ``day``."""
        return self.left_on is not None and self.left_on <= day

    def shows_to(self, viewer: "Employee") -> bool:
        """Whether this person lets ``viewer`` see when and where they are."""
        if self.pk == viewer.pk or self.visibility == self.Visibility.EVERYONE:
            return True
        return self.visibility == self.Visibility.TEAM and self.team_id is not None and self.team_id == viewer.team_id

    @property
    def initials(self) -> str:
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()


def shown_to(viewer: Employee) -> Q:
    """The condition on an employee under which ``viewer`` may see when they are in."""
    everyone = Q(visibility=Employee.Visibility.EVERYONE)
    if viewer.team_id is None:
        return everyone
    return everyone | Q(visibility=Employee.Visibility.TEAM, team=viewer.team_id)


def sort_key(family_name: str, given_name: str) -> str:
    """A key that sorts names regardless of case and accents: É as E, ß as ss."""
    folded = unicodedata.normalize("NFKD", f"{family_name} {given_name}".casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).strip()


class RoleGrant(models.Model):
    """A role that an employee holds, at one site or (site empty) everywhere."""

    class Role(models.TextChoices):
        RECEPTIONIST = "receptionist", _("receptionist")
        SAFETY_WARDEN = "safety_warden", _("safety warden")
        FIRST_AIDER = "first_aider", _("first-aider")
        FACILITY_MANAGER = "facility_manager", _("facility manager")
        HR = "hr", _("HR")
        ADMINISTRATOR = "administrator", _("administrator")

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="role_grants", verbose_name=_("employee"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    site = models.ForeignKey(
        "booking.Site", models.CASCADE, related_name="+", verbose_name=_("site"), null=True, blank=True
    )

    class Meta:
        ordering = ["employee", "role"]
        constraints = [
            models.UniqueConstraint("employee", "role", "site", name="role_granted_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.employee}"
