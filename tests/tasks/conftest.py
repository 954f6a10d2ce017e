import pytest

from tests.notifications.conftest import post_office
from tests.tasks.clockwork import Clockwork

__all__ = ["clockwork", "post_office"]


@pytest.fixture
def clockwork(transactional_db, post_office, tmp_path):
    """A Redis of this test's own; workers and beats are started by the test, on its database and its SMTP server."""
    clockwork = Clockwork(
        tmp_path,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(post_office.port),
        SITE_URL="http://localhost:8000",
        MESSAGE_LEASE_SECONDS="3",
    )
    try:
        clockwork.start_redis()
        yield clockwork
    finally:
        clockwork.stop()
