"""An SMTP server that delivers nowhere: every message it is given becomes a file in a Maildir.

python -m config.embedded.mailbox PORT FOLDER
"""

import asyncio
import sys
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP


async def receive(port: int, folder: Path) -> None:
    handler = Mailbox(str(folder))
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, hostname="headroom.localhost", enable_SMTPUTF8=True), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(receive(int(sys.argv[1]), Path(sys.argv[2])))
