"""The translations as files, and the texts that code and templates hold."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "booking" / "locale"
TRANSLATED = ["nl", "fr", "de"]
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])|%[sd]")
TAG = re.compile(r"</?\w+>")


def written(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALES / language / "LC_MESSAGES" / "django.po"))


def compiled(language: str) -> polib.MOFile:
    return polib.mofile(str(LOCALES / language / "LC_MESSAGES" / "django.mo"))


def identity(entry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or ""


def texts(entry) -> dict:
    """What a message says, by plural form; 0 where it has only one."""
    return dict(entry.msgstr_plural) if entry.msgid_plural else {0: entry.msgstr}


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def extracted(into: Path) -> set[tuple]:
    """Every text of code and templates, gathered afresh with xgettext; skips where there is none."""
    if not shutil.which("xgettext"):
        pytest.skip("no xgettext on this machine; install gettext")
    for name in ("booking", "config", "templates"):
        shutil.copytree(ROOT / name, into / name, ignore=shutil.ignore_patterns("locale", "__pycache__", "static"))
    shutil.copy(ROOT / "manage.py", into)
    (into / "booking" / "locale").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "--locale", "nl", "--no-location", "-v0"]
    subprocess.run(command, cwd=into, check=True, capture_output=True)
    found = polib.pofile(str(into / "booking" / "locale" / "nl" / "LC_MESSAGES" / "django.po"))
    return {identity(entry) for entry in found}
