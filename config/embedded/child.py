"""A process of ours that never outlives us."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from config.embedded.account import Account
from config.embedded.home import CHECKOUT, Home

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Child:
    """A started command. `farewell` asks it to end: from us, or from the kernel should we be killed."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        home: Home,
        env: dict[str, str] | None = None,
        log: bool = True,
        account: Account | None = None,
        farewell: signal.Signals = signal.SIGTERM,
        foreground: bool = False,
    ) -> None:
        self.name = name
        self.farewell = farewell
        self.asked = False
        self.log = home.logs / f"{name}.log" if log else None
        output = self.log.open("ab") if self.log else None
        assert home.lock_file is not None
        try:
            self.process = subprocess.Popen(
                command,
                env=env,
                cwd=None if foreground else "/" if account else CHECKOUT,
                stdin=None if foreground else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                pass_fds=[home.lock_file],  # the home stays locked until the last child has gone
                # A session of its own keeps the terminal's Ctrl-C away: who ends when is for us to say.
                start_new_session=not foreground,
                preexec_fn=_end_with(os.getpid(), farewell),  # noqa: PLW1509 - we have one thread
                **(account.popen if account else {}),
            )
        finally:
            if output:
                output.close()

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def ask_to_end(self) -> None:
        if not self.ended and not self.asked:
            self.asked = True
            self.process.send_signal(self.farewell)

    def stop(self, patience: float = 15) -> None:
        """Ask to end, wait up to `patience` seconds, then kill with whatever is left of its session."""
        self.ask_to_end()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            self.process.kill()
        self.process.wait()

    def last_words(self, lines: int = 8) -> str:
        if not self.log or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def wait_until(ready, *, seconds: float, every: float = 0.05) -> bool:
    """Poll `ready` until it is true; False when `seconds` have passed."""
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            return False
        time.sleep(every)
    return True


def _end_with(parent: int, farewell: signal.Signals):
    """What the child runs before its command: the kernel is to send `farewell` when `parent` ends in any way."""
    if LIBC is None:
        return None

    def before_command() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(farewell))
        if os.getppid() != parent:  # it ended before we could ask
            os._exit(1)

    return before_command
