"""What production is refused, and what every page is told."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.checks import production_is_safe
from config.embedded.home import CHECKOUT
from config.settings import broker_of
from tests.ground.embedded import environ

SAFE = {
    "DEBUG": False,
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": ["desks.example.com"],
    "SITE_URL": "https://desks.example.com",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"SECRET_KEY": "insecure-key-for-development-only"}, ["headroom.E001"]),
        ({"SECRET_KEY": "short"}, ["headroom.E001"]),
        ({"ALLOWED_HOSTS": []}, ["headroom.E002"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["headroom.E002"]),
        ({"SITE_URL": "http://desks.example.com"}, ["headroom.E003"]),
        ({"SITE_URL": "http://127.0.0.1:8000"}, []),
        ({"DEBUG": True}, ["headroom.W001"]),
        ({"DEBUG": True, "SITE_URL": "http://localhost:8000", "SECRET_KEY": "short"}, []),
    ],
)
def test_an_unsafe_production_is_refused(settings, change, expected):
    for name, value in (SAFE | change).items():
        setattr(settings, name, value)
    assert [message.id for message in production_is_safe(None)] == expected


def test_the_web_server_does_not_start_unsafe():
    env = environ(DEBUG="0", SECRET_KEY="", ALLOWED_HOSTS="desks.example.com", SITE_URL="https://desks.example.com")
    done = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"], env=env, cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "SECRET_KEY is missing" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("redis", "broker"),
    [
        ("redis://cache.example:6379/0", "redis://cache.example:6379/1"),
        ("redis://:secret@cache.example/4", "redis://:secret@cache.example/5"),
        ("rediss://cache.example", "rediss://cache.example/1"),
        ("unix:///tmp/run/redis.sock?db=0", "redis+socket:///tmp/run/redis.sock?virtual_host=1"),
    ],
)
def test_the_queue_is_not_in_the_database_that_the_cache_clears(redis, broker):
    assert broker_of(redis) == broker


def test_variables_that_mean_nothing_are_refused(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")
    monkeypatch.setenv("EMAIL_PORT", "smtp")
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, ,b.example ")
    with pytest.raises(ImproperlyConfigured, match="DEBUG is 'maybe'"):
        environment.flag("DEBUG")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_PORT is 'smtp'"):
        environment.number("EMAIL_PORT", 25)
    assert environment.words("ALLOWED_HOSTS") == ["a.example", "b.example"]


@pytest.mark.django_db
def test_a_session_gives_its_locks_back(django_db_blocker):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN ('lock_timeout', 'TimeZone',"
            " 'idle_in_transaction_session_timeout', 'client_connection_check_interval')"
        )
        assert dict(cursor.fetchall()) == {
            "lock_timeout": "5000",
            "idle_in_transaction_session_timeout": "30000",
            "client_connection_check_interval": "5000",
            "TimeZone": "UTC",
        }


@pytest.mark.django_db
def test_the_sign_in_page_allows_no_foreign_and_no_inline_code(client):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["form-action"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_nobody_signs_up(client):
    from django.contrib.auth import get_user_model

    fields = {"email": "new@example.com", "password1": "a-long-passphrase", "password2": "a-long-passphrase"}
    client.post("/accounts/signup/", fields)
    assert not get_user_model().objects.exists()
