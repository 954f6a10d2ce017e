#!/usr/bin/env python
import os
import sys

from config.embedded.running import adopt_running_servers

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    adopt_running_servers(os.environ)

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
