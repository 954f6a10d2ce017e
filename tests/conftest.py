"""What every test may use."""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure(config) -> None:
    from django.conf import settings

    # Hashing a password is slow on purpose; the cast has many.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; a test that asks for one is skipped, saying so, where there is none."""
    named = os.environ.get("HEADROOM_CHROMIUM")
    if named and Path(named).exists():
        return named
    for name in CHROMIUMS:
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium on this machine; install `chromium` or set HEADROOM_CHROMIUM")


@pytest.fixture(scope="session")
def chromium_arguments() -> list[str]:
    # Chromium's sandbox refuses to run as root, which is what a CI container is.
    return ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else ["--disable-dev-shm-usage"]
