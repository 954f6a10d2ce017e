"""The environment's variables, read as what they mean. An empty variable counts as unset."""

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name) or default


def flag(name: str) -> bool:
    """True for 1, true, yes and on; anything else that is not plainly "off" raises ImproperlyConfigured."""
    value = text(name, "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: use 1 or 0.")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}: use a number.")
    return int(value)


def words(name: str) -> list[str]:
    """The parts between commas, without blanks around them."""
    return [part.strip() for part in text(name).split(",") if part.strip()]
