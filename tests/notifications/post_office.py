"""A real SMTP server in the test's own process, which can refuse, hang, and count what it accepts."""

import asyncio
import logging
import threading
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from aiosmtpd.controller import Controller

from config.embedded.ports import free_port


class PostOffice:
    """``accepted`` are the mails answered with 250. Replies are set per test; DATA hangs while the doors are shut."""

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.connections = 0
        self.recipient_replies: dict[str, str] = {}
        self.data_replies: list[str] = []  # each is given once, then mails are accepted
        self.doors_open = threading.Event()
        self.doors_open.set()
        self.someone_waits = threading.Event()
        self.port = free_port()
        self._controller: Controller | None = None

    def open(self) -> None:
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # else each command of the dialogue is a line
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True)
        self._controller.start()

    def close(self) -> None:
        self.doors_open.set()
        if self._controller:
            self._controller.stop()
            self._controller = None

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.accepted if mail["X-RcptTo"] == address]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if reply := self.recipient_replies.get(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        while not self.doors_open.is_set():
            self.someone_waits.set()
            await asyncio.sleep(0.05)
        if self.data_replies:
            return self.data_replies.pop(0)
        mail = BytesParser(policy=policy.default).parsebytes(envelope.content)
        mail["X-RcptTo"] = ", ".join(envelope.rcpt_tos)
        self.accepted.append(mail)
        return "250 OK"
