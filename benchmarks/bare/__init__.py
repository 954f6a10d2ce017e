"""The yardstick: a booking in Django with a counter, an insert and a session, and nothing else."""
