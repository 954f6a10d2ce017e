"""Private addresses under which calendar programs read somebody's days, or a room's: made, renewed, revoked.

The address is a secret, so it is kept as a hash and leaves here once. A hash without salt will do: the secret has 256
bits, and no list of likely ones exists.
"""

import hashlib
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.permissions import NotAllowed, manages
from booking.models import CalendarFeed, Employee, Space


def open_own_feed(*, employee: Employee, now: datetime) -> str:
    """The token of somebody's new address. Raises NotPossible where they have one: it cannot be shown again."""
    return _open(now=now, by=employee, employee=employee)


def open_room_feed(*, space: Space, by: Employee, now: datetime) -> str:
    """The token of a room's new address. Raises NotAllowed, NotPossible."""
    _check_may_manage(by, space)
    return _open(now=now, by=by, space=space)


def renew_feed(*, feed: CalendarFeed, by: Employee, now: datetime) -> str:
    """Another address instead of this one, which ends at once; its token. Raises NotAllowed, NotPossible (revoked)."""
    _check_may_change(by, feed)
    with transaction.atomic():
        if not _revoke(feed, now):
            raise NotPossible(_("This address has been revoked already."))
        return _open(now=now, by=by, employee=feed.employee, space=feed.space)


def revoke_feed(*, feed: CalendarFeed, by: Employee, now: datetime) -> None:
    """Whoever reads this address finds nothing from now on; a second time changes nothing. Raises NotAllowed."""
    _check_may_change(by, feed)
    _revoke(feed, now)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _open(*, now: datetime, by: Employee, employee: Employee | None = None, space: Space | None = None) -> str:
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            CalendarFeed.objects.create(
                employee=employee, space=space, token_hash=hash_of(token), created_by=by, created_at=now
            )
    except IntegrityError:  # one at a time, by a constraint
        raise NotPossible(_("There is an address already. It is shown only once; renew it to get another.")) from None
    return token


def _revoke(feed: CalendarFeed, now: datetime) -> bool:
    return bool(CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now))


def _check_may_change(by: Employee, feed: CalendarFeed) -> None:
    """One's own is nobody else's business, whoever may act for one."""
    if feed.space is not None:
        _check_may_manage(by, feed.space)
    elif feed.employee_id != by.pk:
        raise NotAllowed


def _check_may_manage(by: Employee, space: Space) -> None:
    if space.kind != Space.Kind.ROOM or not manages(by, space.floor.site_id):
        raise NotAllowed
