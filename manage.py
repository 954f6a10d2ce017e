#!/usr/bin/env python
import os
import sys

from config.embedded.running import adopt_running_servers

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    adopt_running_servers(os.environ)

    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if os.environ.get("DATABASE_URL"):
            raise
        first_line = str(error).partition("\n")[0]
        sys.exit(f"No database: {first_line}. Start `make demo` in another terminal, or set DATABASE_URL.")
