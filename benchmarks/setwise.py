"""INSERT … SELECT into a model's table, the way a database likes it."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import Model


def insert(model: type[Model], columns: Mapping[str, str], source: str, values: Mapping[str, object]) -> None:
    """Rows with ``columns`` (name: SQL) from ``source`` (SQL); what is not named gets the model's default."""
    named = dict(columns)
    given = dict(values)
    for field in model._meta.concrete_fields:
        if field.column not in named and not field.null and not field.primary_key:
            named[field.column] = f"%(default_{field.column})s"
            given[f"default_{field.column}"] = field.get_db_prep_save(field.get_default(), connection)
    statement = f"INSERT INTO {model._meta.db_table} ({', '.join(named)}) SELECT {', '.join(named.values())} {source}"
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
