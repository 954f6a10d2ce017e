"""A promoter that has written an offer and not yet told of it, says so, and never ends: its test kills it.

    python -m tests.races.dying_promoter

DATABASE_URL names the database of the test.
"""

import os
import sys
import time


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from booking.actions import promotion
    from tests.cast import NOW

    def stop(*_args, **_more) -> None:
        sys.stdout.write("written\n")
        sys.stdout.flush()
        time.sleep(3600)

    promotion.tell = stop
    promotion.promote(now=NOW)


if __name__ == "__main__":
    main()
