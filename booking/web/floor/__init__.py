"""The floor: a plan and an equal list of a day, judged once, and the panel in which a place becomes one's own."""
