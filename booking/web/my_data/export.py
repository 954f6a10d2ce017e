"""All of somebody's records as one file, JSON or CSV, sent as it is read: no length is too long for it."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import astuple

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.web.my_data.records import COLUMNS, Row, records_of
from booking.web.signed_in import signed_in

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # by which Excel knows that a file is UTF-8


@require_safe
@signed_in
def as_json(request: HttpRequest) -> StreamingHttpResponse:
    """GET: {"format": 1, "records": [a row, …]}."""
    return _file(_json(records_of(request.user)), "application/json", "json")


@require_safe
@signed_in
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """GET: a head and a line per row. A text that a spreadsheet would take for a formula begins with an apostrophe."""
    return _file(_csv(records_of(request.user)), "text/csv; charset=utf-8", "csv")


def _file(parts: Iterator[str], content_type: str, ending: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="headroom-{timezone.now():%Y-%m-%d}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _json(rows: Iterator[Row]) -> Iterator[str]:
    yield '{"format": 1, "records": ['
    for number, row in enumerate(rows):
        yield ",\n" if number else "\n"
        yield json.dumps(dict(zip(COLUMNS, _values(row), strict=True)), cls=DjangoJSONEncoder, ensure_ascii=False)
    yield "\n]}\n"


def _csv(rows: Iterator[Row]) -> Iterator[str]:
    yield MARK + _line(list(COLUMNS))
    for row in rows:
        *cells, details = _values(row)
        found = json.dumps(details, cls=DjangoJSONEncoder, ensure_ascii=False)
        yield _line([_harmless("" if cell is None else cell) for cell in (*cells, found)])


def _values(row: Row) -> tuple:
    """Moments as ISO 8601."""
    return tuple(value.isoformat() if hasattr(value, "isoformat") else value for value in astuple(row))


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _line(cells: list) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
