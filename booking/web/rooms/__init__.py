"""Rooms: their day as a timeline, the search for one that fits, and the page on which one is booked."""
