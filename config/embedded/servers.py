"""The pair of servers: those of the environment where it names any, ours for the rest."""

import os

from config.embedded.home import Home
from config.embedded.postgres import Postgres
from config.embedded.redis_server import RedisServer


class Servers:
    def __init__(self, home: Home, *, throwaway: bool = False, durable: bool = True) -> None:
        self.home = home
        self.throwaway = throwaway
        self.postgres = None if os.environ.get("DATABASE_URL") else Postgres(home, durable=durable)
        self.redis = None if os.environ.get("REDIS_URL") else RedisServer(home)

    def __enter__(self) -> "Servers":
        try:
            for server in self._ours():
                server.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_exc) -> None:
        self.stop()

    def stop(self) -> None:
        for server in reversed(self._ours()):
            server.stop()

    def addresses(self) -> dict[str, str]:
        """The environment variables by which Headroom finds them."""
        found = {}
        if self.postgres:
            found["DATABASE_URL"] = self.postgres.url
        if self.redis:
            found["REDIS_URL"] = self.redis.url
        return found

    def tend(self) -> list[str]:
        """Start again whichever was killed; PostgreSQL recovers by itself. Returns their names."""
        fallen = [server for server in self._ours() if server.ended]
        for server in fallen:
            server.start()
        return [type(server).__name__ for server in fallen]

    def _ours(self) -> list[Postgres | RedisServer]:
        return [server for server in (self.postgres, self.redis) if server]
