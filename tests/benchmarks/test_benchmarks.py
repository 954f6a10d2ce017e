"""`make bench` runs, at its smallest, on a database of its own beside the tests'."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings

DATABASE = "headroom_bench"


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a database that is gone afterwards."""
    url = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {DATABASE}")
        yield urlunsplit(url._replace(path=f"/{DATABASE}"))
        server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def test_it_measures_and_finds_no_violation(empty_database):
    run = bench("--minimal", database=empty_database)
    assert run.returncode == 0, run.stdout + run.stderr
    for said in (
        "÷ bare",
        "hot day",
        "60 days",
        "poll, nothing new",
        "| **all**                                        |     0 |",
    ):
        assert said in run.stdout


def test_it_does_not_fill_a_database_that_somebody_uses(empty_database):
    with psycopg.connect(empty_database, autocommit=True) as database:
        database.execute("CREATE TABLE somebodys (id int)")
    run = bench("--minimal", database=empty_database)
    assert run.returncode == 1
    assert "needs one that is empty" in run.stderr


def bench(*arguments: str, database: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
