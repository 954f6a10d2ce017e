"""The Celery application, and the heartbeat by which /healthz knows that a worker lives."""

import os

from celery import Celery
from celery.signals import celeryd_init, heartbeat_sent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("headroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def _refuse_unsafe_production(**_kwargs) -> None:
    from config.checks import refuse_unsafe_production

    refuse_unsafe_production()


@heartbeat_sent.connect
def _note_heartbeat(**_kwargs) -> None:
    # A key with an expiry costs its reader one GET; a control ping costs a broadcast and a wait, and a busy worker
    # answers late.
    from django.conf import settings
    from django.core.cache import cache

    cache.set(settings.WORKER_HEARTBEAT_KEY, 1, settings.WORKER_HEARTBEAT_SECONDS)
