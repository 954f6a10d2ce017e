"""`run`: give one command both servers, and end with its exit code."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Sequence

from config.embedded.child import Child
from config.embedded.home import Home, checkout_home, throwaway_home
from config.embedded.interruption import interruptible
from config.embedded.servers import Servers

FORWARDED = (signal.SIGTERM, signal.SIGHUP)


def run(command: Sequence[str], *, throwaway: bool, durable: bool = False) -> int:
    """Start the servers, run `command` in the foreground, stop them. Returns its exit code, 128 + n for a signal n."""
    home = throwaway_home() if throwaway else checkout_home()
    try:
        with interruptible():
            home.lock()
            with Servers(home, throwaway=throwaway, durable=durable or not throwaway) as servers:
                return _run_beside(servers, command)
    finally:
        if throwaway:
            home.forget()
        home.unlock()


def environment(home: Home, servers: Servers) -> dict[str, str]:
    """What a local Headroom runs with; variables that are set already win."""
    defaults = {
        "DEBUG": "1",
        "SECRET_KEY": secrets.token_urlsafe(48) if servers.throwaway else home.secret_key(),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return defaults | os.environ | servers.addresses()


def _run_beside(servers: Servers, command: Sequence[str]) -> int:
    child = Child(
        "command", command, home=servers.home, env=environment(servers.home, servers), log=False, foreground=True
    )
    # Ctrl-C reaches the command by itself, being in our foreground group; it decides, and we wait.
    before = {
        number: signal.signal(number, lambda number, _frame: child.process.send_signal(number)) for number in FORWARDED
    }
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            try:
                code = child.process.wait(0.5)
                return code if code >= 0 else 128 - code
            except subprocess.TimeoutExpired:
                for name in servers.tend():
                    print(f"{name} had ended and was started again.", file=sys.stderr)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
