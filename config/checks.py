"""System checks that refuse to run a production that is not safe."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured


@register(Tags.security)
def production_is_safe(app_configs, **_kwargs) -> list[CheckMessage]:
    """Errors for a production (DEBUG off) that would be unsafe, a warning for a DEBUG that looks public."""
    site = urlsplit(settings.SITE_URL)
    if settings.DEBUG:
        return _debug_is_private(site)

    found: list[CheckMessage] = []
    if settings.SECRET_KEY == settings.INSECURE_KEY or len(settings.SECRET_KEY) < 32:
        found.append(
            Error(
                "SECRET_KEY is missing or shorter than 32 characters.",
                hint="Set it in the environment.",
                id="headroom.E001",
            )
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "ALLOWED_HOSTS is empty or allows every host.",
                hint="Name the hosts, separated by commas.",
                id="headroom.E002",
            )
        )
    if site.scheme != "https" and not _is_loopback(site.hostname):
        found.append(
            Error(
                "SITE_URL is not https, so cookies would travel in clear.",
                hint="Serve over TLS and set SITE_URL=https://…",
                id="headroom.E003",
            )
        )
    return found


def refuse_unsafe_production() -> None:
    """Raise ImproperlyConfigured where a server starts without Django's own checks (gunicorn, Celery)."""
    if errors := [message for message in production_is_safe(None) if message.is_serious()]:
        raise ImproperlyConfigured(" ".join(f"{error.msg} {error.hint}" for error in errors))


def _debug_is_private(site) -> list[CheckMessage]:
    if _is_loopback(site.hostname):
        return []
    return [
        Warning(
            "DEBUG is on for a site that is not local: its mailbox and error pages are open to all.", id="headroom.W001"
        )
    ]


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
