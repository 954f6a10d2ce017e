"""What goes wrong in ways a reader can mend, told in one line."""

import errno
import shutil
from pathlib import Path

ELSEWHERE = "Set HEADROOM_STATE to a folder of your own."
ROOM_NEEDED = 400 * 1024 * 1024  # bytes: a fresh data directory, its log, and the demo organisation


class Trouble(Exception):
    """The one line shown instead of a traceback."""


class Interrupted(Exception):
    """Ctrl-C or SIGTERM arrived: leave, and take the children along."""


def need_room(folder: Path) -> None:
    """Raise Trouble when the disk under `folder` is too full to start on."""
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED:
        raise disk_is_full(folder)


def disk_is_full(folder: Path) -> Trouble:
    try:
        free = f"{shutil.disk_usage(folder).free // 2**20} MB free"
    except OSError:
        free = "none free"
    return Trouble(
        f"The disk is full: {folder} has {free}, Headroom needs {ROOM_NEEDED // 2**20} MB. Make room and start again."
    )


def in_one_line(error: OSError) -> Trouble:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Trouble(f"The disk is full ({error.filename or 'while writing'}). Make room and start again.")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Trouble(
            f"No permission for {error.filename}: it may belong to another user who started Headroom here before. "
            f"{ELSEWHERE}"
        )
    if error.filename:
        return Trouble(f"{error.filename} cannot be used: {error.strerror}. {ELSEWHERE}")
    return Trouble(str(error))
