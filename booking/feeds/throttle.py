"""How often one address may be read. Counted in Redis by one command, so that requests at once are all counted."""

from datetime import datetime

from django.core.cache import cache

WINDOW = 15 * 60  # seconds
AT_MOST = 60  # readings of one address, by however many programs


def too_often(key: str, *, now: datetime) -> int:
    """Count a reading; the seconds to wait when there were too many in this window, else 0."""
    window, passed = divmod(int(now.timestamp()), WINDOW)
    name = f"calendar-feed:{key}:{window}"
    cache.add(name, 0, timeout=2 * WINDOW)  # outlives the window, so that no count is begun anew within it
    return WINDOW - passed if cache.incr(name) > AT_MOST else 0
