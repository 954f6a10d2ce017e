"""What makes a request cheap must not make it wrong: kept connections, prepared statements, the cached client."""

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.prepared import array, rows

pytestmark = pytest.mark.django_db


def test_a_kept_connection_is_known_to_live_without_a_query(django_assert_num_queries):
    connection.ensure_connection()
    with django_assert_num_queries(0):
        assert connection.is_usable()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_has_ended_is_not_used_again():
    connection.ensure_connection()
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        ended = other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        assert ended.fetchone() == (True,)
    assert not connection.is_usable()
    connection.close()


def test_a_statement_is_prepared_once_whatever_its_numbers():
    for number in (1, 70_000, 5_000_000_000):
        assert rows("SELECT %s::bigint AS once_prepared", [number]) == [(number,)]
    found = rows(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["SELECT $1::bigint AS once_p%"]
    )
    assert found == [(1,)]


def test_prepared_statements_stand_in_the_query_log():
    with CaptureQueriesContext(connection) as captured:
        assert rows("SELECT unnest(%s::bigint[])", [array([3, 4])]) == [(3,), (4,)]
    assert [query["sql"] for query in captured] == ["SELECT unnest($1::bigint[])"]


def test_the_cache_answers_with_the_client_it_keeps():
    cache.set("kept", {"a": 1}, timeout=5)
    assert cache.get("kept") == {"a": 1}
    assert cache._cache.get_client() is cache._cache.get_client()
