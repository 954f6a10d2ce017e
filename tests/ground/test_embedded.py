"""The embedded servers: what a command is given, and what is left when things go wrong."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from config.embedded.account import server_account
from config.embedded.child import wait_until
from config.embedded.home import CHECKOUT, Home
from tests.ground.embedded import ADD_A_ROW, WAIT, beside, command, environ, processes_gone, run, running

BOTH_ANSWER = """
import os, sys, psycopg, redis
assert psycopg.connect(os.environ["DATABASE_URL"]).execute("SELECT 1").fetchone() == (1,)
assert redis.Redis.from_url(os.environ["REDIS_URL"]).ping()
print(os.environ["DATABASE_URL"])
sys.exit(7)
"""


@pytest.fixture(scope="module")
def state():
    """One data directory for the whole file: each test leaves it as the next one would find it in life."""
    folder = Path(tempfile.mkdtemp(prefix="headroom-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data(state) -> Path:
    """The data directory, made by a first start that has ended well."""
    if not (found := list(state.glob("pg-*"))):
        assert run(beside("pass"), environ(state)).returncode == 0
        found = list(state.glob("pg-*"))
    return found[0]


def test_a_command_has_both_servers_and_its_exit_code_passes():
    done = run(beside(BOTH_ANSWER, "--throwaway"), environ(TMPDIR="/tmp"))

    assert done.returncode == 7, done.stderr
    assert "headroom-throwaway-" in done.stdout
    folder = Path("/tmp", done.stdout.split("%2F")[2])
    assert not folder.exists()
    assert processes_gone(folder)


def test_the_signal_that_ends_the_wrapper_ends_the_command_and_the_servers(state, data):
    with running(beside(WAIT), environ(state)) as wrapper:
        wrapper.send_signal(signal.SIGTERM)
        assert wrapper.wait(30) == 128 + signal.SIGTERM
    assert processes_gone(state)


def test_data_outlives_a_killed_wrapper_and_nothing_else_does(state, data):
    rows_before = _rows(run(beside(ADD_A_ROW), environ(state)))
    with running(beside(ADD_A_ROW.replace("print(", "print('up', flush=True);(") + WAIT), environ(state)) as wrapper:
        wrapper.send_signal(signal.SIGKILL)
        wrapper.wait()

    assert _rows(run(beside(ADD_A_ROW), environ(state))) == rows_before + 2
    assert processes_gone(state)


def test_a_killed_postmaster_is_started_again_and_recovers(state, data):
    rows_before = _rows(run(beside(ADD_A_ROW), environ(state)))
    with running(beside(WAIT), environ(state)) as wrapper:
        postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster, signal.SIGKILL)
        assert wait_until(lambda: _server_of(data) not in {None, postmaster}, seconds=20)
        wrapper.send_signal(signal.SIGTERM)
        wrapper.wait(30)
    assert _rows(run(beside(ADD_A_ROW), environ(state))) == rows_before + 1


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(state, data):
    account = server_account(CHECKOUT)
    stranger = subprocess.Popen(["sleep", "60"], **account.popen)
    try:
        pid_file = data / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{data}\n")
        os.chown(pid_file, account.uid, account.gid)
        done = run(beside(ADD_A_ROW), environ(state))
        assert done.returncode == 0, done.stderr
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_at_once_are_one_and_a_clear_line(state, data):
    with running(beside(WAIT), environ(state)) as first:
        second = run(beside("pass"), environ(state))
        reset = run(command("reset"), environ(state))

    for refused in (second, reset):
        assert refused.returncode == 1
        assert refused.stderr.splitlines() == [
            f"headroom: Headroom already runs in this checkout (process {first.pid}): stop that one first."
        ]


def test_data_whose_making_was_killed_is_made_again():
    with tempfile.TemporaryDirectory(prefix="headroom-test-", dir="/tmp") as folder:
        state = Path(folder)
        state.chmod(0o711)
        first = subprocess.Popen(beside("pass"), env=environ(state), cwd=CHECKOUT, start_new_session=True)
        made = wait_until(lambda: list(state.glob("pg-*/PG_VERSION")), seconds=20, every=0.01)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        assert made
        done = run(beside(ADD_A_ROW), environ(state))
        assert _rows(done) == 1


def test_a_state_may_be_relative_and_hold_any_character(state):
    code = "import os, redis; print(redis.Redis.from_url(os.environ['REDIS_URL']).ping())"
    named = Path(os.path.relpath(state, CHECKOUT), "a b,c#d%20é?")
    done = run(beside(code), environ(named))
    assert done.stdout.strip() == "True", done.stderr
    assert list((CHECKOUT / named).glob("pg-*"))
    assert run(command("reset"), environ(named)).returncode == 0


def test_servers_of_ones_own_are_used_untouched():
    given = environ(DATABASE_URL="postgresql://elsewhere/db", REDIS_URL="redis://elsewhere/3")
    code = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"
    done = run(beside(code, "--throwaway"), given)
    assert done.stdout.strip() == "postgresql://elsewhere/db redis://elsewhere/3", done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as someone else")
def test_root_may_keep_its_checkout_where_nobody_else_can_go():
    with tempfile.TemporaryDirectory(dir="/tmp") as private:  # 0700, and root's
        state = Path(private) / "state"
        done = run(beside(ADD_A_ROW), environ(state))
        assert done.returncode == 0, done.stderr
        assert not list(state.glob("pg-*"))
        refuge = Home(state).refuge
        assert list(refuge.glob("pg-*"))
        assert oct(Path(private).stat().st_mode)[-3:] == "700"
        assert run(command("reset"), environ(state)).returncode == 0
    assert not refuge.exists()


def _rows(done: subprocess.CompletedProcess[str]) -> int:
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


def _server_of(data: Path) -> int | None:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    return int(lines[0]) if len(lines) > 7 and lines[7].strip() == "ready" else None
