"""The tables [policy.queue] and [policy.check_in] of policies.toml, as fields of a policy."""

from collections.abc import Callable, Iterable
from typing import Any

from booking.models import Policy

Report = Callable[[str, Any, str], None]  # key, value, remedy
LONGEST = 7 * 24 * 60

# Table → key in the file → field of the policy.
KEYS = {
    "queue": {"order": "queue_order", "seed": "queue_seed", "offer_minutes": "offer_minutes"},
    "check_in": {"from_minutes": "check_in_minutes", "release_minutes": "release_minutes"},
}


def read_practice(table: dict[str, Any], report: Report) -> dict[str, Any]:
    """The fields that a [[policy]] sets by its tables; whatever cannot be read is reported and left out."""
    fields: dict[str, Any] = {}
    for name, keys in KEYS.items():
        given = table.get(name, {})
        if not isinstance(given, dict):
            report(name, given, f"give a table: [policy.{name}] and a line for each key")
            continue
        for key, value in given.items():
            if key not in keys:
                report(f"{name}.{key}", value, f"is not known; give {', '.join(keys)}")
            elif remedy := _remedy(key, value):
                report(f"{name}.{key}", value, remedy)
            else:
                fields[keys[key]] = value
    return fields


def practice_of(policy: Policy) -> Iterable[tuple[str, Any]]:
    """The tables with the values that a policy has, to be compared."""
    for name, keys in KEYS.items():
        yield name, [getattr(policy, field) for field in keys.values()]


def _remedy(key: str, value: Any) -> str:
    """What to give instead of ``value``; empty where it will do."""
    if key == "order":
        return "" if value in Policy.QueueOrder.values else f"give {' or '.join(Policy.QueueOrder.values)}"
    if key == "seed":
        return "" if isinstance(value, str) and len(value) <= 40 else "give a text of at most 40 characters"
    low = 1 if key == "offer_minutes" else 0
    if type(value) is int and low <= value <= LONGEST:
        return ""
    return f"give whole minutes from {low} to {LONGEST}"
