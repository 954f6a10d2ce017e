"""An application behind gunicorn as the demo runs it: two processes, one thread each. On a unix socket."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

WORKERS = 2
START_WITHIN = 60  # seconds


class Server:
    """``with Server("config.wsgi", …) as server`` serves at ``server.path`` and is gone afterwards."""

    def __init__(self, application: str, folder: Path, *, settings: str) -> None:
        self.path = str(folder / f"{application}.sock")
        self.log = folder / f"{application}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", application, "--bind", f"unix:{self.path}"),
                    *("--workers", str(WORKERS), "--threads", "1", "--no-control-socket"),
                ],
                env=os.environ | {"DJANGO_SETTINGS_MODULE": settings},
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> "Server":
        until = time.monotonic() + START_WITHIN
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"The server does not start:\n{self.last_words()}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_exc) -> None:
        self.stop()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def last_words(self, lines: int = 12) -> str:
        return "\n".join(line[-500:] for line in self.log.read_text(errors="replace").splitlines()[-lines:])

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(self.path)
            except OSError:
                return False
        return True
