"""Where a pair of servers keeps its state, and the lock that gives it to one starter at a time."""

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import tempfile
import time
from pathlib import Path

from config.embedded.account import Account, server_account
from config.embedded.running import CHECKOUT, is_alive
from config.embedded.trouble import Trouble, need_room

SOCKET_PATH_BYTES = 107  # sun_path of Linux; PostgreSQL's own file name takes up to 17 of them
PLAIN = re.compile(r"[A-Za-z0-9_./-]+")
THROWAWAY_PREFIX = "headroom-throwaway-"


class Home:
    """A folder of ours (lock, logs, mail, secret key) and one the servers' account can reach (data, sockets).

    They are the same unless root runs a checkout that lies where no other account may go.
    The lock is inherited by every child, so it is free only once the last of them has ended, however the starter died.
    """

    def __init__(self, folder: Path, *, account: Account | None = None) -> None:
        self.folder = folder
        self.account = account or server_account(CHECKOUT)
        folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        self.refuge = Path("/var/lib") / f"headroom-{_short_hash(folder)}"
        self.server_folder = folder if self.account.can_reach(folder) else self.refuge
        self.lock_file: int | None = None

    @property
    def logs(self) -> Path:
        logs = self.folder / "log"
        logs.mkdir(exist_ok=True, mode=0o700)
        return logs

    @property
    def sockets(self) -> Path:
        """A 0700 folder whose path leaves room for a socket's name, and needs no quoting in any URL or setting."""
        near = self.server_folder / "run"
        if len(bytes(near)) <= SOCKET_PATH_BYTES - 20 and PLAIN.fullmatch(str(near)):
            return self.account.make_folder(near)
        return self.account.make_folder(Path("/tmp") / f"headroom-{self.account.uid}-{_short_hash(self.folder)}")

    def data(self, name: str) -> Path:
        self.server_folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        return self.account.make_folder(self.server_folder / name)

    def secret_key(self) -> str:
        path = self.folder / "secret_key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text()

    def lock(self, *, room: bool = True) -> None:
        """Take the home, or raise Trouble. Waits for the children of a starter that was killed to end.

        With `room`, the disk must have some, too.
        """
        self.lock_file = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        os.set_inheritable(self.lock_file, False)
        patience = time.monotonic() + 20
        while not self._try_lock():
            if (starter := self._starter()) and is_alive(starter):
                raise Trouble(f"Headroom already runs in this checkout (process {starter}): stop that one first.")
            if time.monotonic() > patience:
                raise Trouble("Processes of an earlier Headroom in this checkout still run; end them and start again.")
            time.sleep(0.1)
        os.ftruncate(self.lock_file, 0)
        os.pwrite(self.lock_file, str(os.getpid()).encode(), 0)
        if room:
            need_room(self.server_folder if self.server_folder.exists() else self.folder)

    def unlock(self) -> None:
        if self.lock_file is not None:
            os.close(self.lock_file)
            self.lock_file = None

    def forget(self) -> None:
        """Remove everything, the copied binaries too. Only while locked, or for a home nobody uses."""
        shutil.rmtree(self.refuge, ignore_errors=True)
        if self.server_folder == self.folder and self.sockets.parent != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)
        shutil.rmtree(self.folder)

    def _try_lock(self) -> bool:
        assert self.lock_file is not None
        try:
            fcntl.flock(self.lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _starter(self) -> int:
        assert self.lock_file is not None
        return int(os.pread(self.lock_file, 20, 0) or 0)


def checkout_home() -> Home:
    """The state of this checkout: `.headroom/`, or where HEADROOM_STATE says."""
    # The servers start in another folder, so a relative path would mean another place to them.
    return Home(Path(os.environ.get("HEADROOM_STATE") or CHECKOUT / ".headroom").absolute())


def throwaway_home() -> Home:
    """A home that is gone after use. Those whose starters were killed are swept away on the way in."""
    _sweep()
    account = server_account(CHECKOUT)
    folder = Path(tempfile.mkdtemp(prefix=THROWAWAY_PREFIX))
    folder.chmod(0o711)
    if not account.can_reach(folder):
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix=THROWAWAY_PREFIX, dir="/tmp"))
        folder.chmod(0o711)
    return Home(folder, account=account)


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(THROWAWAY_PREFIX + "*"):
        lock = folder / "lock"
        if folder.stat().st_uid != os.geteuid() or not lock.exists():
            continue
        with lock.open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(folder, ignore_errors=True)


def _short_hash(path: Path) -> str:
    return hashlib.sha256(bytes(path)).hexdigest()[:8]
