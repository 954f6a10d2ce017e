"""A Redis server of our own. It keeps nothing on disk: what matters is in PostgreSQL."""

import redis

from config.embedded.binaries import redis_server
from config.embedded.child import Child, wait_until
from config.embedded.home import Home
from config.embedded.trouble import Trouble


class RedisServer:
    def __init__(self, home: Home) -> None:
        self.home = home
        self.program = redis_server(home.account, home.refuge)
        self.socket = home.sockets / "redis.sock"
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    @property
    def ended(self) -> bool:
        return self.child is None or self.child.ended

    def start(self) -> None:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home.data("redis")),
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.child = Child("redis", [self.program, *flags], home=self.home, account=self.home.account)
        if not wait_until(lambda: self.ended or self._answers(), seconds=20) or self.ended:
            raise Trouble(
                f"Redis does not start. Its last words ({self.home.logs}/redis.log):\n{self.child.last_words()}"
            )

    def stop(self) -> None:
        if self.child:
            self.child.stop()
            self.child = None

    def _answers(self) -> bool:
        client = redis.Redis(unix_socket_path=str(self.socket))
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()
