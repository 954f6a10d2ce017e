"""What a policy decides besides its limits: how the waitlist is served, and when one checks in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Practice:
    """Minutes, all of them; the defaults hold on dates without a policy.

    ``queue_order``: first_come, or fewest_days (granted in the last four weeks) and then lots drawn from
    ``queue_seed``. ``release_minutes`` after the beginning of a booking a place is given back; None: never.
    """

    queue_order: str = "first_come"
    queue_seed: str = ""
    offer_minutes: int = 120
    check_in_minutes: int = 120
    release_minutes: int | None = None


BY_DEFAULT = Practice()
