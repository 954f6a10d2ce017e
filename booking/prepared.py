"""Statements on the path of every request: parsed and planned once per connection, and run from then on by name.

Django's own cursors write the parameters into the text, so that PostgreSQL plans each statement anew; for the short
statements of a booking that takes longer than running them.

Parameters that are text (numbers, dates and arrays written out) take their type from the statement, which then is the
same statement whatever their size: cast where that is not plain.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor


class _Cursor(ServerBindingCursor):
    def _convert_query(self, query, params=None):
        self._query = super()._convert_query(query, params)  # what psycopg forgets, and Django's query log shows
        return self._query


def rows(sql: str, parameters: Sequence[object]) -> list[tuple]:
    """The rows of a SELECT, or of whatever an INSERT returns.

    The audit trail's context is not sent along, since a prepared statement cannot be two: only for tables whose new
    rows are not audited.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    cursor = _Cursor(database.connection)
    wrap = database.make_debug_cursor if database.queries_logged else database.make_cursor
    wrappers, database.execute_wrappers = database.execute_wrappers, []
    try:
        with wrap(cursor) as running:
            running.execute(sql, [str(value) if type(value) is int else value for value in parameters])
            return running.fetchall()
    finally:
        database.execute_wrappers = wrappers


def array(values: Iterable[int | date | str]) -> str:
    """An array of numbers, dates or codes, as text; nothing in it needs quoting."""
    return "{" + ",".join(map(str, values)) + "}"
