"""How often something may be tried by a device or an address: counted in Redis, where only one request is the last."""

from django.core.cache import cache


class TooManyAttempts(Exception):
    """Of ``what``, within its time."""


def count_attempt(what: str, who: object, *, most: int, seconds: int) -> None:
    """Raise TooManyAttempts for ``who`` (a device, an address) after ``most`` within ``seconds`` of the first."""
    key = f"attempts:{what}:{who}"
    cache.add(key, 0, seconds)
    if cache.incr(key) > most:
        raise TooManyAttempts(what)
