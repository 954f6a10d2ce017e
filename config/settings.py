"""Settings, all from the environment. config/checks.py refuses those that would make a production unsafe."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import dj_database_url
import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.environment import flag, number, text, words
from config.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The site -------------------------------------------------------------------------------------------------------

INSECURE_KEY = "insecure-key-for-development-only"
DEBUG = flag("DEBUG")
SECRET_KEY = text("SECRET_KEY", INSECURE_KEY)
SITE_URL = text("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
MAILBOX_DIR = text("HEADROOM_MAILBOX")  # the Maildir of the demo's mail sink, shown at /mailbox/ while DEBUG

WSGI_APPLICATION = "config.wsgi.application"
ROOT_URLCONF = "config.urls"
AUTH_USER_MODEL = "booking.Employee"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique by an index on Lower(), which the check does not see
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "lucide",
    "pgtrigger",
    "pghistory",
    "booking",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "booking.web.readable.WithoutNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "booking.web.language.PersonsLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # Django caches compiled templates itself
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- The database ---------------------------------------------------------------------------------------------------

# Persistent connections, no pool: one thread per worker process holds one connection.
DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", "postgresql:///headroom"),
        engine="config.database",
        conn_max_age=number("CONN_MAX_AGE", 600),
        conn_health_checks=True,
    )
}
# A lock is held for milliseconds; a writer that waits for seconds is told so rather than kept. A client that died in
# mid-transaction gives its locks back: at once when its socket closes, and within half a minute when it merely hangs.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "lock_timeout": text("DB_LOCK_TIMEOUT", "5s"),
        "idle_in_transaction_session_timeout": "30s",
        "client_connection_check_interval": "5s",
        "timezone": "UTC",
        "plan_cache_mode": "force_generic_plan",  # of prepared statements: planned once
    }.items()
)
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 0  # at once, for booking/prepared.py; no others are prepared

# --- Redis: cache, sessions, broker ---------------------------------------------------------------------------------

REDIS_URL = text("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "config.cache.Cache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "headroom",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}
SESSION_ENGINE = (
    "django.contrib.sessions.backends.cached_db"  # read from Redis, yet a restart of Redis signs nobody out
)
WORKER_HEARTBEAT_KEY = "worker-heartbeat"
WORKER_HEARTBEAT_SECONDS = 15  # a worker beats every two seconds; a busy machine may miss a few


def broker_of(redis_url: str) -> str:
    """The next database of the same Redis: clearing the cache must not empty the queue."""
    url = urlsplit(redis_url)
    if url.scheme == "unix":
        return f"redis+socket://{url.path}?virtual_host=1"
    database = int(url.path.strip("/") or 0) + 1
    return urlunsplit(url._replace(path=f"/{database}"))


CELERY_BROKER_URL = text("BROKER_URL") or broker_of(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}  # seconds until a killed worker's task is given out again
CELERY_TASK_ACKS_LATE = (
    True  # tasks claim their rows with SKIP LOCKED, so running one twice is harmless and losing one is not
)
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- People and sign-in ---------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["config.sign_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "config.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the employer's own list
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
LOGIN_REDIRECT_URL = "/"

# --- Mail -----------------------------------------------------------------------------------------------------------

EMAIL_HOST = text("EMAIL_HOST", "localhost")
EMAIL_PORT = number("EMAIL_PORT", 25)
EMAIL_HOST_USER = text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 10
MESSAGE_LEASE_SECONDS = number("MESSAGE_LEASE_SECONDS", 120)  # how long a worker that died keeps a message from others
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("DEFAULT_FROM_EMAIL", "Headroom <headroom@localhost>")

# --- Languages and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nl", _("Dutch")), ("fr", _("French")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "booking" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # local dates come from a site's own zone

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- What a browser is told -----------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# TLS ends at a proxy that says so in X-Forwarded-Proto; without https in SITE_URL nothing here may lock a visitor out.
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS and not DEBUG else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # other sites of the same company are not ours to decide about
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a probe comes from inside, without TLS
if flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logging --------------------------------------------------------------------------------------------------------

_stamps = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*_stamps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.dev.ConsoleRenderer(colors=False) if DEBUG else structlog.processors.JSONRenderer(),
            "foreign_pre_chain": _stamps,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
