"""The demo's mail sink keeps whatever it is sent."""

import mailbox
import smtplib
import subprocess
import sys

from config.embedded.child import wait_until
from config.embedded.home import CHECKOUT
from config.embedded.ports import free_port


def test_a_message_becomes_a_file(tmp_path):
    port, folder = free_port(), tmp_path / "mail"
    sink = subprocess.Popen([sys.executable, "-m", "config.embedded.mailbox", str(port), str(folder)], cwd=CHECKOUT)
    try:
        assert wait_until(lambda: _delivered(port), seconds=15, every=0.1)
    finally:
        sink.terminate()
        sink.wait(10)
    (message,) = mailbox.Maildir(folder)
    assert message["Subject"] == "Your desk"
    assert message["X-RcptTo"] == "an@example.com"


def _delivered(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=5) as server:
            server.sendmail("headroom@example.com", ["an@example.com"], "Subject: Your desk\n\nBooked.")
    except ConnectionRefusedError:
        return False
    return True
