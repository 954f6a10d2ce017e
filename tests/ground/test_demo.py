"""`make demo` when it cannot start: one clear line, and nothing left."""

import shutil
import socket
import tempfile
from pathlib import Path

import pytest

from config.embedded import trouble
from config.embedded.home import Home
from config.embedded.trouble import Trouble
from tests.ground.embedded import command, environ, processes_gone, run


@pytest.fixture
def state():
    folder = Path(tempfile.mkdtemp(prefix="headroom-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def test_a_taken_port_is_one_line(state):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(command("demo"), environ(state, PORT=str(port)))

    assert done.returncode == 1
    assert done.stderr.startswith(f"headroom: Port {port} is taken. Choose another: make demo PORT=")
    assert len(done.stderr.splitlines()) == 1
    assert processes_gone(state)


def test_a_port_that_is_none_is_one_line(state):
    done = run(command("demo"), environ(state, PORT="eight"))
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["headroom: PORT=eight is no port: use a number from 1 to 65535."]


def test_a_full_disk_is_one_line(state, monkeypatch):
    usage = shutil.disk_usage(state)
    monkeypatch.setattr(trouble.shutil, "disk_usage", lambda _path: usage._replace(free=5 * 2**20))
    home = Home(state)
    with pytest.raises(Trouble, match=r"^The disk is full: .* has 5 MB free, Headroom needs \d+ MB\."):
        home.lock()
    home.unlock()


def test_reset_helps_on_a_full_disk(state, monkeypatch):
    usage = shutil.disk_usage(state)
    monkeypatch.setattr(trouble.shutil, "disk_usage", lambda _path: usage._replace(free=0))
    folder = state / "home"
    home = Home(folder)
    home.lock(room=False)
    home.forget()
    home.unlock()
    assert not folder.exists()


def test_a_failed_start_stops_what_had_started(state):
    # A database that is not there: Redis is ours and has started by the time migrate fails.
    missing = environ(state, DATABASE_URL="postgresql://%2Fnowhere/none", PORT="0")
    del missing["PORT"]
    with socket.create_server(("127.0.0.1", 0)) as probe:
        missing["PORT"] = str(probe.getsockname()[1])
    done = run(command("demo"), missing)

    assert done.returncode == 1
    first, last = done.stderr.splitlines()
    assert first.startswith("migrate: OperationalError: ")
    assert last == f"headroom: `manage.py migrate` failed. More in {state}/log/migrate.log."
    assert processes_gone(state)
