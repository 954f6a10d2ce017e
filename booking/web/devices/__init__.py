"""Tablets on walls: the page on which they are made, the one that pairs them, and what each shows."""
