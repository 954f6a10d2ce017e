"""The demo organisation: its files, what makes them, and the days around today that its people book."""
