"""`python -m benchmarks.bare.prepare PEOPLE`: the schema of the bare booking, and people who have signed in."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - only once the settings are known
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.bare.settings import SCHEMA  # noqa: E402
from benchmarks.sign_ins import sign_in  # noqa: E402

PASSWORD = "!bench"
TABLES = """
CREATE TABLE counter (day date PRIMARY KEY, used integer NOT NULL DEFAULT 0, most integer NOT NULL);
CREATE TABLE booked (id bigserial PRIMARY KEY, space bigint NOT NULL, person integer NOT NULL REFERENCES auth_user,
                     period daterange NOT NULL,
                     EXCLUDE USING gist (int8range(space, space, '[]') WITH &&, period WITH &&));
"""


def prepare(people: int) -> None:
    """Users 1 to ``people``. The counters are made by whoever measures."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
    User = get_user_model()
    User.objects.bulk_create(
        (User(pk=pk, username=f"person{pk}", password=PASSWORD) for pk in range(1, people + 1)), batch_size=2000
    )
    sign_in(range(1, people + 1), password=PASSWORD)


if __name__ == "__main__":
    prepare(int(sys.argv[1]))
