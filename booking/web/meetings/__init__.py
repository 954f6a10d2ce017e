"""Meetings: the page of one, every request that books or changes one, and what waits for a manager's yes."""
