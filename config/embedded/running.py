"""How a second terminal finds the servers of a running demo: `manage.py import_people …` just works beside it."""

import json
import os
from collections.abc import MutableMapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
FILE_NAME = "running.json"


def adopt_running_servers(environ: MutableMapping[str, str]) -> None:
    """Fill in the variables a running demo exported. Whatever the environment says itself stays."""
    if environ.get("DATABASE_URL"):
        return
    folder = Path(environ.get("HEADROOM_STATE") or CHECKOUT / ".headroom")
    try:
        found = json.loads((folder / FILE_NAME).read_text())
    except (OSError, ValueError):
        return
    if not is_alive(found["process"]):
        return
    for name, value in found["environment"].items():
        environ.setdefault(name, value)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives, as someone else
        return True
    return True


def announce_running_servers(folder: Path, environment: dict[str, str]) -> None:
    path = folder / FILE_NAME
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps({"process": os.getpid(), "environment": environment}))


def withdraw_running_servers(folder: Path) -> None:
    (folder / FILE_NAME).unlink(missing_ok=True)
