"""/healthz: green only when the database, Redis and a worker all answer."""

import pytest
from django.core.cache import cache

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(settings):
    cache.set(settings.WORKER_HEARTBEAT_KEY, 1, 15)
    yield
    cache.delete(settings.WORKER_HEARTBEAT_KEY)


def test_all_green(client, worker, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "redis": "ok", "worker": "ok"}
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies


def test_a_silent_worker_is_red_and_the_rest_stays_green(client, settings):
    cache.delete(settings.WORKER_HEARTBEAT_KEY)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "redis": "ok", "worker": "error: no heartbeat in the last seconds"}


def test_a_lost_redis_is_red_and_gives_no_address_away(client, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/secret.sock"}}
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {
        "database": "ok",
        "redis": "error: ConnectionError",
        "worker": "error: ConnectionError",
    }


def test_a_heartbeat_of_the_worker_is_what_is_looked_for(client, settings):
    from celery.signals import heartbeat_sent

    cache.delete(settings.WORKER_HEARTBEAT_KEY)
    heartbeat_sent.send(sender=None)
    assert client.get("/healthz").json()["worker"] == "ok"
    cache.delete(settings.WORKER_HEARTBEAT_KEY)
