"""The clock: every periodic task of Headroom, readable at a glance.

Times are UTC; each task decides what is due from the sites' own zones.
"""

SCHEDULE: dict[str, dict] = {}
