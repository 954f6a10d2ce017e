"""`make bench`, or ARGS=--quick: sets the stage, measures, recounts, and prints. Ends with 1 if a rule was broken."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.sizes import FULL, MINIMAL, QUICK, Sizes


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--quick", action="store_const", dest="sizes", const=QUICK, help="in under two minutes")
    choice.add_argument("--minimal", action="store_const", dest="sizes", const=MINIMAL, help="only to see that it runs")
    sizes = parser.parse_args().sizes or FULL
    if not os.environ.get("DATABASE_URL"):
        parser.error("there is no DATABASE_URL; `make bench` starts a database of its own.")
    with tempfile.TemporaryDirectory(prefix="headroom-bench-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        os.environ["BENCH_STATIC"] = f"{folder}/static"
        return _run(sizes, Path(folder))


def _run(sizes: Sizes, folder: Path) -> int:
    import django

    django.setup()

    from django.db import connection

    from benchmarks.measuring import measure

    if connection.introspection.table_names():
        sys.exit("The benchmark fills its database with people: it needs one that is empty, as `make bench` gives it.")
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began:4.0f} s  {what}", file=sys.stderr, flush=True)

    result = measure(sizes, folder, tell=tell)
    print(result.report)
    tell("done")
    return 0 if result.sound else 1


if __name__ == "__main__":
    sys.exit(main())
