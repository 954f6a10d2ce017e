"""A management command whose failure is one line on the terminal, its traceback in a log.

python -m config.embedded.management LOG COMMAND …
"""

import os
import sys
import traceback
from pathlib import Path

from django.core.management import execute_from_command_line


def manage(log: Path, *command: str) -> int:
    log.unlink(missing_ok=True)
    try:
        execute_from_command_line(["manage.py", *command])
    except Exception as error:
        log.write_text(traceback.format_exc())
        first_line = str(error).partition("\n")[0]
        print(f"{command[0]}: {type(error).__name__}: {first_line}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(manage(Path(sys.argv[1]), *sys.argv[2:]))
