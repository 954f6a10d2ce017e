"""The clock: every periodic task of Headroom, readable at a glance.

Times are UTC; each task decides what is due from the sites' own zones.
"""

from datetime import timedelta


def every(task: str, *, seconds: int = 0, minutes: int = 0) -> dict:
    """Run ``task`` of booking/tasks.py at this interval.

    A turn that no worker has taken by the time of the next one is left out: a worker that was away finds no heap.
    """
    interval = timedelta(seconds=seconds, minutes=minutes)
    return {
        "task": f"booking.tasks.{task}",
        "schedule": interval,
        "options": {"expires": interval.total_seconds()},
    }


SCHEDULE: dict[str, dict] = {
    "send what is due in the outbox": every("deliver_messages", seconds=5),
    "give free places to those who wait": every("promote", seconds=5),
    "remind of the next working day": every("remind", minutes=1),
    "book standing wishes as their dates open": every("fly_autopilot", minutes=1),
    "release what was held for a team and not accepted": every("release_leftovers", minutes=1),
}
