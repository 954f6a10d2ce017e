"""A PostgreSQL server of our own: made, started, recovered, stopped."""

import os
import shutil
import signal
from pathlib import Path
from urllib.parse import quote

import psycopg

from config.embedded.binaries import major_version, postgres_bin
from config.embedded.child import Child, wait_until
from config.embedded.home import Home
from config.embedded.trouble import Trouble, disk_is_full

DATABASE = ROLE = "headroom"
SETTINGS = {
    "listen_addresses": "",  # unix sockets only
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "jit": "off",
    # A container's /dev/shm is small, and two cores gain nothing from a parallel query.
    "max_parallel_workers_per_gather": "0",
}
FORGETFUL_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
STILL_ENDING = ("pre-existing shared memory block", "lock file")  # what a start says while killed backends linger


class Postgres:
    """A server that is not `durable` is faster, for what is never wanted after a crash."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self.home = home
        self.settings = SETTINGS | ({} if durable else FORGETFUL_SETTINGS)
        self.bin = postgres_bin(home.account, home.refuge)
        self.version = major_version(self.bin)
        self.data = home.data(f"pg-{self.version}")
        self.sockets = home.sockets
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}@{quote(str(self.sockets), safe='')}/{DATABASE}"

    @property
    def ended(self) -> bool:
        return self.child is None or self.child.ended

    def start(self) -> None:
        """Bring the server up, whatever state its files were left in. Raises Trouble with the server's last words."""
        if not (self.data / "PG_VERSION").exists():
            self._make_data()
        self._clear_stale_pid()
        if not wait_until(self._started, seconds=20, every=0.5):
            raise self._why()
        self._make_database()

    def stop(self) -> None:
        if self.child:
            self.child.stop()
            self.child = None

    def _started(self) -> bool:
        """One attempt; False when it is worth another, because backends of a killed server are still ending."""
        self.child = Child(
            "postgres",
            [self.bin / "postgres", "-D", self.data, "-k", self.sockets, *self._flags()],
            home=self.home,
            account=self.home.account,
            farewell=signal.SIGINT,  # a "fast" shutdown: sessions are ended, data is flushed
        )
        wait_until(lambda: self.ended or self._answers(), seconds=60)  # recovery after a crash replays first
        if not self.ended:
            return True
        if any(words in self.child.last_words(3) for words in STILL_ENDING):
            return False
        raise self._why()

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.sockets), user=ROLE, dbname="postgres", autocommit=True, connect_timeout=5)

    def _make_database(self) -> None:
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _make_data(self) -> None:
        # Made beside its place and moved there when whole: an initdb that is cut short leaves what looks like a
        # cluster and lacks databases. What it leaves is nobody's yet.
        for left in self.data.iterdir():
            raise Trouble(f"{self.data} holds {left.name} but no database. `make reset` clears it.")
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self.home.data(unfinished.name)
        options = ["-U", ROLE, "--auth=trust", "--encoding=UTF8", "--no-instructions", *self._locale()]
        (self.home.logs / "initdb.log").unlink(missing_ok=True)
        words = [self.bin / "initdb", "-D", unfinished, *options]
        initdb = Child("initdb", words, home=self.home, account=self.home.account)
        try:
            code = initdb.process.wait()
        finally:
            initdb.stop()
        if code:
            if "No space left" in initdb.last_words():
                raise disk_is_full(self.data)
            raise Trouble("initdb: " + (initdb.last_words(1) or "failed"))
        unfinished.rename(self.data)

    def _locale(self) -> list[str]:
        # The built-in provider sorts alike on every machine and never changes under an index.
        provider = ["--locale-provider=builtin"] if self.version >= 17 else []
        return [*provider, "--locale=C.UTF-8"]

    def _flags(self) -> list[str]:
        return [flag for name, value in self.settings.items() for flag in ("-c", f"{name}={value}")]

    def _clear_stale_pid(self) -> None:
        """Remove a pid file whose process is not a server of this data directory.

        PostgreSQL would see a process of that number and refuse, though after a reboot it may be anything.
        """
        pid_file = self.data / "postmaster.pid"
        try:
            process = int(pid_file.read_text().splitlines()[0])
        except (FileNotFoundError, ValueError, IndexError):
            pid_file.unlink(missing_ok=True)
            return
        if self._is_our_server(process):
            # Ours, and yet the lock was free: started by hand. It holds the data, so it has to go first.
            os.kill(process, signal.SIGINT)
            if not wait_until(lambda: not self._is_our_server(process), seconds=20):
                raise Trouble(f"PostgreSQL (process {process}) holds {self.data} and does not end.")
        pid_file.unlink(missing_ok=True)

    def _is_our_server(self, process: int) -> bool:
        try:
            return Path(f"/proc/{process}/cwd").resolve(strict=True) == self.data.resolve()
        except OSError:
            return False

    def _why(self) -> Trouble:
        words = self.child.last_words() if self.child else ""
        if "No space left" in words:
            return disk_is_full(self.data)
        return Trouble(f"PostgreSQL does not start. Its last words ({self.home.logs}/postgres.log):\n{words}")
