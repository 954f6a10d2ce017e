import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Templates name static files; a test has no manifest of collected ones."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def english():
    """Whatever an earlier test’s visitor read in."""
    with override("en"):
        yield
