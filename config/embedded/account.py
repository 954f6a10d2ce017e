"""Whom the servers run as. PostgreSQL refuses root, so root lends it an unprivileged account."""

import errno
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    @property
    def popen(self) -> dict:
        """The arguments of `subprocess` that start a process as this account: nothing to do when we are it already."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path) -> bool:
        return path.stat().st_uid == self.uid

    def can_reach(self, path: Path) -> bool:
        """Whether every folder above `path` lets this account through; a 0700 home does not."""
        return subprocess.run(["test", "-x", path], **self.popen, cwd="/", check=False).returncode == 0

    def make_folder(self, path: Path) -> Path:
        """A folder only this account (and root) can open. Raises PermissionError when someone else's is there."""
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            if path.is_symlink() or not self.owns(path):
                raise PermissionError(errno.EPERM, "belongs to another user", str(path)) from None
        else:
            os.chown(path, self.uid, self.gid)
        return path


def server_account(checkout: Path) -> Account:
    """Ourselves; for root the owner of the checkout, or nobody when that is root as well."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    owner = checkout.stat().st_uid
    try:
        # initdb looks its own user up by number, so an owner without a name will not do.
        entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    except KeyError:
        entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)
