"""My week: a strip of days with the places left, who of the team is in, and one button."""
