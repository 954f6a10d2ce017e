"""`make smoke`: the demo on a free port and fresh data, a sign-in over HTTP, a stop, and nothing left running."""

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from config.embedded.child import wait_until
from config.embedded.home import Home
from config.embedded.ports import free_port
from config.embedded.trouble import Trouble

FIRST_START = 240  # seconds: what a first start may take, installation apart
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
PASSWORD = re.compile(r"password\W+(\S+)", re.IGNORECASE)


def smoke() -> int:
    state = Path(tempfile.mkdtemp(prefix="headroom-smoke-"))
    state.chmod(0o711)  # the servers' account has to get through; what is private in it is 0700 itself
    try:
        first = _start_sign_in_stop(state)
        second = _start_sign_in_stop(state)
    finally:
        Home(state).forget()
    print(f"Smoke: well. First start {first:.0f} s, second {second:.0f} s.")
    return 0


def _start_sign_in_stop(state: Path) -> float:
    """Seconds until /healthz was all green."""
    port = free_port()
    env = os.environ | {"HEADROOM_STATE": str(state), "PORT": str(port)}
    address = f"http://localhost:{port}"
    began = time.monotonic()
    demo = subprocess.Popen([sys.executable, "-m", "config.embedded", "demo"], env=env)
    try:
        if not wait_until(lambda: demo.poll() is not None or _is_healthy(address), seconds=FIRST_START, every=0.5):
            raise Trouble(f"The demo was not healthy within {FIRST_START} s.")
        if demo.poll() is not None:
            raise Trouble("The demo ended by itself.")
        took = time.monotonic() - began
        _sign_in(address, env)
    finally:
        demo.send_signal(signal.SIGINT)
        try:
            code = demo.wait(60)
        except subprocess.TimeoutExpired:
            demo.kill()
            raise Trouble("The demo did not stop within a minute.") from None
    if code:
        raise Trouble(f"The demo ended with code {code}.")
    if left := processes_of(state):
        raise Trouble("The demo left processes behind: " + ", ".join(left))
    return took


def processes_of(state: Path) -> list[str]:
    """The command lines of all processes that were started for `state`, by their environment or their arguments."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            if bytes(state) in told and int(process.name) != os.getpid():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip())
        except OSError:  # it has just ended, or is someone else's
            continue
    return found


def _is_healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return True
    except OSError:
        return False


def _sign_in(address: str, env: dict[str, str]) -> None:
    """Sign in as the first of the demo's people, as a browser without JavaScript would."""
    asked = [sys.executable, "manage.py", "demo_sign_ins"]
    told = subprocess.run(asked, env=env, stdout=subprocess.PIPE, text=True, check=False).stdout
    email, password = _first_person(told)
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    page = browser.open(f"{address}/accounts/login/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if not token:
        raise Trouble("The sign-in page holds no form.")
    form = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    request = urllib.request.Request(
        f"{address}/accounts/login/", urllib.parse.urlencode(form).encode(), {"Referer": f"{address}/accounts/login/"}
    )
    landed = browser.open(request, timeout=30)
    if "/accounts/login" in landed.url or not any(cookie.name == "sessionid" for cookie in cookies):
        raise Trouble(f"{email} could not sign in.")
    print(f"Smoke: {email} signed in and landed on {urllib.parse.urlsplit(landed.url).path}")


def _first_person(told: str) -> tuple[str, str]:
    """The first e-mail address of the demo's sign-ins, with the password named anywhere, or at the end of its line."""
    for line in told.splitlines():
        if email := EMAIL.search(line):
            named = PASSWORD.search(told)
            return email[0], named[1] if named else line.split()[-1]
    raise Trouble(f"demo_sign_ins names nobody who can sign in:\n{told}")
