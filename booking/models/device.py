from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Device(models.Model):
    """A tablet on a wall: a room's panel, a lobby's board, or a kiosk to check in at. It is paired with a code once."""

    class Kind(models.TextChoices):
        PANEL = "panel", _("room panel")
        LOBBY = "lobby", _("lobby board")
        KIOSK = "kiosk", _("check-in kiosk")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    site = models.ForeignKey("booking.Site", models.CASCADE, related_name="devices", verbose_name=_("site"))
    space = models.ForeignKey(
        "booking.Space", models.CASCADE, related_name="devices", verbose_name=_("room"), null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=80)
    # Shown to whoever pairs it; used up by pairing.
    pairing_code = models.CharField(max_length=12, unique=True, null=True, blank=True)
    pairing_until = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    created_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    paired_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["site", "name"]
        constraints = [
            models.CheckConstraint(
                name="panel_has_a_room",
                condition=Q(kind="panel", space__isnull=False) | (~Q(kind="panel") & Q(space__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.name
