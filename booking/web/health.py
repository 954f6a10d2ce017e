"""GET /healthz: do the database, Redis and a worker answer? For load balancers, `make demo` and whoever is on call."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all three answer, else 503; each is "ok" or a short error that gives away no address or password."""
    answers = {
        "database": _answer(_database_answers),
        "redis": _answer(_redis_answers),
        "worker": _answer(_worker_beats),
    }
    healthy = all(answer == "ok" for answer in answers.values())
    return JsonResponse(answers, status=200 if healthy else 503)


def _answer(question: Callable[[], str]) -> str:
    try:
        return question()
    except Exception as error:  # whatever a driver raises is an answer here, never a 500
        return f"error: {type(error).__name__}"


def _database_answers() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _redis_answers() -> str:
    cache.get("healthz")
    return "ok"


def _worker_beats() -> str:
    return "ok" if cache.get(settings.WORKER_HEARTBEAT_KEY) else "error: no heartbeat in the last seconds"
