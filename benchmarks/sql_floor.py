"""The floor under all of it: the same counter and insert by pgbench, without HTTP and without Python."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.db import connection

from config.embedded.binaries import POSTGRES_INSTALL, POSTGRES_WHEEL

_TABLES = """
CREATE SCHEMA sql_floor;
CREATE TABLE sql_floor.counter (day integer PRIMARY KEY, used integer NOT NULL DEFAULT 0, most integer NOT NULL);
CREATE TABLE sql_floor.booked (id bigserial PRIMARY KEY, space bigserial, period int4range NOT NULL,
                               EXCLUDE USING gist (int8range(space, space, '[]') WITH &&, period WITH &&));
INSERT INTO sql_floor.counter (day, most) SELECT day, 1000000000 FROM generate_series(1, 60) AS day;
"""
_BOOKING = r"""
\set day random(1, :days)
BEGIN;
UPDATE sql_floor.counter SET used = used + 1 WHERE day = :day AND used < most;
INSERT INTO sql_floor.booked (period) VALUES (int4range(:day, :day, '[]'));
COMMIT;
"""
_RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


class SqlFloor:
    """``rate`` is None where there is no pgbench."""

    def __init__(self, folder: Path) -> None:
        self.program = _pgbench()
        self.script = folder / "booking.sql"
        self.script.write_text(_BOOKING)
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)

    def rate(self, *, days: int, clients: int, seconds: float) -> float | None:
        """Bookings per second, all on one day or spread over so many."""
        if self.program is None:
            return None
        said = subprocess.run(
            [
                *(self.program, "--no-vacuum", "--protocol", "prepared", "--file", self.script),
                *("--define", f"days={days}", "--client", str(clients), "--jobs", str(min(clients, 2))),
                *("--time", str(max(1, round(seconds))), os.environ["DATABASE_URL"]),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = _RATE.search(said)
        return float(found[1]) if found else None


def _pgbench() -> str | None:
    if named := os.environ.get("HEADROOM_PG_BIN"):
        return shutil.which("pgbench", path=named)
    spec = find_spec(POSTGRES_WHEEL)
    for folder in spec.submodule_search_locations or () if spec else ():
        if found := shutil.which("pgbench", path=str(Path(folder) / POSTGRES_INSTALL / "bin")):
            return found
    return shutil.which("pgbench")
