"""Ctrl-C and SIGTERM as one exception, raised once: what is being cleaned up is not interrupted again."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from config.embedded.trouble import Interrupted

ASKING_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interruptible() -> Iterator[None]:
    def interrupt(_number, _frame) -> None:
        for number in ASKING_TO_END:
            signal.signal(number, signal.SIG_IGN)
        raise Interrupted

    before = {number: signal.signal(number, interrupt) for number in ASKING_TO_END}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
