"""Signed-in browsers, made beforehand: sessions in the database and in the cache, and the cookies that name them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache

AGE = timedelta(days=1)
BATCH = 2000


def sign_in(people: Sequence[int], *, password: str) -> None:
    """A session for each key in ``people``, as a sign-in and a first page would leave it; all have one ``password``."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    data = {
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: get_user_model()(password=password).get_session_auth_hash(),
    }
    ends = datetime.now(UTC) + AGE
    for start in range(0, len(people), BATCH):
        sessions = {session_key(pk): data | {SESSION_KEY: str(pk)} for pk in people[start : start + BATCH]}
        Session.objects.bulk_create(
            Session(session_key=key, session_data=store.encode(session), expire_date=ends)
            for key, session in sessions.items()
        )
        cached = {store.cache_key_prefix + key: session for key, session in sessions.items()}
        cache.set_many(cached, timeout=int(AGE.total_seconds()))


def session_key(pk: int) -> str:
    """As long as a real one, yet known to whoever plays the browser."""
    return f"bench{pk:027}"
