from datetime import datetime

import pytest

from booking.actions.reservation import Reserved, reserve
from booking.models import Employee, Message
from tests.cast import NOW, TUESDAY, Office, office
from tests.notifications.post_office import PostOffice


@pytest.fixture
def post_office(settings):
    """A real SMTP server, and settings that send to it."""
    server = PostOffice()
    server.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    settings.DEFAULT_FROM_EMAIL = "Headroom <headroom@example.com>"
    settings.SITE_URL = "https://headroom.example.com"
    yield server
    server.close()


@pytest.fixture
def brussels(db) -> Office:
    return office()


@pytest.fixture
def book(brussels):
    """Book a desk (by number) or only a day through the action that the pages use."""

    def book(who: Employee, *, desk: int | None = 0, day=TUESDAY, by=None, now: datetime = NOW, **more) -> Reserved:
        return reserve(ask=brussels.ask(who, day, desk=desk, **more), by=by or who, now=now, door="test")

    return book


@pytest.fixture
def states():
    """Every message's key, without its numbers, and state."""

    def states() -> dict[str, str]:
        return {message.kind: message.state for message in Message.objects.order_by("pk")}

    return states
