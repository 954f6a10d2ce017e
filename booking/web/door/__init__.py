"""At the door: what a scanned code at a desk, a room or an entrance opens, and the sheet of codes to print."""
