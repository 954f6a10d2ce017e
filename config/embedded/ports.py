"""TCP ports of this machine."""

import errno
import socket

from config.embedded.trouble import Trouble


def need_port(host: str, port: int) -> None:
    """Raise Trouble when something else listens on `port`, or we may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Trouble(f"Port {port} is for root only. Choose another: make demo PORT=8010") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(f"Port {port} is taken. Choose another: make demo PORT={_suggestion(port)}") from None
            raise Trouble(f"HOST={host} is no address of this machine. Leave it out for localhost.") from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _suggestion(port: int) -> int:
    return port + 10 if port + 10 < 2**16 else 8000
