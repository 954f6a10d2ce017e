"""Driving `python -m config.embedded` as a reader of the README would: as a process, with an environment."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

from config.embedded.child import wait_until
from config.embedded.home import CHECKOUT

# Run beside the servers, under test: prints what a table holds, after adding a row to it.
ADD_A_ROW = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as db:
    db.execute("CREATE TABLE IF NOT EXISTS kept (id serial)")
    db.execute("INSERT INTO kept DEFAULT VALUES")
    print("rows", db.execute("SELECT count(*) FROM kept").fetchone()[0])
"""
WAIT = "import time; print('up', flush=True); time.sleep(60)"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "config.embedded", *arguments]


def beside(code: str, *options: str) -> list[str]:
    """The command line that runs Python `code` beside both servers."""
    return command("run", *options, "--", sys.executable, "-c", code)


def environ(state: Path | None = None, **more: str) -> dict[str, str]:
    """Our environment without the servers that this very test run was given."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return kept | ({"HEADROOM_STATE": str(state)} if state else {}) | more


def run(arguments: Sequence[str], env: dict[str, str], *, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments, env=env, cwd=CHECKOUT, capture_output=True, text=True, timeout=seconds, check=False
    )


@contextmanager
def running(arguments: Sequence[str], env: dict[str, str]):
    """A wrapper whose command has said its first line; killed on the way out, should the test have left it."""
    process = subprocess.Popen(
        arguments, env=env, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first.strip() == "up", first + process.stdout.read()
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate()


def processes_gone(state: Path) -> bool:
    from config.embedded.smoke import processes_of

    return wait_until(lambda: not processes_of(state), seconds=20, every=0.1)
