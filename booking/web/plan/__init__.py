"""Planning ahead: several weeks in one sweep, the autopilot, and being away."""
