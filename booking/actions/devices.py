"""Tablets on walls: made by whoever runs the site, paired once by a code, known by a secret of their own afterwards."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.permissions import NotAllowed, manages
from booking.models import Device, Employee, Site, Space

# Letters that nobody takes for another, or for a digit.
LETTERS = "ACDEFGHJKMNPQRTVWXY"
LENGTH = 8
VALID = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=1)  # a tablet asks every few seconds; that is no news


def create_device(
    *, kind: str, site: Site, name: str, by: Employee, now: datetime, space: Space | None = None
) -> Device:
    """A tablet that has yet to be paired. Raises NotAllowed, NotPossible (a panel without a room of the site)."""
    _check_manages(by, site.pk)
    if kind not in Device.Kind.values or not name.strip():
        raise NotPossible(_("Give a kind and a name."))
    if kind == Device.Kind.PANEL:
        if space is None or space.kind != Space.Kind.ROOM or space.floor.site_id != site.pk:
            raise NotPossible(_("Choose the room in front of which the panel hangs."))
    else:
        space = None
    device = Device(kind=kind, site=site, space=space, name=name.strip()[:80], created_by=by, created_at=now)
    _give_code(device, now)
    device.save()
    return device


def renew_code(*, device: Device, by: Employee, now: datetime) -> None:
    """A new code for a tablet that is paired again, or was too late. Raises NotAllowed, NotPossible (revoked)."""
    _check_manages(by, device.site_id)
    if device.revoked_at is not None:
        raise NotPossible(_("This device has been revoked."))
    _give_code(device, now)
    device.save(update_fields=["pairing_code", "pairing_until"])


def pair(*, code: str, now: datetime) -> str:
    """Use up a code; returns the secret of the tablet, of which only a hash is kept. Raises NotPossible."""
    wanted = "".join(code.upper().split()).replace("-", "")
    secret = secrets.token_urlsafe(32)
    # One statement: of two tablets that give the same code at once, one is paired.
    paired = Device.objects.filter(pairing_code=wanted, pairing_until__gt=now, revoked_at=None).update(
        pairing_code=None, pairing_until=None, token_hash=_hashed(secret), paired_at=now, last_seen_at=now
    )
    if not wanted or not paired:
        raise NotPossible(_("This code is not known, or no longer valid. Ask for a new one."))
    return secret


def revoke(*, device: Device, by: Employee, now: datetime) -> None:
    """From now on the tablet shows nothing; a second time changes nothing. Raises NotAllowed."""
    _check_manages(by, device.site_id)
    Device.objects.filter(pk=device.pk, revoked_at=None).update(
        revoked_at=now, pairing_code=None, pairing_until=None, token_hash=None
    )


def device_of(secret: str, *, now: datetime) -> Device | None:
    """The tablet that has this secret; that it was seen is noted once a minute."""
    if not secret:
        return None
    known = Device.objects.filter(token_hash=_hashed(secret), revoked_at=None)
    found = known.select_related("site", "space__floor").first()
    if found is not None and (found.last_seen_at is None or now - found.last_seen_at >= SEEN_EVERY):
        Device.objects.filter(pk=found.pk).update(last_seen_at=now)
    return found


def _give_code(device: Device, now: datetime) -> None:
    device.pairing_code = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    device.pairing_until = now + VALID


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _check_manages(by: Employee, site_id: int) -> None:
    if not manages(by, site_id):
        raise NotAllowed
