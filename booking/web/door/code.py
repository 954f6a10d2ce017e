"""The codes that hang at desks, rooms and entrances: addresses with a signed token that names the place."""

from functools import lru_cache
from typing import NamedTuple

import segno
from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

SALT = "booking.door"
SPACE, ENTRANCE = "space", "site"
QUIET = 4  # modules of white around a code, by ISO/IEC 18004


class Place(NamedTuple):
    """``kind``: a space, or the entrance of a site; ``pk`` of that."""

    kind: str
    pk: int

    @property
    def token(self) -> str:
        """Never expires: it hangs on a wall, and lets nobody do what the page would not."""
        return signing.Signer(salt=SALT).sign(f"{self.kind}.{self.pk}")

    @property
    def address(self) -> str:
        return reverse("door", args=[self.token])


def place_of(token: str) -> Place:
    """The place that a token names. Raises Http404 for one that was not made here."""
    try:
        kind, _dot, pk = signing.Signer(salt=SALT).unsign(token).partition(".")
    except signing.BadSignature:
        raise Http404 from None
    return Place(kind, int(pk))


def drawing(place: Place) -> SafeString:
    """The code as SVG, black on white whatever the colours of the page; it has no size of its own."""
    return _drawn(settings.SITE_URL + place.address)


@lru_cache(maxsize=2048)
def _drawn(address: str) -> SafeString:
    # M: readable with 15 % of it scratched or under a sticker.
    code = segno.make_qr(address, error="m")
    return mark_safe(
        code.svg_inline(omitsize=True, border=QUIET, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    )
