"""Another process on the test's own database, started for its test to kill it once it has said where it is."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection

CHECKOUT = Path(__file__).resolve().parents[2]


class Dying:
    """``with Dying(module, *arguments, until=word) as process``: it runs, and has said ``word``."""

    def __init__(self, module: str, *arguments: object, until: str):
        self.until = until
        self.command = [sys.executable, "-m", module, *map(str, arguments)]

    def __enter__(self) -> subprocess.Popen:
        environment = os.environ | {"DATABASE_URL": _address()}
        self.process = subprocess.Popen(self.command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True)
        while (said := self.process.stdout.readline().strip()) != self.until:
            assert said, "the process ended by itself"
        return self.process

    def __exit__(self, *_exc) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def _address() -> str:
    """The test's database, as DATABASE_URL says it."""
    to = connection.settings_dict
    password = f":{quote(to['PASSWORD'], safe='')}" if to["PASSWORD"] else ""
    port = f":{to['PORT']}" if to["PORT"] else ""
    return f"postgresql://{quote(to['USER'], safe='')}{password}@{quote(to['HOST'], safe='')}{port}/{to['NAME']}"
