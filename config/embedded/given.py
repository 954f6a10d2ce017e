"""Servers that the environment names: asked once before a start, so that a wrong address is one line and no wait."""

import os

import psycopg
import redis

from config.embedded.trouble import Trouble


def need_given_servers() -> None:
    """Raise Trouble when DATABASE_URL or REDIS_URL is set and nothing answers there. Tells no password."""
    if url := os.environ.get("DATABASE_URL"):
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.ProgrammingError:  # its words would repeat the address, password and all
            raise _unusable("DATABASE_URL", "PostgreSQL", "it is no address such as postgresql://host/name") from None
        except psycopg.Error as error:
            raise _unusable("DATABASE_URL", "PostgreSQL", _first_line(error)) from None
    if url := os.environ.get("REDIS_URL"):
        try:
            redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5).ping()
        except ValueError:
            raise _unusable("REDIS_URL", "Redis", "it is no address such as redis://host:6379/0") from None
        except redis.RedisError as error:
            raise _unusable("REDIS_URL", "Redis", _first_line(error)) from None


def _unusable(variable: str, server: str, why: str) -> Trouble:
    return Trouble(f"{variable} leads to no {server}: {why}. Correct it, or leave it out for the embedded one.")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
