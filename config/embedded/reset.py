"""`make reset`: forget the demo's data. It stops nothing: a running demo is left alone, and says so."""

from config.embedded.home import checkout_home


def reset() -> int:
    home = checkout_home()
    home.lock(room=False)  # a full disk is a good reason to be here
    try:
        home.forget()
    finally:
        home.unlock()
    print("The demo's data is gone; the next `make demo` starts afresh.")
    return 0
