"""`make demo`: all of Headroom on one machine, and nothing left of it after Ctrl-C."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.embedded.child import Child, wait_until
from config.embedded.given import need_given_servers
from config.embedded.home import CHECKOUT, Home, checkout_home
from config.embedded.interruption import interruptible
from config.embedded.ports import free_port, need_port
from config.embedded.running import announce_running_servers, withdraw_running_servers
from config.embedded.servers import Servers
from config.embedded.trouble import Interrupted, Trouble, disk_is_full
from config.embedded.wrapper import environment

LOCAL = {"127.0.0.1", "::1", "0.0.0.0", "::"}  # what is bound to one of these answers at localhost, too
HEALTHY_WITHIN = 90  # seconds; a first import of everything on two busy cores takes a while
ALMOST_NOTHING = 20 * 1024 * 1024  # bytes: with less than this free, whatever failed failed for want of room


def demo() -> int:
    """Run until Ctrl-C, SIGTERM, or the end of one of its processes. Raises Trouble in one line."""
    host, port = os.environ.get("HOST") or "127.0.0.1", _port()
    home = checkout_home()
    try:
        with interruptible():
            home.lock()
            need_port(host, port)
            need_given_servers()
            _tell("Starting PostgreSQL and Redis …")
            with Servers(home) as servers:
                Demo(home, servers, host=host, port=port).run()
    except Interrupted:
        print("\nHeadroom has stopped; its data is kept.")
    finally:
        home.unlock()
    return 0


class Demo:
    def __init__(self, home: Home, servers: Servers, *, host: str, port: int) -> None:
        self.home = home
        self.servers = servers
        in_address = f"[{host}]" if ":" in host else host
        self.bind = f"{in_address}:{port}"
        self.address = f"http://{'localhost' if host in LOCAL else in_address}:{port}"
        self.env = environment(home, servers)
        self.env.setdefault("SITE_URL", self.address)
        if "ALLOWED_HOSTS" not in os.environ:
            self.env["ALLOWED_HOSTS"] += f",{in_address}"
        self.children: list[Child] = []

    def run(self) -> None:
        """Prepare, start, and watch. Whatever ends this, the children are stopped on the way out."""
        try:
            self._receive_mail()
            announce_running_servers(self.home.folder, self.env)
            _tell("Bringing the database up to date …")
            self._manage("migrate", "--verbosity", "0")
            self._manage("load_demo")
            _tell("Starting the web server, a worker and the clock …")
            self._start()
            self._wait_until_healthy()
            _tell(f"\nHeadroom is at {self.address}/\n")
            self._manage("demo_sign_ins")
            _tell(f"\nLogs: {_short(self.home.logs)}   Stop: Ctrl-C   Forget the data: make reset")
            self._watch()
        finally:
            withdraw_running_servers(self.home.folder)
            self._stop()

    def _receive_mail(self) -> None:
        if self.env.get("EMAIL_HOST"):
            return
        folder, port = self.home.folder / "mail", free_port()
        self.env |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "HEADROOM_MAILBOX": str(folder)}
        self._add("mailbox", sys.executable, "-m", "config.embedded.mailbox", str(port), str(folder))

    def _start(self) -> None:
        processes = str(max(2, min(os.cpu_count() or 2, 4)))
        schedule = str(self.home.folder / "beat-schedule")
        celery = [sys.executable, "-m", "celery", "--app", "config"]
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", self.bind]
        # One thread per process: threads of one process fight over the same locks and are slower than one alone.
        self._add("web", *gunicorn, "--workers", processes, "--threads", "1", "--no-control-socket")
        self._add("worker", *celery, "worker", "--concurrency", "2", "--loglevel", "info")
        self._add("beat", *celery, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "info")

    def _add(self, name: str, *command: str) -> None:
        (self.home.logs / f"{name}.log").unlink(missing_ok=True)
        self.children.append(Child(name, command, home=self.home, env=self.env))

    def _manage(self, *command: str) -> None:
        """Run a management command, its output and progress bar shown."""
        log = self.home.logs / f"{command[0]}.log"
        words = [sys.executable, "-m", "config.embedded.management", str(log), *command]
        child = Child(command[0], words, home=self.home, env=self.env, log=False)
        try:
            code = child.process.wait()
        finally:
            child.stop()
        if code:
            raise self._blame(f"`manage.py {command[0]}` failed. More in {_short(log)}.")

    def _wait_until_healthy(self) -> None:
        answer = ""

        def healthy() -> bool:
            nonlocal answer
            self._need_children()
            answer = _healthz(self.address)
            return answer == ""

        if not wait_until(healthy, seconds=HEALTHY_WITHIN, every=0.3):
            raise self._blame(f"Headroom does not get healthy: {answer}. See {_short(self.home.logs)}.")

    def _watch(self) -> None:
        while True:
            time.sleep(0.5)
            self._need_children()
            for name in self.servers.tend():
                _tell(f"{name} had ended and was started again.")

    def _need_children(self) -> None:
        for child in self.children:
            if child.ended:
                log = _short(self.home.logs / f"{child.name}.log")
                raise self._blame(
                    f"The {child.name} process has ended ({_how(child)}). More in {log}. Start again: make demo."
                )

    def _blame(self, words: str) -> Trouble:
        folder = self.home.server_folder
        status = os.statvfs(folder)
        return disk_is_full(folder) if status.f_bavail * status.f_frsize < ALMOST_NOTHING else Trouble(words)

    def _stop(self) -> None:
        for child in self.children:
            child.ask_to_end()
        for child in self.children:
            child.stop()


def _healthz(address: str) -> str:
    """Empty when all is well, else what is not."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return ""
    except urllib.error.HTTPError as error:
        return error.read().decode(errors="replace")[:200]
    except OSError as error:
        return str(error)


def _how(child: Child) -> str:
    code = child.process.returncode
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _tell(words: str) -> None:
    print(words, flush=True)


def _port() -> int:
    named = os.environ.get("PORT") or "8000"
    if not named.isdecimal() or not 0 < int(named) < 2**16:
        raise Trouble(f"PORT={named} is no port: use a number from 1 to 65535.")
    return int(named)


def _short(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(CHECKOUT) else str(path)
