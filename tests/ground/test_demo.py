"""`make demo` when it cannot start: one clear line, and nothing left."""

import shutil
import socket
import sys
import tempfile
from pathlib import Path

import pytest

from config.embedded import trouble
from config.embedded.demo import Demo
from config.embedded.home import Home
from config.embedded.ports import free_port
from config.embedded.servers import Servers
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


def test_a_host_of_another_machine_is_not_called_a_taken_port(state):
    done = run(command("demo"), environ(state, PORT=str(free_port()), HOST="203.0.113.7"))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "headroom: HOST=203.0.113.7 is no address of this machine. Leave it out for localhost."
    ]


def test_a_failed_start_stops_what_had_started(state):
    # Both servers have started by the time migrate refuses a setting.
    done = run(command("demo"), environ(state, PORT=str(free_port()), DEBUG="maybe"))

    assert done.returncode == 1
    first, last = done.stderr.splitlines()
    assert first == "migrate: ImproperlyConfigured: DEBUG is 'maybe': use 1 or 0."
    assert last == f"headroom: `manage.py migrate` failed. More in {state}/log/migrate.log."
    assert processes_gone(state)


@pytest.mark.parametrize(
    ("variable", "address", "line"),
    [
        ("DATABASE_URL", "postgresql://x:secret@%2Fnowhere/none", "DATABASE_URL leads to no PostgreSQL: "),
        ("DATABASE_URL", "x:secret@nowhere", "DATABASE_URL leads to no PostgreSQL: it is no address such as "),
        ("REDIS_URL", "redis://:secret@localhost:1/0", "REDIS_URL leads to no Redis: Error 111 connecting to "),
        ("REDIS_URL", "secret", "REDIS_URL leads to no Redis: it is no address such as "),
    ],
)
def test_a_given_server_that_is_not_there_is_one_line_and_no_wait(state, variable, address, line):
    given = environ(state, PORT=str(free_port()), DATABASE_URL="", REDIS_URL="") | {variable: address}
    done = run(command("demo"), given, seconds=20)

    assert done.returncode == 1
    assert done.stdout == ""
    (told,) = done.stderr.splitlines()
    assert told.startswith("headroom: " + line)
    assert "secret" not in told


def test_a_state_that_is_a_file_is_one_line(state):
    (state / "file").touch()
    done = run(command("demo"), environ(state / "file", PORT=str(free_port())))
    assert done.stderr.splitlines() == [
        f"headroom: {state}/file cannot be used: File exists. Set HEADROOM_STATE to a folder of your own."
    ]


def test_a_command_without_a_demo_is_one_line(state):
    nothing_runs = environ(state, DEBUG="1", PGHOST="/nowhere")
    done = run(
        [sys.executable, "manage.py", "explain", "eva@noordplein.example", "brussels/1", "2026-03-17"], nothing_runs
    )
    assert done.returncode == 1
    (told,) = done.stderr.splitlines()
    assert told.startswith("No database: ")
    assert told.endswith("Start `make demo` in another terminal, or set DATABASE_URL.")


def test_a_killed_process_is_told_in_one_line(state):
    home = Home(state)
    home.lock()
    try:
        demo = Demo(home, Servers(home, throwaway=True), host="127.0.0.1", port=free_port())
        demo._add("worker", sys.executable, "-c", "import time; print('many\\n' * 9, flush=True); time.sleep(60)")
        demo.children[0].kill()
        with pytest.raises(Trouble) as told:
            demo._need_children()
    finally:
        home.unlock()
    assert str(told.value) == (
        f"The worker process has ended (killed by SIGKILL). More in {state}/log/worker.log. Start again: make demo."
    )
