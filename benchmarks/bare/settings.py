"""As little Django as can tell who is signed in; the same database server, Redis and kind of session as Headroom."""

from config.settings import CACHES as HEADROOM_CACHES
from config.settings import DATABASES as HEADROOM_DATABASES
from config.settings import SECRET_KEY as SECRET_KEY
from config.settings import SESSION_ENGINE as SESSION_ENGINE

SCHEMA = "bare"
DEBUG = False
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "benchmarks.bare.booking"
WSGI_APPLICATION = "benchmarks.bare.wsgi.application"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {
    "default": HEADROOM_DATABASES["default"]
    | {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"options": f"-c search_path={SCHEMA}"},
    }
}
CACHES = {
    "default": HEADROOM_CACHES["default"]
    | {"BACKEND": "django.core.cache.backends.redis.RedisCache", "KEY_PREFIX": SCHEMA}
}
USE_TZ = True
