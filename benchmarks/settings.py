"""Headroom's own settings, as in production: DEBUG off, static files collected, here into a folder of the benchmark."""

import os

os.environ["DEBUG"] = "0"
os.environ["SITE_URL"] = "http://localhost"

from config.settings import *  # noqa: F403

STATIC_ROOT = os.environ.get("BENCH_STATIC") or STATIC_ROOT  # noqa: F405
