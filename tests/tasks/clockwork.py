"""Real workers, real beats and a Redis that can be restarted, as processes beside a test."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import redis
from django.db import connection

from config.embedded.account import Account
from config.embedded.binaries import redis_server
from config.embedded.child import wait_until
from config.embedded.home import CHECKOUT
from config.embedded.ports import free_port


class Clockwork:
    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self.redis_port = free_port()
        self.redis_url = f"redis://127.0.0.1:{self.redis_port}/0"
        self.broker_url = f"redis://127.0.0.1:{self.redis_port}/1"
        more = {"DEBUG": "1", "DATABASE_URL": _test_database(), "REDIS_URL": self.redis_url, "BROKER_URL": ""}
        self.env = os.environ | more | env
        self.processes: list[subprocess.Popen] = []
        self.redis: subprocess.Popen | None = None

    def start_redis(self) -> None:
        program = redis_server(Account(os.geteuid(), os.getegid()), self.folder)
        self.redis = self._start("redis", program, "--port", str(self.redis_port), "--save", "", "--dir", self.folder)
        assert wait_until(self._redis_answers, seconds=20)

    def restart_redis(self) -> None:
        """Killed, so that everything in it is gone, and started again at the same address."""
        assert self.redis is not None
        self.kill(self.redis)
        self.start_redis()

    def start_worker(self, name: str) -> subprocess.Popen:
        worker = self._celery(name, "worker", "--concurrency", "2", "--hostname", f"{name}@test", "--without-mingle")
        assert wait_until(lambda: " ready." in self.log(name), seconds=60, every=0.2), self.log(name)
        return worker

    def start_beat(self, name: str) -> subprocess.Popen:
        return self._celery(name, "beat", "--schedule", str(self.folder / f"{name}-schedule"), "--pidfile", "")

    def kill(self, process: subprocess.Popen) -> None:
        """SIGKILL to the whole process group: neither the parent nor its children can tidy up."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.processes.remove(process)

    def stop(self) -> None:
        for process in reversed(self.processes[:]):
            self.kill(process)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _celery(self, name: str, *arguments: str) -> subprocess.Popen:
        return self._start(name, sys.executable, "-m", "celery", "--app", "config", *arguments, "--loglevel", "info")

    def _start(self, name: str, *command: str | Path) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, env=self.env, cwd=CHECKOUT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.processes.append(process)
        return process

    def _redis_answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.redis_url) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def _test_database() -> str:
    """The address of the database of this very test."""
    at = connection.settings_dict
    user = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    host = quote(at["HOST"], safe="") + (f":{at['PORT']}" if at["PORT"] else "")
    return f"postgresql://{user}@{host}/{at['NAME']}"
