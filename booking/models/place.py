"""Places: a site has floors, a floor has zones, and spaces (desks and rooms) stand on the floor's plan.

Lengths on a plan are whole centimetres from the top left corner of the floor; areas are square metres.
"""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from booking.models.weekday import WeekdaysField


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless ``name`` is an IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not an IANA time zone such as Europe/Brussels."), params={"name": name})


class Site(models.Model):
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=200, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Brussels", validators=[validate_time_zone]
    )
    midday = models.TimeField(_("midday"), default=time(13), help_text=_("The morning ends and the afternoon begins."))
    opens = models.TimeField(_("opens"), default=time(7))
    closes = models.TimeField(_("closes"), default=time(19))
    working_days = WeekdaysField(_("working days"))
    holiday_country = models.CharField(_("public holidays of"), max_length=2, default="BE", blank=True)
    floor_area = models.DecimalField(_("floor area (m²)"), max_digits=8, decimal_places=1, null=True, blank=True)
    # Rises with every change of what a judgement reads (policies, closures, bases, places), by triggers in the
    # database: whoever keeps a rulebook in memory sees under the lock whether it still holds.
    rules_version = models.BigIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="site_opens_before_it_closes", condition=models.Q(opens__lt=models.F("closes"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone_info(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def local_date(self, moment: datetime) -> date:
        """The calendar date at this site at an aware ``moment``."""
        return moment.astimezone(self.zone_info).date()

    def instant(self, day: date, clock: time) -> datetime:
        """The moment, in UTC, at which this site's wall clock shows ``clock`` on ``day``.

        In UTC, since moments of one zone compare by their wall clocks: where clocks change, 3:15 can be before 2:30.
        """
        return datetime.combine(day, clock, tzinfo=self.zone_info).astimezone(UTC)

    def part_of_day(self, day: date, *, morning: bool, afternoon: bool) -> tuple[datetime, datetime]:
        """Half-open instants of a day's parts: the morning is [00:00, midday), the afternoon the rest."""
        start = self.instant(day, time() if morning else self.midday)
        end = self.instant(day + timedelta(days=1), time()) if afternoon else self.instant(day, self.midday)
        return start, end


class Floor(models.Model):
    site = models.ForeignKey(Site, models.PROTECT, related_name="floors", verbose_name=_("site"))
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=80, blank=True)
    level = models.SmallIntegerField(_("level"), default=0, help_text=_("Storey; the ground floor is 0."))
    width = models.PositiveIntegerField(_("width (cm)"), default=3200, validators=[MinValueValidator(100)])
    height = models.PositiveIntegerField(_("depth (cm)"), default=2400, validators=[MinValueValidator(100)])
    area = models.DecimalField(_("floor area (m²)"), max_digits=8, decimal_places=1, null=True, blank=True)
    # What is drawn under the desks: a list of {"feature", "x", "y", "width", "height", "label"}.
    features = models.JSONField(_("features of the plan"), default=list, blank=True)

    class Meta:
        ordering = ["site", "level", "code"]
        constraints = [models.UniqueConstraint("site", "code", name="floor_code_once_per_site")]

    def __str__(self) -> str:
        return self.name or self.code


class Zone(models.Model):
    floor = models.ForeignKey(Floor, models.PROTECT, related_name="zones", verbose_name=_("floor"))
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=80, blank=True)
    x = models.PositiveIntegerField(default=0)
    y = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    area = models.DecimalField(_("floor area (m²)"), max_digits=8, decimal_places=1, null=True, blank=True)

    class Meta:
        ordering = ["floor", "code"]
        constraints = [models.UniqueConstraint("floor", "code", name="zone_code_once_per_floor")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class SpaceQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(retired_on=None)

    def desks(self):
        return self.filter(kind=Space.Kind.DESK)


class Space(models.Model):
    class Kind(models.TextChoices):
        DESK = "desk", _("desk")
        ROOM = "room", _("room")

    class Equipment(models.TextChoices):
        TWO_SCREENS = "two_screens", _("two screens")
        SIT_STAND = "sit_stand", _("sit-stand")
        DOCKING = "docking", _("docking station")
        WINDOW = "window", _("window")
        QUIET = "quiet", _("quiet")
        SCREEN = "screen", _("screen")
        VIDEO = "video", _("video conference")
        WHITEBOARD = "whiteboard", _("whiteboard")

    floor = models.ForeignKey(Floor, models.PROTECT, related_name="spaces", verbose_name=_("floor"))
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="spaces", verbose_name=_("zone"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.DESK)
    code = models.CharField(_("number"), max_length=20)
    name = models.CharField(_("name"), max_length=80, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=1, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    equipment = ArrayField(
        models.CharField(max_length=20, choices=Equipment.choices),
        verbose_name=_("equipment"),
        default=list,
        blank=True,
    )
    accessible = models.BooleanField(_("step-free and wide enough for a wheelchair"), default=False)
    x = models.PositiveIntegerField(default=0)
    y = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=160)
    height = models.PositiveIntegerField(default=100)
    air_flow = models.PositiveIntegerField(_("outdoor air (m³/h)"), null=True, blank=True)
    volume = models.DecimalField(_("volume (m³)"), max_digits=8, decimal_places=1, null=True, blank=True)
    free_area = models.DecimalField(_("free floor area (m²)"), max_digits=8, decimal_places=1, null=True, blank=True)
    fire_limit = models.PositiveSmallIntegerField(_("fire limit (people)"), null=True, blank=True)
    owner = models.ForeignKey(
        "booking.Employee",
        models.SET_NULL,
        related_name="own_spaces",
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
    )
    needs_approval = models.BooleanField(_("bookings need approval"), default=False)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering = ["floor", "code"]
        constraints = [
            models.UniqueConstraint("floor", "code", name="space_code_once_per_floor"),
            models.CheckConstraint(name="space_has_a_seat", condition=models.Q(seats__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    def clean(self) -> None:
        if self.zone_id and self.zone.floor_id != self.floor_id:
            raise ValidationError({"zone": _("Zone %(zone)s is on another floor.") % {"zone": self.zone}})
